#include "coordinator/coordinator.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "coordinator/errors.h"
#include "gtest/gtest.h"
#include "managers/progress.h"
#include "tests/unit/coordinator/coordinator_fixture.h"

namespace admf {
namespace {

using v1::WorkflowPhase;

class CoordinatorTest : public CoordinatorFixture {};

TEST_F(CoordinatorTest, APhaseHasTheThreadsOfItsSlots) {
  std::vector<int> workers;
  Start(
      [&](WorkflowPhase phase,
          ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
        if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
        workers.push_back(context.parallel.workers());
        EXPECT_EQ(context.clock.Now(), clock().Now());
        // Nothing else runs on the test's one thread, and so the phase does it
        // all.
        int calls = 0;
        context.parallel.Run([&] { ++calls; });
        EXPECT_EQ(calls, 1);
        return PhaseOutcome{};
      },
      {.worker_threads = 4});
  v1::WorkflowConfig config = Config(/*cpu_cores=*/3);
  SubmitOk(config);
  executor().RunAll();
  config.mutable_infrastructure_config()->set_max_workers(2);
  SubmitOk(config);
  executor().RunAll();
  config.mutable_infrastructure_config()->set_max_workers(4);
  SubmitOk(config);
  executor().RunAll();
  EXPECT_EQ(workers, (std::vector<int>{3, 2, 3}));
}

TEST_F(CoordinatorTest, RunsThePhasesInOrderAndKeepsTheResult) {
  std::vector<WorkflowPhase> executed;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    EXPECT_EQ(context.current_phase, phase);
    EXPECT_EQ(context.completed_phases, executed);
    executed.push_back(phase);
    PhaseOutcome outcome;
    outcome.metrics[WorkflowPhase_Name(phase)] = 1.5;
    outcome.outputs["data_digest"] = "abc";
    return outcome;
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(executed,
            (std::vector<WorkflowPhase>{v1::WORKFLOW_PHASE_INITIALIZATION,
                                        v1::WORKFLOW_PHASE_COMPUTATION,
                                        v1::WORKFLOW_PHASE_FINALIZATION}));
  EXPECT_EQ(EventsOf(id),
            (std::vector<std::string>{"submitted", "started", "phase_started",
                                      "phase_completed", "phase_started",
                                      "phase_completed", "phase_started",
                                      "phase_completed", "completed"}));
  const auto result = journal_.GetResult(id);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(result->metrics_size(), 3);
  EXPECT_EQ(result->data_digest(), "abc");
  EXPECT_EQ(result->phases_size(), 3);
  EXPECT_EQ(result->result_digest().size(), 64u);
  EXPECT_EQ(containers().statistics().leased, 0);
  EXPECT_EQ(coordinator().load().running, 0);
}

TEST_F(CoordinatorTest, EqualWorkflowsHaveEqualDigestsWhateverTheirNames) {
  Start(Succeed);
  v1::WorkflowConfig named = Config();
  named.set_name("a");
  (*named.mutable_labels())["team"] = "research";
  const std::string first = SubmitOk(named);
  clock().Advance(absl::Hours(1));
  const std::string second = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(journal_.GetResult(first)->result_digest(),
            journal_.GetResult(second)->result_digest());
}

TEST_F(CoordinatorTest, FailedCriticalPhaseEndsTheWorkflowAfterFinalization) {
  bool finalized_as_failed = false;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_INITIALIZATION) {
      return absl::InvalidArgumentError("row 5 is wrong");
    }
    EXPECT_EQ(phase, v1::WORKFLOW_PHASE_FINALIZATION);
    finalized_as_failed = context.failed;
    return PhaseOutcome{};
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_TRUE(finalized_as_failed);
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(result->error().message(), "row 5 is wrong");
  EXPECT_EQ(result->result_digest(), "");
  EXPECT_EQ(result->phases(0).errors(0), "row 5 is wrong");
  EXPECT_EQ(containers().statistics().leased, 0);
}

TEST_F(CoordinatorTest, FailedNonCriticalPhaseDegrades) {
  Start(
      [&](WorkflowPhase phase,
          ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
        if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
          return absl::InternalError("optional part failed");
        }
        return PhaseOutcome{};
      },
      {}, /*computation_critical=*/false);
  const std::string id = SubmitOk();
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_TRUE(result->degraded());
  ASSERT_EQ(result->warnings_size(), 1);
  EXPECT_NE(result->warnings(0).find("optional part failed"),
            std::string::npos);
}

