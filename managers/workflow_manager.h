#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "containers/component.h"
#include "managers/execution_context.h"

namespace admf {

/// One thing that is wrong with a configuration.
struct ConfigProblem {
  /// Path of the field, such as
  /// `workflow.backtest_config.strategy.params.fast_period`.
  std::string field;
  /// What is wrong and what to do about it.
  std::string description;
};

/// A phase that a manager wants to be executed.
struct PhasePlan {
  admf::v1::WorkflowPhase phase;
  /// Whether its failure ends the workflow.
  bool critical = true;
  /// Whether an execution goes on at the checkpoints of the one before, so that
  /// the phase may be left for a pause at any time.
  bool resumable = false;
};

/// The output in which a phase names the digest of the data that was used.
inline constexpr char kDataDigestOutput[] = "data_digest";

/// What a phase came to. Everything in it but warnings, context and what
/// CanonicalSearch leaves out is covered by the result's digest, so nothing in
/// it may depend on time, place or ids.
struct PhaseOutcome {
  std::map<std::string, std::string> outputs;
  std::map<std::string, double> metrics;
  /// Metrics that this run doesn't define, each with the reason.
  std::map<std::string, std::string> undefined_metrics;
  std::vector<admf::v1::Artifact> artifacts;
  /// What a search came to, if there was one.
  std::optional<admf::v1::SearchReport> search;
  /// Whether the outcome is what was required, if anything was.
  std::optional<admf::v1::Verdict> verdict;
  /// Sets of parameters that were tried.
  int64_t trial_count = 0;
  std::vector<std::string> warnings;
  /// What depends on what else the server has done.
  std::map<std::string, std::string> context;
};

/// Knows one type of workflow: what its configuration must be, which phases it
/// has, which components its container needs, and how a phase is executed. It
/// plans and computes; queueing, threads, events and retries are the
/// coordinator's.
///
/// Thread-safe: one instance serves all workflows of its type, and what belongs
/// to one of them is in its container.
class WorkflowManager {
 public:
  virtual ~WorkflowManager() = default;

  virtual admf::v1::WorkflowType type() const = 0;

  /// Fills in the defaults of the sections of its type and appends everything
  /// that is wrong with them. Reads no data; looks whether files are there.
  virtual void Resolve(admf::v1::WorkflowConfig* config,
                       std::vector<ConfigProblem>* problems) const = 0;

  /// The phases in order. The last one is FINALIZATION, which is executed on
  /// every path once the container runs.
  virtual std::vector<PhasePlan> Phases(
      const admf::v1::WorkflowConfig& config) const = 0;

  /// The components of a container for this type.
  virtual std::vector<ComponentSpec> Components() const = 0;

  /// Executes a phase in the workflow's container. CANCELLED once the context's
  /// stop was requested; INVALID_ARGUMENT for what the caller must mend,
  /// RESOURCE_EXHAUSTED for a memory limit that is too low; UNAVAILABLE,
  /// PERMISSION_DENIED or DATA_LOSS for the environment, which may do better at
  /// the next try: a phase is executed again then, in the same container.
  virtual absl::StatusOr<PhaseOutcome> ExecutePhase(
      admf::v1::WorkflowPhase phase, ExecutionContext& context) const = 0;

  /// Brings a fresh container to where `phase` has left the one in which it was
  /// executed, before a pause or a restart; `finished` is what it came to then.
  /// Executes it once more, and fails with FAILED_PRECONDITION if it comes to
  /// other outputs, metrics, another search or another verdict, as when a data
  /// file was changed meanwhile. A manager whose
  /// phases take long overrides this and reads what they have kept. Errors
  /// otherwise as of ExecutePhase.
  virtual absl::Status RestorePhase(const admf::v1::PhaseResult& finished,
                                    ExecutionContext& context) const;
};

}  // namespace admf
