// Runs that don't wait for the disk: what goes on before it is committed, what
// waits, and what is left of it when the process or the disk ends first.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "coordinator/errors.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/coordinator_fixture.h"

namespace admf {
namespace {

using v1::WorkflowPhase;
using Phases = std::vector<WorkflowPhase>;
using Names = std::vector<std::string>;

constexpr auto kInitialization = v1::WORKFLOW_PHASE_INITIALIZATION;
constexpr auto kComputation = v1::WORKFLOW_PHASE_COMPUTATION;
constexpr auto kFinalization = v1::WORKFLOW_PHASE_FINALIZATION;

/// Writes of a run from its first phase to its end: phase_started; twice
/// phase_completed with phase_started; phase_completed with completed.
constexpr int kWrites = 4;

class RunAheadTest : public CoordinatorFixture {
 protected:
  /// Phases that take notes and come to something.
  FakeManager::Behaviour Noting() {
    return [this](WorkflowPhase phase, ExecutionContext&) {
      executed_.push_back(phase);
      return PhaseOutcome{.metrics = {{WorkflowPhase_Name(phase), 2.5}}};
    };
  }
  /// The same, that do something else in one of them first.
  FakeManager::Behaviour Noting(WorkflowPhase where,
                                std::function<void(ExecutionContext&)> act) {
    return [this, where, act](WorkflowPhase phase, ExecutionContext& context) {
      executed_.push_back(phase);
      if (phase == where) act(context);
      return PhaseOutcome{.metrics = {{WorkflowPhase_Name(phase), 2.5}}};
    };
  }

  /// A workflow that is being executed, before its first phase, with a journal
  /// that commits nothing from now on.
  std::string SubmitAndHold() {
    std::string id = SubmitOk();
    executor().RunOne();
    EXPECT_EQ(EventsOf(id), (Names{"submitted", "started"}));
    journal_.HoldCommits();
    return id;
  }

  bool CommitNext() {
    const bool committed = journal_.CommitNext();
    executor().RunAll();
    return committed;
  }

  /// The process ends with what was not committed.
  void CrashAndLose() {
    Crash();
    journal_.LoseWaiting();
  }

  std::string UndisturbedDigest() {
    Start(Noting());
    const std::string id = SubmitOk();
    executor().RunAll();
    executed_.clear();
    life_ = std::make_unique<Life>();
    return journal_.GetResult(id)->result_digest();
  }

  Phases executed_;
  const Phases all_{kInitialization, kComputation, kFinalization};
};

TEST_F(RunAheadTest, PhasesDontWaitAndNobodySeesThemBeforeTheirCommit) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  executor().RunAll();
  EXPECT_EQ(executed_, all_);
  EXPECT_EQ(EventsOf(id), (Names{"submitted", "started"}));
  EXPECT_EQ(coordinator().GetStatus(id)->completed_phases_size(), 0);
  EXPECT_EQ(journal_.GetResult(id).status().code(),
            absl::StatusCode::kFailedPrecondition);

  const std::vector<Names> committed = {{"phase_started"},
                                        {"phase_completed", "phase_started"},
                                        {"phase_completed", "phase_started"},
                                        {"phase_completed", "completed"}};
  Names expected = {"submitted", "started"};
  for (const Names& names : committed) {
    EXPECT_EQ(coordinator().load().running, 1);
    EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
    ASSERT_TRUE(CommitNext());
    expected.insert(expected.end(), names.begin(), names.end());
    EXPECT_EQ(EventsOf(id), expected);
  }
  EXPECT_FALSE(CommitNext());
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(coordinator().load().running, 0);
}

TEST_F(RunAheadTest, TheFirstPhaseWaitsForTheStart) {
  Start(Noting());
  const std::string id = SubmitOk();
  journal_.HoldCommits();
  executor().RunAll();
  EXPECT_TRUE(executed_.empty());
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_QUEUED);
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(executed_, all_);
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

/// The process ends after every number of commits in turn.
TEST_F(RunAheadTest, WhatACrashLosesIsExecutedAgainWithTheSameResult) {
  const std::string digest = UndisturbedDigest();
  for (int commits = 0; commits <= kWrites; ++commits) {
    SCOPED_TRACE(commits);
    Start(Noting());
    const std::string id = SubmitAndHold();
    executor().RunAll();
    for (int i = 0; i < commits; ++i) ASSERT_TRUE(CommitNext());
    EXPECT_EQ(executed_, all_);
    executed_.clear();
    const int finished = journal_.GetStatus(id)->completed_phases_size();
    EXPECT_EQ(finished, std::max(0, commits - 1));
    CrashAndLose();

    Start(Noting());
    executor().RunAll();
    EXPECT_EQ(executed_, Phases(all_.begin() + finished, all_.end()));
    const auto result = journal_.GetResult(id);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->result_digest(), digest);
    EXPECT_EQ(result->phases_size(), 3);
    const auto events = Events(id);
    for (size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
    }
    executed_.clear();
    life_ = std::make_unique<Life>();
  }
}

