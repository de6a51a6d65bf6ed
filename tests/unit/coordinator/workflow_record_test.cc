#include "coordinator/workflow_record.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

using v1::WorkflowEvent;
using v1::WorkflowState;

NewWorkflow Workflow() {
  NewWorkflow workflow;
  workflow.id = "wf-1";
  workflow.priority = 4;
  workflow.config.set_name("cross");
  workflow.config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  (*workflow.config.mutable_labels())["team"] = "research";
  return workflow;
}

WorkflowEvent Submitted() {
  WorkflowEvent event;
  event.mutable_submitted();
  return event;
}

WorkflowEvent Started() {
  WorkflowEvent event;
  event.mutable_started();
  return event;
}

WorkflowEvent PhaseStarted(int index, int count) {
  WorkflowEvent event;
  event.mutable_phase_started()->set_phase(
      static_cast<v1::WorkflowPhase>(index));
  event.mutable_phase_started()->set_index(index);
  event.mutable_phase_started()->set_count(count);
  return event;
}

WorkflowEvent PhaseCompleted(int index) {
  WorkflowEvent event;
  event.mutable_phase_completed()->mutable_result()->set_phase(
      static_cast<v1::WorkflowPhase>(index));
  return event;
}

WorkflowEvent PhaseFailed(int index) {
  WorkflowEvent event;
  event.mutable_phase_failed()->mutable_result()->set_phase(
      static_cast<v1::WorkflowPhase>(index));
  return event;
}

WorkflowEvent PhaseRetried(int index) {
  WorkflowEvent event;
  event.mutable_phase_retried()->set_phase(
      static_cast<v1::WorkflowPhase>(index));
  return event;
}

WorkflowEvent CancelRequested() {
  WorkflowEvent event;
  event.mutable_cancel_requested();
  return event;
}

WorkflowEvent Completed(WorkflowState state) {
  WorkflowEvent event;
  event.mutable_completed()->set_state(state);
  return event;
}

/// Numbers and applies the events; the status of the last one.
absl::Status ApplyAll(WorkflowRecord& record,
                      std::vector<WorkflowEvent> events) {
  absl::Status status;
  for (WorkflowEvent& event : events) {
    event.set_sequence(record.status().last_sequence() + 1);
    event.mutable_time()->set_seconds(1000 + event.sequence());
    status = record.Apply(event);
    if (!status.ok()) return status;
  }
  return status;
}

TEST(WorkflowRecordTest, NewOneIsQueuedAndKnowsItsConfiguration) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(ApplyAll(record, {Submitted()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(record.status().name(), "cross");
  EXPECT_EQ(record.status().priority(), 4);
  EXPECT_EQ(record.status().labels().at("team"), "research");
  EXPECT_EQ(record.status().submit_time().seconds(), 1001);
  EXPECT_FALSE(record.terminal());
}

TEST(WorkflowRecordTest, SuccessfulLife) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), Started(), PhaseStarted(1, 2)}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(record.status().current_phase(), v1::WORKFLOW_PHASE_INITIALIZATION);
  EXPECT_EQ(record.status().progress(), 0);
  ASSERT_TRUE(ApplyAll(record, {PhaseCompleted(1), PhaseStarted(2, 2)}).ok());
  EXPECT_EQ(record.status().progress(), 0.5);
  EXPECT_EQ(record.status().completed_phases_size(), 1);
  ASSERT_TRUE(ApplyAll(record, {PhaseCompleted(2),
                                Completed(v1::WORKFLOW_STATE_SUCCEEDED)})
                  .ok());
  EXPECT_TRUE(record.terminal());
  EXPECT_EQ(record.status().progress(), 1);
  EXPECT_EQ(record.status().current_phase(), v1::WORKFLOW_PHASE_UNSPECIFIED);
  EXPECT_EQ(record.status().end_time().seconds(), 1007);
}

TEST(WorkflowRecordTest, ProgressNeverGoesBackwards) {
  WorkflowRecord record(Workflow());
  WorkflowEvent progress;
  progress.mutable_progress()->set_fraction(0.9);
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), Started(), PhaseStarted(1, 1), progress})
          .ok());
  EXPECT_EQ(record.status().progress(), 0.9);
  progress.mutable_progress()->set_fraction(0.4);
  ASSERT_TRUE(ApplyAll(record, {progress}).ok());
  EXPECT_EQ(record.status().progress(), 0.9);
}