TEST_F(CoordinatorTest, ExceptionsOfAPhaseFailTheWorkflowOnly) {
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
      throw std::runtime_error("from a library");
    }
    return PhaseOutcome{};
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
  EXPECT_NE(journal_.GetResult(id)->error().message().find("from a library"),
            std::string::npos);
}

TEST_F(CoordinatorTest, CancelInTheQueueRunsNothing) {
  bool ran = false;
  Start(
      [&](WorkflowPhase, ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
        ran = true;
        return PhaseOutcome{};
      },
      {.max_running_workflows = 1});
  const std::string first = SubmitOk();
  executor().RunOne();  // It is started.
  const std::string second = SubmitOk();
  EXPECT_EQ(coordinator().load().queued, 1);
  EXPECT_EQ(Cancel(second)->state(), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(Cancel(first)->state(), v1::WORKFLOW_STATE_CANCELLING);
  executor().RunAll();
  EXPECT_EQ(journal_.GetResult(second)->state(), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(
      EventsOf(second),
      (std::vector<std::string>{"submitted", "cancel_requested", "completed"}));
  // The first one was cancelled before its first phase: only FINALIZATION.
  EXPECT_TRUE(ran);
  EXPECT_EQ(journal_.GetResult(first)->phases_size(), 1);
  EXPECT_EQ(StateOf(first), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(CoordinatorTest, CancelReachesRunningWorkAndIsIdempotent) {
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    EXPECT_FALSE(context.stop.stop_requested());
    EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
    EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("stopped");
  });
  id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLED);
  const auto events = EventsOf(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "cancel_requested"), 1);
}

TEST_F(CoordinatorTest, CancelAfterTheLastLookStillEndsAsCancelled) {
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_FINALIZATION) {
      EXPECT_TRUE(Cancel(id).ok());
    }
    return PhaseOutcome{};
  });
  id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(CoordinatorTest, CancelReachesTheEndOfARunThatIsFine) {
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_FINALIZATION) return PhaseOutcome{};
    EXPECT_FALSE(context.stop.stop_requested());
    EXPECT_TRUE(Cancel(id).ok());
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("stopped while a table was written");
  });
  id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(CoordinatorTest, WhatEndsEarlyIsNotStoppedWhileItCleansUp) {
  bool cleaned = false;
  std::string id;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
      EXPECT_TRUE(Cancel(id).ok());
      return absl::CancelledError("stopped");
    }
    if (phase == v1::WORKFLOW_PHASE_FINALIZATION) {
      cleaned = !context.stop.stop_requested();
    }
    return PhaseOutcome{};
  });
  id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_TRUE(cleaned);
}

TEST_F(CoordinatorTest, CancelOfAnUnknownWorkflowIsNotFound) {
  Start(Succeed);
  EXPECT_TRUE(absl::IsNotFound(Cancel("wf-none").status()));
}