TEST_F(RunAheadTest, AfterACrashEachPhaseWaits) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  executor().RunAll();
  executed_.clear();
  CrashAndLose();

  Start(Noting());
  executor().RunOne();
  EXPECT_EQ(EventsOf(id).back(), "recovered");
  journal_.HoldCommits();
  executor().RunAll();
  for (size_t phases = 0; phases < all_.size(); ++phases) {
    EXPECT_EQ(executed_, Phases(all_.begin(), all_.begin() + phases));
    ASSERT_TRUE(CommitNext());
  }
  EXPECT_EQ(executed_, all_);
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, WhateverCrashesTheDaemonIsFoundOut) {
  const Limits limits{.max_crashes_per_phase = 3};
  Start(Noting(), limits);
  const std::string id = SubmitAndHold();
  // COMPUTATION ends the process while nothing of INITIALIZATION is there.
  executor().RunOne();
  executor().RunOne();
  ASSERT_EQ(executed_, Phases{kInitialization});
  CrashAndLose();
  for (int crash = 1; crash <= 3; ++crash) {
    executed_.clear();
    Start(Noting(), limits);
    executor().RunOne();
    ASSERT_EQ(EventsOf(id).back(), "recovered");
    while (coordinator().GetStatus(id)->current_phase() != kComputation ||
           EventsOf(id).back() != "phase_started") {
      ASSERT_TRUE(executor().RunOne());
    }
    EXPECT_EQ(executed_, crash == 1 ? Phases{kInitialization} : Phases{});
    CrashAndLose();
  }
  Start(Noting(), limits);
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(ReasonOf(FromRpcStatus(result->error())), "REPEATED_CRASHES");
  ASSERT_EQ(result->phases_size(), 1);
  EXPECT_EQ(result->phases(0).phase(), kInitialization);
}

TEST_F(RunAheadTest, WhereTheFirstCrashIsTheLastEachPhaseWaits) {
  Start(Noting(), {.max_crashes_per_phase = 1});
  const std::string id = SubmitAndHold();
  executor().RunAll();
  EXPECT_TRUE(executed_.empty());
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(executed_, Phases{kInitialization});
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, CheckpointsDontOvertakeThePhaseBefore) {
  Start(Noting(kComputation, [](ExecutionContext& context) {
    EXPECT_TRUE(context.checkpoints.Save("trial 1", "0.7").ok());
  }));
  const std::string id = SubmitAndHold();
  executor().RunAll();
  const auto kept = [&] {
    return journal_.ReadCheckpoints(id, kComputation, {}, 1000)->size();
  };
  ASSERT_TRUE(CommitNext());
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(coordinator().GetStatus(id)->current_phase(), kComputation);
  EXPECT_EQ(kept(), 0u);
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(kept(), 1u);
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, APauseRestsOnceItIsCommitted) {
  std::string id;
  Start(Noting(kInitialization, [&](ExecutionContext&) {
    EXPECT_TRUE(Pause(id).ok());
    journal_.HoldCommits();
  }));
  id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(executed_, Phases{kInitialization});
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_EQ(containers().statistics().leased, 1);
  ASSERT_TRUE(CommitNext());
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(containers().statistics().leased, 0);
  journal_.ReleaseCommits();
  EXPECT_TRUE(Resume(id).ok());
  executor().RunAll();
  EXPECT_EQ(executed_, all_);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, APauseThatComesLaterRestsLater) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  executor().RunOne();
  executor().RunOne();
  ASSERT_EQ(executed_, Phases{kInitialization});
  // Its commit comes after those of what the run has done.
  Answer paused;
  coordinator().control().Pause(
      id, "test", [&](Answer answer) { paused = std::move(answer); });
  journal_.ReleaseCommits();
  ASSERT_TRUE(paused.ok()) << paused.status();
  EXPECT_EQ(paused->current_phase(), kComputation);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_PAUSED);
  EXPECT_EQ(executed_, (Phases{kInitialization, kComputation}));
}

TEST_F(RunAheadTest, ACancellationBehindAllPhasesStillCounts) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  for (int i = 0; i < 3; ++i) executor().RunOne();
  ASSERT_EQ(executed_, (Phases{kInitialization, kComputation}));
  coordinator().control().Cancel(id, "test", [](const Answer&) {});
  executor().RunAll();
  EXPECT_EQ(executed_, all_);
  // Its end as SUCCEEDED comes too late.
  journal_.ReleaseCommits();
  executor().RunAll();
  const auto result = journal_.GetResult(id);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->state(), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(result->phases_size(), 3);
  EXPECT_EQ(coordinator().load().running, 0);
}

TEST_F(RunAheadTest, TheTimeIsUpWhileAhead) {
  Start(Noting());
  v1::WorkflowConfig config = Config();
  config.mutable_infrastructure_config()->mutable_timeout()->set_seconds(10);
  const std::string id = SubmitOk(config);
  executor().RunOne();
  journal_.HoldCommits();
  executor().RunOne();
  executor().RunOne();
  ASSERT_EQ(executed_, Phases{kInitialization});
  clock().Advance(absl::Seconds(10));
  executor().RunAll();
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(ReasonOf(FromRpcStatus(journal_.GetResult(id)->error())),
            "WORKFLOW_TIMEOUT");
}