TEST(WorkflowRecordTest, CleaningUpIsNoProgress) {
  WorkflowRecord cancelled(Workflow());
  ASSERT_TRUE(
      ApplyAll(cancelled,
               {Submitted(), Started(), PhaseStarted(1, 4), PhaseCompleted(1),
                PhaseStarted(2, 4), CancelRequested(), PhaseStarted(4, 4),
                PhaseCompleted(4), Completed(v1::WORKFLOW_STATE_CANCELLED)})
          .ok());
  EXPECT_EQ(cancelled.status().progress(), 0.25);

  WorkflowRecord failed(Workflow());
  WorkflowEvent failure = PhaseFailed(1);
  failure.mutable_phase_failed()->set_critical(true);
  ASSERT_TRUE(ApplyAll(failed, {Submitted(), Started(), PhaseStarted(1, 4),
                                failure, PhaseStarted(4, 4)})
                  .ok());
  EXPECT_EQ(failed.status().progress(), 0);
}

TEST(WorkflowRecordTest, CancelledWhileRunning) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), Started(), CancelRequested()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_CANCELLING);
  ASSERT_TRUE(ApplyAll(record, {CancelRequested()}).ok());
  ASSERT_TRUE(ApplyAll(record, {Completed(v1::WORKFLOW_STATE_CANCELLED)}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_CANCELLED);
}

TEST(WorkflowRecordTest, CancelledInTheQueue) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(ApplyAll(record, {Submitted(), CancelRequested(),
                                Completed(v1::WORKFLOW_STATE_CANCELLED)})
                  .ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_FALSE(record.status().has_start_time());
}

TEST(WorkflowRecordTest, CancelRequestedJustBeforeTheStart) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), CancelRequested(), Started()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_CANCELLING);
}

WorkflowEvent PauseRequested() {
  WorkflowEvent event;
  event.mutable_pause_requested();
  return event;
}
WorkflowEvent Paused() {
  WorkflowEvent event;
  event.mutable_paused();
  return event;
}
WorkflowEvent Resumed() {
  WorkflowEvent event;
  event.mutable_resumed();
  return event;
}
WorkflowEvent Interrupted() {
  WorkflowEvent event;
  event.mutable_interrupted();
  return event;
}
WorkflowEvent Recovered() {
  WorkflowEvent event;
  event.mutable_recovered();
  return event;
}