TEST_F(CoordinatorTest, TimeoutStopsRunningWork) {
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    clock().Advance(absl::Seconds(9));
    EXPECT_FALSE(context.stop.stop_requested());
    clock().Advance(absl::Seconds(2));
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("stopped");
  });
  v1::WorkflowConfig config = Config();
  config.mutable_infrastructure_config()->mutable_timeout()->set_seconds(10);
  const std::string id = SubmitOk(config);
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(result->error().code(),
            static_cast<int>(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(clock().pending(), 0);
}

TEST_F(CoordinatorTest, RunsByPriorityWithinTheLimits) {
  std::vector<std::string> order;
  Start(
      [&](WorkflowPhase phase,
          ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
        if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
          order.push_back(context.workflow_id);
        }
        return PhaseOutcome{};
      },
      {.max_running_workflows = 1});
  const std::string running = SubmitOk();
  executor().RunOne();  // It is started.
  const std::string low = SubmitOk(Config(), 1);
  const std::string high = SubmitOk(Config(), 5);
  EXPECT_EQ(coordinator().load().running, 1);
  EXPECT_EQ(coordinator().GetStatus(low)->queue_position(), 1);
  EXPECT_EQ(coordinator().GetStatus(high)->queue_position(), 0);
  const auto active = coordinator().ListActive(/*max_queued=*/10);
  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_EQ(active->queued, 2);
  ASSERT_EQ(active->workflows.size(), 3u);
  EXPECT_EQ(active->workflows[0].workflow_id(), running);
  EXPECT_EQ(active->workflows[1].workflow_id(), high);
  EXPECT_EQ(active->workflows[2].workflow_id(), low);
  EXPECT_EQ(coordinator().ListActive(/*max_queued=*/1)->workflows.size(), 2u);
  executor().RunAll();
  EXPECT_EQ(order, (std::vector<std::string>{running, high, low}));
  EXPECT_TRUE(coordinator().ListActive(10)->workflows.empty());
}

TEST_F(CoordinatorTest, ComputationSlotsLimitWhatRuns) {
  Start(Succeed, {.max_running_workflows = 10, .worker_threads = 4});
  SubmitOk(Config(/*cpu_cores=*/3));
  SubmitOk(Config(/*cpu_cores=*/2));
  EXPECT_EQ(coordinator().load().running, 1);
  EXPECT_EQ(coordinator().load().queued, 1);
  executor().RunAll();
  EXPECT_EQ(coordinator().load().queued, 0);
}

TEST_F(CoordinatorTest, AFullQueueRefusesWithARetryInfo) {
  Start(Succeed, {.max_running_workflows = 1, .max_queued_workflows = 1});
  SubmitOk();
  SubmitOk();
  const auto refused = Submit();
  EXPECT_TRUE(absl::IsResourceExhausted(refused.status()));
  EXPECT_EQ(ReasonOf(refused.status()), "QUEUE_FULL");
  EXPECT_TRUE(refused.status()
                  .GetPayload("type.googleapis.com/google.rpc.RetryInfo")
                  .has_value());
  executor().RunAll();
  EXPECT_TRUE(Submit().ok());
  executor().RunAll();
}

TEST_F(CoordinatorTest, ARetriedSubmissionIsTheSameWorkflow) {
  Start(Succeed);
  const auto first =
      Submit(Config(), {.request_id = "r", .request_digest = "d"});
  const auto second =
      Submit(Config(), {.request_id = "r", .request_digest = "d"});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->status.workflow_id(), second->status.workflow_id());
  EXPECT_TRUE(second->already_submitted);
  EXPECT_EQ(coordinator().load().running, 1);
  EXPECT_EQ(coordinator().load().queued, 0);
  EXPECT_TRUE(absl::IsAlreadyExists(
      Submit(Config(), {.request_id = "r", .request_digest = "other"})
          .status()));
  executor().RunAll();
  EXPECT_TRUE(coordinator().FindSubmission("r", "d")->has_value());
}

TEST_F(CoordinatorTest, IdsAscendWithTime) {
  Start(Succeed);
  std::string last;
  for (int i = 0; i < 5; ++i) {
    const std::string id = SubmitOk();
    EXPECT_GT(id, last);
    EXPECT_EQ(id.size(), sizeof("wf-") - 1 + 16);
    last = id;
    clock().Advance(absl::Milliseconds(1));
  }
  executor().RunAll();
}

TEST_F(CoordinatorTest, AnUnsupportedTypeIsUnimplemented) {
  Start(Succeed);
  v1::WorkflowConfig config;
  config.set_type(v1::WORKFLOW_TYPE_OPTIMIZATION);
  const auto validated = coordinator().Validate(config);
  EXPECT_TRUE(absl::IsUnimplemented(validated.status()));
  EXPECT_EQ(ReasonOf(validated.status()), "UNSUPPORTED_WORKFLOW_TYPE");
}

