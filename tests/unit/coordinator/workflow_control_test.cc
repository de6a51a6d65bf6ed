#include "coordinator/workflow_control.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coordinator/errors.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/coordinator_fixture.h"

namespace admf {
namespace {

using v1::WorkflowPhase;

class WorkflowControlTest : public CoordinatorFixture {
 protected:
  /// Executes until the workflow is in its second phase.
  std::string SubmitAndRunIntoComputation() {
    const std::string id = SubmitOk();
    while (coordinator().GetStatus(id)->current_phase() !=
           v1::WORKFLOW_PHASE_COMPUTATION) {
      EXPECT_TRUE(executor().RunOne());
    }
    return id;
  }

  /// See FakeManager.
  std::string SubmitNamed(const std::string& name) {
    v1::WorkflowConfig config = Config();
    config.set_name(name);
    return SubmitOk(std::move(config));
  }
};

TEST_F(WorkflowControlTest, AQueuedWorkflowRestsAtOnce) {
  Start(Succeed, {.max_running_workflows = 1});
  const std::string running = SubmitOk();
  const std::string queued = SubmitOk();
  EXPECT_EQ(Pause(queued)->state(), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(Pause(queued)->state(), v1::WORKFLOW_STATE_PAUSED);
  executor().RunAll();
  EXPECT_EQ(StateOf(running), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(StateOf(queued), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(Resume(queued)->state(), v1::WORKFLOW_STATE_QUEUED);
  executor().RunAll();
  EXPECT_EQ(StateOf(queued), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(EventsOf(queued)[1], "pause_requested");
}

TEST_F(WorkflowControlTest, ARunningWorkflowRestsAtItsNextCheckpoint) {
  std::vector<WorkflowPhase> executed;
  Start([&](WorkflowPhase phase, ExecutionContext&) {
    executed.push_back(phase);
    return PhaseOutcome{};
  });
  const std::string id = SubmitAndRunIntoComputation();
  const auto status = Pause(id);
  EXPECT_EQ(status->state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_TRUE(status->pause_requested());
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(executed.size(), 2u);
  EXPECT_EQ(containers().statistics().leased, 0);
  EXPECT_EQ(coordinator().load().running, 0);
  EXPECT_EQ(clock().pending(), 0);

  EXPECT_EQ(Resume(id)->state(), v1::WORKFLOW_STATE_QUEUED);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(executed.back(), v1::WORKFLOW_PHASE_FINALIZATION);
  EXPECT_EQ(executed.size(), 3u);
}

TEST_F(WorkflowControlTest, APauseCanBeTakenBackBeforeTheCheckpoint) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id)->pause_requested());
  EXPECT_FALSE(Resume(id)->pause_requested());
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(WorkflowControlTest, ResumedWhileComingToRest) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id).ok());
  executor().RunOne();  // The phase, and the rest is committed.
  ASSERT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  ASSERT_EQ(coordinator().load().running, 1);
  EXPECT_EQ(Resume(id)->state(), v1::WORKFLOW_STATE_QUEUED);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(WorkflowControlTest, CancelledWhileComingToRest) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id).ok());
  executor().RunOne();
  ASSERT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLED);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(journal_.GetResult(id)->phases_size(), 2);
}

TEST_F(WorkflowControlTest, AResumablePhaseIsLeftForAPause) {
  std::string id;
  int executions = 0;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION || ++executions == 2) {
      return PhaseOutcome{};
    }
    EXPECT_TRUE(context.checkpoints.Save("half", "done").ok());
    EXPECT_FALSE(context.stop.stop_requested());
    EXPECT_TRUE(Pause(id)->pause_requested());
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("told to stop");
  });
  id = SubmitNamed("resumable");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(executions, 1);
  EXPECT_EQ(containers().statistics().leased, 0);

  EXPECT_EQ(Resume(id)->state(), v1::WORKFLOW_STATE_QUEUED);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(executions, 2);
  const auto result = journal_.GetResult(id);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->phases_size(), 3);
  for (const v1::PhaseResult& phase : result->phases()) {
    EXPECT_EQ(phase.attempt(), 1);
  }
}

TEST_F(WorkflowControlTest, AResumablePhaseGoesOnIfThePauseWasTakenBack) {
  std::string id;
  int executions = 0;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION || ++executions == 2) {
      return PhaseOutcome{};
    }
    EXPECT_TRUE(Pause(id).ok());
    EXPECT_TRUE(Resume(id).ok());
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("told to stop");
  });
  id = SubmitNamed("resumable");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(executions, 2);
}

TEST_F(WorkflowControlTest, APauseHidesNoFailure) {
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    EXPECT_TRUE(Pause(id).ok());
    return absl::InvalidArgumentError("no such file");
  });
  id = SubmitNamed("resumable");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
}

TEST_F(WorkflowControlTest, ACancellationOfALeftPhaseIsOne) {
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    EXPECT_TRUE(Pause(id).ok());
    EXPECT_TRUE(Cancel(id).ok());
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("told to stop");
  });
  id = SubmitNamed("resumable");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(WorkflowControlTest, OtherPhasesGoOnToTheirEnd) {
  std::string id;
  Start([&](WorkflowPhase phase, ExecutionContext& context) {
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
      EXPECT_TRUE(Pause(id).ok());
      EXPECT_FALSE(context.stop.stop_requested());
    }
    return PhaseOutcome{};
  });
  id = SubmitNamed("not resumable");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
}

TEST_F(WorkflowControlTest, CancelOfAPausedWorkflowKeepsWhatItHas) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id).ok());
  executor().RunAll();
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLED);
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->phases_size(), 2);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(WorkflowControlTest, CancelComesBeforeAPause) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id).ok());
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
  EXPECT_EQ(ReasonOf(Pause(id).status()), "WORKFLOW_ENDED");
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(WorkflowControlTest, WhatHasEndedCanBeNeitherPausedNorResumed) {
  Start(Succeed);
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(ReasonOf(Pause(id).status()), "WORKFLOW_ENDED");
  EXPECT_EQ(ReasonOf(Resume(id).status()), "WORKFLOW_ENDED");
  EXPECT_TRUE(absl::IsNotFound(Pause("wf-none").status()));
  EXPECT_TRUE(absl::IsNotFound(Resume("wf-none").status()));
}

TEST_F(WorkflowControlTest, ResumeOfWhatDoesNotRestChangesNothing) {
  Start(Succeed, {.max_running_workflows = 1});
  const std::string running = SubmitAndRunIntoComputation();
  const std::string queued = SubmitOk();
  EXPECT_EQ(Resume(running)->state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(Resume(queued)->state(), v1::WORKFLOW_STATE_QUEUED);
  executor().RunAll();
  EXPECT_EQ(StateOf(queued), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(WorkflowControlTest, APausedWorkflowRestsAcrossACrash) {
  Start(Succeed);
  const std::string id = SubmitAndRunIntoComputation();
  EXPECT_TRUE(Pause(id).ok());
  executor().RunAll();
  Crash();
  Start(Succeed);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_TRUE(Resume(id).ok());
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

}  // namespace
}  // namespace admf
