#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"
#include "managers/workflow_manager.h"

namespace admf {

/// A phase that is over.
struct FinishedPhase {
  admf::v1::PhaseResult result;
  /// Whether the workflow ended with it.
  bool failed_critically = false;
};

/// Where the execution of a workflow stands, as its events tell it: what a
/// fresh workflow, a resumed one, a retry and one that a crash has interrupted
/// have in common. A value; planning, apart from doing.
struct RunHistory {
  /// Successful or not, in the order in which they ended.
  std::vector<FinishedPhase> finished;
  /// Index of the phase that is next; the number of phases if none is.
  size_t next_phase = 0;
  /// The number of its next try, from 1.
  int next_attempt = 1;
  /// Of the critical phase that failed, if one did.
  absl::Status failure;
  /// Whether a non-critical phase failed.
  bool degraded = false;
  /// How often it was recovered after a crash since the last phase ended.
  int crashes = 0;
  /// Whether it ever was.
  bool has_crashed = false;
};

/// @param plan the phases of the workflow. FAILED_PRECONDITION if its events
/// tell of another one, as after a change of the program.
absl::StatusOr<RunHistory> ReadHistory(const StoredWorkflow& stored,
                                       const std::vector<PhasePlan>& plan);

/// Whether the server ended without a shutdown while the workflow was being
/// executed.
bool EndedByCrash(const StoredWorkflow& stored);

}  // namespace admf