TEST_F(CoordinatorTest, ValidationFindsAllProblems) {
  Start(Succeed, {.worker_threads = 2, .max_memory_per_workflow_mb = 100});
  v1::WorkflowConfig config = Config(/*cpu_cores=*/3);
  config.set_name("wrong");
  config.mutable_infrastructure_config()->set_memory_limit_mb(101);
  config.mutable_infrastructure_config()->mutable_timeout()->set_seconds(-1);
  (*config.mutable_labels())[std::string(201, 'k')] = "";
  const auto validated = coordinator().Validate(config);
  ASSERT_TRUE(validated.ok());
  std::vector<std::string> fields;
  for (const auto& problem : validated->problems) {
    fields.push_back(problem.field.substr(0, 45));
  }
  EXPECT_EQ(fields.size(), 5u);  // cpu_cores, memory, timeout, label, name
}

TEST_F(CoordinatorTest, DrainLeavesTheQueueAndWaitsForRunningWork) {
  Start(Succeed, {.max_running_workflows = 1});
  const std::string running = SubmitOk();
  const std::string queued = SubmitOk();
  bool drained = false;
  coordinator().Drain(absl::Seconds(30), [&] { drained = true; });
  EXPECT_FALSE(drained);
  const auto refused = Submit();
  EXPECT_TRUE(absl::IsUnavailable(refused.status()));
  EXPECT_EQ(ReasonOf(refused.status()), "SHUTTING_DOWN");
  EXPECT_FALSE(coordinator().load().accepting);
  executor().RunAll();
  EXPECT_TRUE(drained);
  EXPECT_EQ(StateOf(running), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(StateOf(queued), v1::WORKFLOW_STATE_QUEUED);
}

TEST_F(CoordinatorTest, DrainInterruptsRunningWorkWhenTheTimeIsUp) {
  bool drained = false;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    coordinator().Drain(absl::Seconds(30), [&] { drained = true; });
    clock().Advance(absl::Seconds(31));
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("stopped");
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_TRUE(drained);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(EventsOf(id),
            (std::vector<std::string>{"submitted", "started", "phase_started",
                                      "phase_completed", "phase_started",
                                      "interrupted"}));
  EXPECT_EQ(containers().statistics().leased, 0);
}

TEST_F(CoordinatorTest, WatchersHearOfEveryCommit) {
  Start(Succeed);
  const std::string id = SubmitOk();
  int64_t seen = 1;
  const auto watch = coordinator().Watch(id, [&](WatchHub::Events events) {
    for (const auto& event : events) {
      EXPECT_EQ(event.sequence(), ++seen);
      const auto kept = journal_.ReadEvents(id, seen - 1, 1);
      ASSERT_TRUE(kept.ok());
      EXPECT_EQ(event.DebugString(), kept->events.front().DebugString());
    }
  });
  executor().RunAll();
  EXPECT_EQ(seen, journal_.GetStatus(id)->last_sequence());
}

TEST_F(CoordinatorTest, ProgressOfComponentsBecomesEvents) {
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
      for (int i = 1; i <= 10; ++i) {
        clock().Advance(absl::Milliseconds(60));
        context.scope.events().Publish("test",
                                       ProgressMade{i / 10.0, "working"});
      }
    }
    return PhaseOutcome{};
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  const auto events = EventsOf(id);
  // 600 ms at most ten a second: after 120, 240, 360, 480 and 600 ms.
  EXPECT_EQ(std::count(events.begin(), events.end(), "progress"), 5);
}

TEST_F(CoordinatorTest, PooledContainersAreUsedAgain) {
  Start(Succeed, {.max_running_workflows = 1});
  for (int i = 0; i < 5; ++i) SubmitOk();
  executor().RunAll();
  EXPECT_EQ(containers().statistics().created, 1);
  EXPECT_EQ(containers().statistics().reused, 4);
}

}  // namespace
}  // namespace admf
