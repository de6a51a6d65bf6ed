// What a coordinator makes of a journal that another one has left.

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "coordinator/errors.h"
#include "coordinator/workflow_record.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/coordinator_fixture.h"

namespace admf {
namespace {

using v1::WorkflowPhase;

class RecoveryTest : public CoordinatorFixture {
 protected:
  /// Phases that note that they were executed, and what they come to.
  FakeManager::Behaviour Noting(std::vector<WorkflowPhase>* executed) {
    return [executed](WorkflowPhase phase, ExecutionContext&) {
      executed->push_back(phase);
      return PhaseOutcome{.metrics = {{WorkflowPhase_Name(phase), 2.5}}};
    };
  }
  FakeManager::Restore NotingRestores(std::vector<WorkflowPhase>* restored) {
    return [restored](const v1::PhaseResult& finished, ExecutionContext&) {
      restored->push_back(finished.phase());
      return absl::OkStatus();
    };
  }

  std::string DigestOfAnUndisturbedRun() {
    std::vector<WorkflowPhase> executed;
    Start(Noting(&executed));
    const std::string id = SubmitOk();
    executor().RunAll();
    const std::string digest = journal_.GetResult(id)->result_digest();
    life_ = std::make_unique<Life>();
    return digest;
  }
};

TEST_F(RecoveryTest, TheQueueGoesOnInItsOrder) {
  Start(Succeed, {.max_running_workflows = 1});
  const std::string low = SubmitOk(Config(), 1);
  const std::string first = SubmitOk(Config(), 4);
  const std::string second = SubmitOk(Config(), 4);
  Crash();
  std::vector<std::string> order;
  Start(
      [&](WorkflowPhase phase, ExecutionContext& context) {
        if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
          order.push_back(context.workflow_id);
        }
        return PhaseOutcome{};
      },
      {.max_running_workflows = 1});
  executor().RunAll();
  EXPECT_EQ(order, (std::vector<std::string>{first, second, low}));
}

/// The process ends after every number of steps in turn.
TEST_F(RecoveryTest, WhereverACrashComesTheResultIsThatOfAnUndisturbedRun) {
  const std::string digest = DigestOfAnUndisturbedRun();
  constexpr int kSteps = 6;
  for (int steps = 0; steps < kSteps; ++steps) {
    SCOPED_TRACE(steps);
    std::vector<WorkflowPhase> executed, restored;
    Start(Noting(&executed), {}, true, NotingRestores(&restored));
    const std::string id = SubmitOk();
    for (int step = 0; step < steps; ++step) executor().RunOne();
    const int finished = journal_.GetStatus(id)->completed_phases_size();
    Crash();
    Start(Noting(&executed), {}, true, NotingRestores(&restored));
    executor().RunAll();
    const auto result = journal_.GetResult(id);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_SUCCEEDED);
    EXPECT_EQ(result->result_digest(), digest);
    EXPECT_EQ(result->phases_size(), 3);
    EXPECT_EQ(executed.size(), 3u) << "what was finished was done again";
    if (finished < 3) {
      EXPECT_EQ(restored.size(), static_cast<size_t>(finished));
    }
    const auto events = Events(id);
    for (size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
    }
    life_ = std::make_unique<Life>();
  }
}

TEST_F(RecoveryTest, WhatADrainHasInterruptedGoesOnAndIsNoCrash) {
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    coordinator().Drain(absl::ZeroDuration(), [] {});
    clock().Advance(absl::Seconds(1));
    return absl::CancelledError("stopped");
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  life_ = std::make_unique<Life>();
  std::vector<WorkflowPhase> executed;
  Start(Noting(&executed), {.max_crashes_per_phase = 1});
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(executed,
            (std::vector<WorkflowPhase>{v1::WORKFLOW_PHASE_COMPUTATION,
                                        v1::WORKFLOW_PHASE_FINALIZATION}));
  const auto events = Events(id);
  const auto recovered =
      std::find_if(events.begin(), events.end(),
                   [](const auto& event) { return event.has_recovered(); });
  ASSERT_NE(recovered, events.end());
  EXPECT_FALSE(recovered->recovered().after_crash());
}

