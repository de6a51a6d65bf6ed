#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/run_history.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Why running work is to stop. The first cause wins.
enum class StopCause : uint8_t {
  kNone,
  kCancelled,
  kTimeout,
  /// The server shuts down; the workflow goes on when it is back.
  kShutdown,
};

/// What a run has done of its phases and what it does next: the decisions, and
/// the events that tell of them, without doing anything.
///
///   phase 1 -> ... -> phase n-1 -> phase n (FINALIZATION) -> complete
///      |                 |            ^
///      '---- failed, cancelled, late -'
///      '---- paused, interrupted: rest, and later on with the same phase
///
/// Not thread-safe.
class RunPlan {
 public:
  using Events = std::vector<admf::v1::WorkflowEvent>;

  enum class Next : uint8_t {
    kExecute,
    /// Rests until it is resumed.
    kPause,
    /// Rests until the server is back.
    kInterrupt,
    kComplete,
  };

  /// Without phases: only the end is left.
  RunPlan() = default;
  /// Goes on where `history` ends.
  RunPlan(std::vector<PhasePlan> phases, RunHistory history)
      : phases_(std::move(phases)), history_(std::move(history)) {}

  /// Whether only the end is left.
  bool done() const { return history_.next_phase == phases_.size(); }
  /// The phase that is next. Not when done.
  const PhasePlan& phase() const { return phases_[history_.next_phase]; }
  /// Whether that is the last one, which takes place after a failure, too.
  bool at_last_phase() const {
    return history_.next_phase + 1 == phases_.size();
  }
  /// Of the phase, from 1.
  int attempt() const { return history_.next_attempt; }
  /// Those that are over, successful or not, in their order.
  const std::vector<FinishedPhase>& finished() const {
    return history_.finished;
  }
  /// Why it fails, if it does.
  const absl::Status& failure() const { return history_.failure; }
  /// Whether a non-critical phase has failed.
  bool degraded() const { return history_.degraded; }
  /// Whether it ends before its time, as opposed to later or not at all.
  bool ends_early(StopCause stop) const {
    return !history_.failure.ok() || stop == StopCause::kCancelled ||
           stop == StopCause::kTimeout;
  }

  /// Leaves all phases out that are left.
  void SkipToEnd() { history_.next_phase = phases_.size(); }
  /// The same, with a failure that belongs to no phase.
  void FailAtOnce(absl::Status failure);

  /// The phase is tried once more; `backoff` is what it waits before.
  void Retry(const absl::Status& failure, absl::Duration backoff,
             Events* events);
  /// The phase is over. It fails with RESOURCE_EXHAUSTED if its outcome is more
  /// than a journal keeps.
  void Record(const absl::StatusOr<PhaseOutcome>& outcome,
              absl::Duration duration, Events* events);
  /// Decides what is next. A checkpoint, at which a workflow can rest, is
  /// wherever this is called.
  Next ChooseNext(StopCause stop, bool pause_requested, Events* events);

 private:
  std::vector<PhasePlan> phases_;
  RunHistory history_;
};

}  // namespace admf