TEST(WorkflowRecordTest, PausedAtACheckpointAndResumed) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(ApplyAll(record, {Submitted(), Started(), PhaseStarted(1, 2),
                                PauseRequested()})
                  .ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_TRUE(record.status().pause_requested());
  ASSERT_TRUE(ApplyAll(record, {PhaseCompleted(1), Paused()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(record.status().current_phase(), v1::WORKFLOW_PHASE_UNSPECIFIED);
  ASSERT_TRUE(ApplyAll(record, {Resumed()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_FALSE(record.status().pause_requested());
  ASSERT_TRUE(ApplyAll(record, {Started()}).ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(record.status().start_time().seconds(), 1002) << "the first start";
}

TEST(WorkflowRecordTest, CancelledWhilePaused) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(ApplyAll(record, {Submitted(), PauseRequested(), Paused(),
                                CancelRequested(),
                                Completed(v1::WORKFLOW_STATE_CANCELLED)})
                  .ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_CANCELLED);
}

TEST(WorkflowRecordTest, InterruptionAndRecoveryChangeNothing) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), Started(), Interrupted(), Recovered()})
          .ok());
  EXPECT_EQ(record.status().state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(record.status().last_sequence(), 4);
}

TEST(WorkflowRecordTest, GoesOnFromAStatus) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(
      ApplyAll(record, {Submitted(), Started(), PhaseStarted(1, 2)}).ok());
  WorkflowRecord copy(record.status());
  for (WorkflowRecord* one : {&record, &copy}) {
    ASSERT_TRUE(ApplyAll(*one, {PhaseCompleted(1), PhaseStarted(2, 2)}).ok());
  }
  EXPECT_EQ(copy.status().SerializeAsString(),
            record.status().SerializeAsString());
}

TEST(WorkflowRecordTest, ARetryHasWhatItInherited) {
  NewWorkflow workflow = Workflow();
  workflow.retry_of = "wf-old";
  workflow.inherited_phases.emplace_back().set_phase(
      v1::WORKFLOW_PHASE_INITIALIZATION);
  const WorkflowRecord record(workflow);
  EXPECT_EQ(record.status().retry_of(), "wf-old");
  EXPECT_EQ(record.status().completed_phases_size(), 1);
}

TEST(WorkflowRecordTest, NonCriticalFailureDegrades) {
  WorkflowRecord record(Workflow());
  ASSERT_TRUE(ApplyAll(record, {Submitted(), Started(), PhaseStarted(1, 2),
                                PhaseFailed(1)})
                  .ok());
  EXPECT_TRUE(record.status().degraded());
}

/// Every pair of state and event that must be refused, and changes nothing.
TEST(WorkflowRecordTest, ImpossibleEventsAreRefusedAndChangeNothing) {
  const auto succeeded = Completed(v1::WORKFLOW_STATE_SUCCEEDED);
  const auto failed = Completed(v1::WORKFLOW_STATE_FAILED);
  const auto cancelled = Completed(v1::WORKFLOW_STATE_CANCELLED);
  const std::vector<std::pair<std::vector<WorkflowEvent>, WorkflowEvent>>
      impossible = {
          {{}, Started()},
          {{Submitted()}, Submitted()},
          {{Submitted()}, PhaseStarted(1, 1)},
          {{Submitted()}, succeeded},
          {{Submitted()}, failed},
          {{Submitted(), Started()}, Started()},
          {{Submitted(), Started()}, cancelled},
          {{Submitted(), Started()}, PhaseCompleted(1)},
          {{Submitted(), Started(), PhaseStarted(1, 2)}, PhaseCompleted(2)},
          {{Submitted(), Started(), PhaseStarted(1, 2)}, PhaseFailed(2)},
          {{Submitted(), Started(), PhaseStarted(1, 2)}, PhaseRetried(2)},
          {{Submitted(), Started(), CancelRequested()}, succeeded},
          {{Submitted(), Started(), CancelRequested()}, failed},
          {{Submitted(), Started()}, WorkflowEvent()},
          {{Submitted()}, Paused()},
          {{Submitted(), Started()}, Paused()},
          {{Submitted(), Started()}, Resumed()},
          {{Submitted()}, Interrupted()},
          {{Submitted()}, Recovered()},
          {{Submitted(), PauseRequested(), Paused()}, Started()},
          {{Submitted(), PauseRequested(), Paused()}, PauseRequested()},
          {{Submitted(), PauseRequested(), Paused()}, succeeded},
          {{Submitted(), Started(), CancelRequested()}, PauseRequested()},
          {{Submitted(), Started(), PauseRequested(), CancelRequested()},
           Paused()},
      };
  for (const auto& [before, event] : impossible) {
    WorkflowRecord record(Workflow());
    ASSERT_TRUE(ApplyAll(record, before).ok());
    const std::string unchanged = record.status().SerializeAsString();
    EXPECT_TRUE(absl::IsAborted(ApplyAll(record, {event})))
        << event.DebugString();
    EXPECT_EQ(record.status().SerializeAsString(), unchanged);
  }
}

TEST(WorkflowRecordTest, TerminalStatesNeverChange) {
  for (const WorkflowState state :
       {v1::WORKFLOW_STATE_SUCCEEDED, v1::WORKFLOW_STATE_FAILED}) {
    for (const WorkflowEvent& event :
         {CancelRequested(), Started(), PhaseStarted(1, 1),
          Completed(v1::WORKFLOW_STATE_CANCELLED)}) {
      WorkflowRecord record(Workflow());
      ASSERT_TRUE(
          ApplyAll(record, {Submitted(), Started(), Completed(state)}).ok());
      EXPECT_TRUE(absl::IsFailedPrecondition(ApplyAll(record, {event})));
      EXPECT_EQ(record.status().state(), state);
    }
  }
}

}  // namespace
}  // namespace admf