/// Three that are being executed when the process ends, and a server that has
/// one place.
class FewerSlotsTest : public RecoveryTest {
 protected:
  void Interrupt() {
    Start(Succeed, {.max_running_workflows = 3, .worker_threads = 3});
    for (std::string& id : ids_) id = SubmitOk();
    // Each one takes its first step.
    for (size_t i = 0; i < std::size(ids_); ++i) executor().RunOne();
    for (const std::string& id : ids_) {
      ASSERT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
    }
    Crash();
  }
  void StartWithOneSlot() {
    Start(
        [this](WorkflowPhase, ExecutionContext& context) {
          executed_.push_back(context.workflow_id);
          return PhaseOutcome{};
        },
        {.max_running_workflows = 1});
  }

  std::string ids_[3];
  /// Whose phase, for each one.
  std::vector<std::string> executed_;
};

TEST_F(FewerSlotsTest, WhatWasInterruptedGoesOnWithinThem) {
  Interrupt();
  StartWithOneSlot();
  const std::string queued = SubmitOk(Config(), 5);
  executor().RunAll();
  for (const std::string& id : ids_) {
    EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  }
  std::vector<std::string> one_after_the_other;
  for (const std::string& id : {ids_[0], ids_[1], ids_[2], queued}) {
    one_after_the_other.insert(one_after_the_other.end(), 3, id);
  }
  EXPECT_EQ(executed_, one_after_the_other);
}

