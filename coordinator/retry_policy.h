#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "admf/v1/workflow_config.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

// Which failures are worth another try, and when. Pure functions.

/// Fills in defaults and appends what is wrong.
/// @param max_timeout the longest time that a try may take
void ResolveRetries(absl::Duration max_timeout,
                    admf::v1::InfrastructureConfig* config,
                    std::vector<ConfigProblem>* problems);

/// What holds for a phase; the config is resolved.
admf::v1::PhasePolicy PolicyOf(const admf::v1::InfrastructureConfig& config,
                               admf::v1::WorkflowPhase phase);

/// Whether the environment failed and may do better next time. What the caller
/// has to mend fails again: bad data, a missing file, too little memory.
bool IsRetryable(const absl::Status& status);

/// How long to wait before try number `attempt` (2 is the first one after a
/// failure): min(max_backoff, initial_backoff * multiplier^(attempt - 2)), less
/// a random part of up to `jitter` of it. Equal arguments, equal waits.
/// @param seed the workflow's
absl::Duration BackoffBefore(int attempt, const admf::v1::RetryPolicy& policy,
                             uint64_t seed, admf::v1::WorkflowPhase phase);

}  // namespace admf
