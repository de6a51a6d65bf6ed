// Phases that are tried again, and the time that they may take.

#include <memory>
#include <string>
#include <vector>

#include "containers/component.h"
#include "coordinator/errors.h"
#include "coordinator/proto_time.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/coordinator_fixture.h"

namespace admf {
namespace {

using v1::WorkflowPhase;

class PhaseRetryTest : public CoordinatorFixture {
 protected:
  /// COMPUTATION fails with `failure` as often as told.
  FakeManager::Behaviour FailTimes(int times, absl::Status failure) {
    return [this, times, failure](
               WorkflowPhase phase,
               ExecutionContext&) -> absl::StatusOr<PhaseOutcome> {
      if (phase == v1::WORKFLOW_PHASE_COMPUTATION && ++tries_ <= times) {
        return failure;
      }
      return PhaseOutcome{};
    };
  }

  static v1::WorkflowConfig ConfigWithRetry(int attempts) {
    v1::WorkflowConfig config = Config();
    auto* retry = config.mutable_infrastructure_config()->mutable_retry();
    retry->set_max_attempts(attempts);
    retry->mutable_initial_backoff()->set_seconds(10);
    retry->set_jitter(0);
    return config;
  }

  int tries_ = 0;
};

TEST_F(PhaseRetryTest, AFailureOfTheEnvironmentIsTriedAgainAfterAWait) {
  Start(FailTimes(2, absl::UnavailableError("disk")));
  const std::string id = SubmitOk(ConfigWithRetry(3));
  executor().RunAll();
  EXPECT_EQ(tries_, 1);
  EXPECT_EQ(coordinator().GetStatus(id)->state(), v1::WORKFLOW_STATE_RUNNING);
  clock().Advance(absl::Seconds(9));
  executor().RunAll();
  EXPECT_EQ(tries_, 1);
  clock().Advance(absl::Seconds(1));
  executor().RunAll();
  EXPECT_EQ(tries_, 2);
  clock().Advance(absl::Seconds(20));  // Twice as long.
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);

  const auto events = Events(id);
  ASSERT_TRUE(events[5].has_phase_retried());
  EXPECT_EQ(events[5].phase_retried().attempt(), 2);
  EXPECT_EQ(events[5].phase_retried().error().message(), "disk");
  EXPECT_EQ(FromProtoDuration(events[5].phase_retried().backoff()),
            absl::Seconds(10));
  EXPECT_EQ(journal_.GetResult(id)->phases(1).attempt(), 3);
}

TEST_F(PhaseRetryTest, TriesComeToAnEnd) {
  Start(FailTimes(100, absl::UnavailableError("disk")));
  const std::string id = SubmitOk(ConfigWithRetry(2));
  executor().RunAll();
  clock().Advance(absl::Seconds(10));
  executor().RunAll();
  EXPECT_EQ(tries_, 2);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(journal_.GetResult(id)->error().message(), "disk");
}

TEST_F(PhaseRetryTest, AFailureOfTheCallerIsNotTriedAgain) {
  Start(FailTimes(100, absl::InvalidArgumentError("row 5 is wrong")));
  const std::string id = SubmitOk(ConfigWithRetry(10));
  executor().RunAll();
  EXPECT_EQ(tries_, 1);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
}

TEST_F(PhaseRetryTest, CancelEndsTheWaitAtOnce) {
  Start(FailTimes(100, absl::UnavailableError("disk")));
  const std::string id = SubmitOk(ConfigWithRetry(10));
  executor().RunAll();
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(tries_, 1);
}

/// A component that the environment doesn't let be made.
std::vector<ComponentSpec> NoComponent(int* tries) {
  return {{.name = "feed",
           .create = [tries](const ComponentScope&)
               -> absl::StatusOr<std::unique_ptr<Component>> {
             ++*tries;
             return absl::UnavailableError("disk");
           }}};
}

TEST_F(PhaseRetryTest, AContainerIsTriedAgainAndComesToAnEnd) {
  Start(Succeed, {}, true, {}, NoComponent(&tries_));
  const std::string id = SubmitOk(ConfigWithRetry(2));
  executor().RunAll();
  EXPECT_EQ(tries_, 1);
  clock().Advance(absl::Seconds(10));
  executor().RunAll();
  EXPECT_EQ(tries_, 2);
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
}

TEST_F(PhaseRetryTest, CancelledWithoutAContainerThereIsNothingToFinalize) {
  Start(Succeed, {}, true, {}, NoComponent(&tries_));
  const std::string id = SubmitOk(ConfigWithRetry(10));
  executor().RunAll();
  EXPECT_EQ(Cancel(id)->state(), v1::WORKFLOW_STATE_CANCELLING);
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(journal_.GetResult(id)->phases_size(), 0);
}

TEST_F(PhaseRetryTest, ACrashDuringTheWaitKeepsTheCount) {
  Start(FailTimes(1, absl::UnavailableError("disk")));
  const std::string id = SubmitOk(ConfigWithRetry(2));
  executor().RunAll();
  Crash();
  Start(FailTimes(100, absl::UnavailableError("disk")));
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(tries_, 2);
}

TEST_F(PhaseRetryTest, APhaseThatTakesTooLongIsStoppedAndTriedAgain) {
  Start([this](WorkflowPhase phase,
               ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION || ++tries_ == 2) {
      return PhaseOutcome{};
    }
    clock().Advance(absl::Seconds(4));
    EXPECT_FALSE(context.stop.stop_requested());
    clock().Advance(absl::Seconds(1));
    EXPECT_TRUE(context.stop.stop_requested());
    return absl::CancelledError("stopped");
  });
  v1::WorkflowConfig config = ConfigWithRetry(2);
  auto* policy = config.mutable_infrastructure_config()->add_phases();
  policy->set_phase(v1::WORKFLOW_PHASE_COMPUTATION);
  policy->mutable_timeout()->set_seconds(5);
  const std::string id = SubmitOk(config);
  executor().RunAll();
  const auto events = Events(id);
  ASSERT_TRUE(events.back().has_phase_retried());
  EXPECT_EQ(ReasonOf(FromRpcStatus(events.back().phase_retried().error())),
            "PHASE_TIMEOUT");
  clock().Advance(absl::Seconds(10));
  executor().RunAll();
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(PhaseRetryTest, CheckpointsOfAPhaseAreThereAtItsNextTry) {
  std::vector<std::pair<std::string, std::string>> found;
  Start([&](WorkflowPhase phase,
            ExecutionContext& context) -> absl::StatusOr<PhaseOutcome> {
    if (phase != v1::WORKFLOW_PHASE_COMPUTATION) return PhaseOutcome{};
    found = *context.checkpoints.Load();
    EXPECT_TRUE(context.checkpoints.Save("trial 1", "0.7").ok());
    if (++tries_ == 1) return absl::UnavailableError("disk");
    return PhaseOutcome{};
  });
  const std::string id = SubmitOk(ConfigWithRetry(2));
  executor().RunAll();
  EXPECT_TRUE(found.empty());
  clock().Advance(absl::Seconds(10));
  executor().RunAll();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, "trial 1");
  EXPECT_EQ(found[0].second, "0.7");
  EXPECT_EQ(StateOf(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

}  // namespace
}  // namespace admf