TEST_F(RunAheadTest, TheWaitBeforeAnotherTryBeginsOnceItIsCommitted) {
  int tries = 0;
  Start([&](WorkflowPhase phase,
            ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
    if (phase == kComputation && ++tries == 1) {
      return absl::UnavailableError("disk");
    }
    return PhaseOutcome{};
  });
  v1::WorkflowConfig config = Config();
  auto* retry = config.mutable_infrastructure_config()->mutable_retry();
  retry->set_max_attempts(2);
  retry->mutable_initial_backoff()->set_seconds(10);
  retry->set_jitter(0);
  const std::string id = SubmitOk(config);
  executor().RunOne();
  journal_.HoldCommits();
  executor().RunAll();
  ASSERT_EQ(tries, 1);
  clock().Advance(absl::Seconds(60));
  executor().RunAll();
  EXPECT_EQ(tries, 1);
  while (CommitNext()) {
  }
  EXPECT_EQ(EventsOf(id).back(), "phase_retried");
  clock().Advance(absl::Seconds(9));
  executor().RunAll();
  EXPECT_EQ(tries, 1);
  clock().Advance(absl::Seconds(1));
  executor().RunAll();
  EXPECT_EQ(tries, 2);
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, ADrainEndsOnceTheInterruptionIsCommitted) {
  bool drained = false;
  Start(Noting(kComputation, [&](ExecutionContext&) {
    coordinator().Drain(absl::ZeroDuration(), [&] { drained = true; });
    clock().Advance(absl::Seconds(1));
  }));
  const std::string id = SubmitAndHold();
  executor().RunAll();
  EXPECT_EQ(executed_, (Phases{kInitialization, kComputation}));
  ASSERT_TRUE(CommitNext());
  ASSERT_TRUE(CommitNext());
  EXPECT_FALSE(drained);
  ASSERT_TRUE(CommitNext());
  EXPECT_TRUE(drained);
  EXPECT_EQ(EventsOf(id).back(), "interrupted");
  EXPECT_EQ(journal_.GetStatus(id)->completed_phases_size(), 2);
}

TEST_F(RunAheadTest, NoPhaseBeginsWhileTheDiskFails) {
  Start(Noting(kInitialization, [this](ExecutionContext&) {
    journal_.SetHealth(absl::UnavailableError("no space left on the disk"));
  }));
  const std::string id = SubmitOk();
  executor().RunAll();
  EXPECT_EQ(executed_, Phases{kInitialization});
  journal_.SetHealth(absl::OkStatus());
  executor().RunAll();
  EXPECT_EQ(executed_, all_);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, ADiskThatFailsMeanwhileLosesNothing) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  executor().RunAll();
  ASSERT_TRUE(CommitNext());
  journal_.SetHealth(absl::UnavailableError("no space left on the disk"));
  journal_.SetHealth(absl::OkStatus());
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(journal_.GetStatus(id)->completed_phases_size(), 3);
}

TEST_F(RunAheadTest, AfterACommitThatFailsNothingFollows) {
  bool stopped = false;
  Start(Noting(kComputation, [&](ExecutionContext& context) {
    EXPECT_FALSE(context.stop.stop_requested());
    // As at the end of a journal whose disk has not come back.
    ASSERT_TRUE(journal_.FailNext(absl::UnavailableError("closed")));
    stopped = context.stop.stop_requested();
  }));
  const std::string id = SubmitAndHold();
  executor().RunAll();
  EXPECT_TRUE(stopped);
  EXPECT_EQ(executed_, (Phases{kInitialization, kComputation}));
  // It does not end before all that it has handed over has.
  EXPECT_EQ(coordinator().load().running, 1);
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(EventsOf(id), (Names{"submitted", "started"}));
  EXPECT_EQ(coordinator().load().running, 0);
  EXPECT_EQ(containers().statistics().leased, 0);
  EXPECT_EQ(clock().pending(), 0);

  // The next process goes on with it.
  life_ = std::make_unique<Life>();
  executed_.clear();
  Start(Noting());
  executor().RunAll();
  EXPECT_EQ(executed_, all_);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RunAheadTest, AnEndBehindACommitThatFailsIsNotCommitted) {
  Start(Noting());
  const std::string id = SubmitAndHold();
  executor().RunAll();
  ASSERT_EQ(executed_, all_);
  ASSERT_TRUE(CommitNext());
  ASSERT_TRUE(journal_.FailNext(absl::UnavailableError("closed")));
  journal_.ReleaseCommits();
  executor().RunAll();
  EXPECT_EQ(EventsOf(id), (Names{"submitted", "started", "phase_started"}));
  EXPECT_FALSE(journal_.GetResult(id).ok());
  EXPECT_EQ(coordinator().load().running, 0);
  EXPECT_EQ(containers().statistics().leased, 0);
}

}  // namespace
}  // namespace admf