TEST_F(FewerSlotsTest, WhatWaitsIsCancelledWithoutOne) {
  Interrupt();
  StartWithOneSlot();
  ASSERT_TRUE(Cancel(ids_[1]).ok());
  while (!IsTerminal(StateOf(ids_[1]))) {
    ASSERT_EQ(StateOf(ids_[0]), v1::WORKFLOW_STATE_RUNNING);
    executor().RunOne();
  }
  EXPECT_EQ(StateOf(ids_[1]), v1::WORKFLOW_STATE_CANCELLED);
  executor().RunAll();
  EXPECT_EQ(StateOf(ids_[2]), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(FewerSlotsTest, ADrainLeavesWhatWaitsToTheNextServer) {
  Interrupt();
  StartWithOneSlot();
  bool drained = false;
  coordinator().Drain(absl::Hours(1), [&] { drained = true; });
  executor().RunAll();
  EXPECT_TRUE(drained);
  EXPECT_EQ(StateOf(ids_[0]), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(StateOf(ids_[1]), v1::WORKFLOW_STATE_RUNNING);
  life_ = std::make_unique<Life>();
  StartWithOneSlot();
  executor().RunAll();
  for (const std::string& id : ids_) {
    EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  }
}

TEST_F(RecoveryTest, CancellingEndsAsCancelled) {
  Start(Succeed);
  const std::string id = SubmitOk();
  for (int i = 0; i < 3; ++i) executor().RunOne();
  ASSERT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
  Crash();
  Start(Succeed);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(RecoveryTest, AFailureBeforeTheCrashStaysTheSame) {
  const auto fail = [](WorkflowPhase phase,
                       ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION) {
      return absl::InvalidArgumentError("row 5 is wrong");
    }
    return PhaseOutcome{};
  };
  Start(fail);
  const std::string id = SubmitOk();
  // Load, container, INITIALIZATION, COMPUTATION.
  for (int i = 0; i < 4; ++i) executor().RunOne();
  ASSERT_EQ(EventsOf(id).back(), "phase_started");
  Crash();
  Start(Succeed);
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(result->error().message(), "row 5 is wrong");
}

TEST_F(RecoveryTest, AWorkflowThatCrashesTheDaemonAgainAndAgainFails) {
  const Limits limits{.max_crashes_per_phase = 3};
  Start(Succeed, limits);
  const std::string id = SubmitOk();
  executor().RunOne();
  executor().RunOne();  // INITIALIZATION is next, and ends the process.
  for (int crash = 1; crash <= 3; ++crash) {
    EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
    Crash();
    Start(Succeed, limits);
    executor().RunOne();
    if (crash < 3) executor().RunOne();
  }
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(ReasonOf(FromRpcStatus(result->error())), "REPEATED_CRASHES");
  EXPECT_EQ(result->phases_size(), 0);
}

TEST_F(RecoveryTest, AnotherOutcomeThanBeforeTheCrashFails) {
  Start(Succeed);
  const std::string id = SubmitOk();
  for (int i = 0; i < 3; ++i) executor().RunOne();
  ASSERT_EQ(journal_.GetStatus(id)->completed_phases_size(), 1);
  Crash();
  Start(Succeed, {}, true, [](const v1::PhaseResult&, ExecutionContext&) {
    return absl::FailedPreconditionError("data_digest changed");
  });
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(ReasonOf(FromRpcStatus(result->error())), "OUTCOME_CHANGED");
  EXPECT_EQ(containers().statistics().leased, 0);
}

/// A manager that restores as WorkflowManager does: by executing once more.
class ExecutesOnceMore : public FakeManager {
 public:
  using FakeManager::FakeManager;
  absl::Status RestorePhase(const v1::PhaseResult& finished,
                            ExecutionContext& context) const override {
    // Past FakeManager, which only takes notes.
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): that is what it is for.
    return WorkflowManager::RestorePhase(finished, context);
  }
};

class RestoredOutcomeTest : public RecoveryTest {
 protected:
  static FakeManager::Behaviour ComesTo(const PhaseOutcome& outcome) {
    return [outcome](WorkflowPhase, ExecutionContext&) { return outcome; };
  }

  /// How a workflow ends whose first phase came to `before`, and comes to
  /// `after` when it is executed once more after a crash.
  v1::WorkflowState EndOf(const PhaseOutcome& before,
                          const PhaseOutcome& after) {
    Start(ComesTo(before));
    const std::string id = SubmitOk();
    for (int i = 0; i < 3; ++i) executor().RunOne();
    EXPECT_EQ(journal_.GetStatus(id)->completed_phases_size(), 1);
    Crash();
    const ExecutesOnceMore manager(ComesTo(after));
    Start(Succeed, {}, true,
          [&](const v1::PhaseResult& finished, ExecutionContext& context) {
            return manager.RestorePhase(finished, context);
          });
    executor().RunAll();
    const v1::WorkflowState state = journal_.GetResult(id)->state();
    life_ = std::make_unique<Life>();
    return state;
  }
};

TEST_F(RestoredOutcomeTest, MustBeTheSame) {
  PhaseOutcome outcome{.outputs = {{"symbol", "GOOG"}},
                       .metrics = {{"sharpe_ratio", 1.5}},
                       .search = v1::SearchReport(),
                       .verdict = v1::Verdict(),
                       .trial_count = 3,
                       .warnings = {"one"},
                       .context = {{"earlier_trials", "7"}}};
  outcome.search->set_trial_count(3);
  outcome.verdict->set_state(v1::Verdict::PASSED);

  PhaseOutcome same = outcome;
  same.search->set_indicators_computed(9);
  same.warnings.clear();
  same.context.clear();
  EXPECT_EQ(EndOf(outcome, same), v1::WORKFLOW_STATE_SUCCEEDED);

  PhaseOutcome other = outcome;
  other.metrics["sharpe_ratio"] = 1.25;
  EXPECT_EQ(EndOf(outcome, other), v1::WORKFLOW_STATE_FAILED);
  other = outcome;
  other.search->set_trial_count(4);
  EXPECT_EQ(EndOf(outcome, other), v1::WORKFLOW_STATE_FAILED);
  other = outcome;
  other.search.reset();
  EXPECT_EQ(EndOf(outcome, other), v1::WORKFLOW_STATE_FAILED);
  other = outcome;
  other.verdict->set_state(v1::Verdict::FAILED);
  EXPECT_EQ(EndOf(outcome, other), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(EndOf(other, outcome), v1::WORKFLOW_STATE_FAILED);
}

TEST_F(RecoveryTest, RetryBeginsAtTheFirstUnfinishedPhase) {
  bool broken = true;
  std::vector<WorkflowPhase> executed;
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    executed.push_back(phase);
    if (phase == v1::WORKFLOW_PHASE_COMPUTATION && broken) {
      return absl::NotFoundError("there is no file");
    }
    return PhaseOutcome{.metrics = {{WorkflowPhase_Name(phase), 2.5}}};
  });
  const std::string failed = SubmitOk();
  executor().RunAll();
  ASSERT_EQ(StateOf(failed), v1::WORKFLOW_STATE_FAILED);
  broken = false;
  executed.clear();
  const auto retried = Retry(failed);
  ASSERT_TRUE(retried.ok()) << retried.status();
  EXPECT_EQ(retried->status.retry_of(), failed);
  EXPECT_EQ(retried->status.completed_phases_size(), 1);
  executor().RunAll();
  const std::string id = retried->status.workflow_id();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(StateOf(failed), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(executed,
            (std::vector<WorkflowPhase>{v1::WORKFLOW_PHASE_COMPUTATION,
                                        v1::WORKFLOW_PHASE_FINALIZATION}));
  const std::string whole = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(journal_.GetResult(id)->result_digest(),
            journal_.GetResult(whole)->result_digest());
}

TEST_F(RecoveryTest, RetryIsRefusedWhereNothingIsLeftToDo) {
  Start(Succeed);
  const std::string id = SubmitOk();
  EXPECT_EQ(ReasonOf(Retry(id).status()), "WORKFLOW_NOT_FINISHED");
  executor().RunAll();
  EXPECT_EQ(ReasonOf(Retry(id).status()), "NOTHING_TO_RETRY");
  EXPECT_TRUE(absl::IsNotFound(Retry("wf-none").status()));
}

TEST_F(RecoveryTest, RetryWithARequestIdIsDoneOnce) {
  Start([](WorkflowPhase, ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    return absl::NotFoundError("there is no file");
  });
  const std::string id = SubmitOk();
  executor().RunAll();
  const auto first = Retry(id, {.request_id = "r", .request_digest = "d"});
  const auto second = Retry(id, {.request_id = "r", .request_digest = "d"});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->status.workflow_id(), second->status.workflow_id());
  executor().RunAll();
}

/// A workflow that goes on but can't be read, and that somebody cancels.
class UnreadableTest : public RecoveryTest {
 protected:
  void CancelWhatCantBeRead() {
    Start(Succeed);
    id_ = SubmitOk();
    executor().RunOne();
    Crash();
    Start(Succeed);
    journal_.FailLoads(absl::UnavailableError("too many open files"));
    ASSERT_TRUE(executor().RunOne());
    ASSERT_EQ(Cancel(id_)->state(), v1::WORKFLOW_STATE_CANCELLING);
    // It is tried again when it is time, not sooner.
    EXPECT_FALSE(executor().RunOne());
  }

  std::string id_;
};

TEST_F(UnreadableTest, EndsWhenItCanBeRead) {
  CancelWhatCantBeRead();
  journal_.FailLoads(absl::OkStatus());
  clock().Advance(absl::Seconds(1));
  executor().RunAll();
  EXPECT_EQ(StateOf(id_), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(UnreadableTest, DoesNotHoldUpADrain) {
  CancelWhatCantBeRead();
  bool drained = false;
  coordinator().Drain(absl::ZeroDuration(), [&] { drained = true; });
  clock().Advance(absl::Seconds(1));
  executor().RunAll();
  EXPECT_TRUE(drained);
}

TEST_F(RecoveryTest, WorkGoesOnWhenTheDiskIsBack) {
  Start(Succeed);
  const std::string id = SubmitOk();
  for (int i = 0; i < 3; ++i) executor().RunOne();
  journal_.SetHealth(absl::UnavailableError("no space left on the disk"));
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_TRUE(absl::IsUnavailable(Submit().status()));
  EXPECT_FALSE(coordinator().load().accepting);
  EXPECT_TRUE(absl::IsUnavailable(Cancel(id).status()));
  journal_.SetHealth(absl::OkStatus());
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_TRUE(coordinator().load().accepting);
}

}  // namespace
}  // namespace admf
