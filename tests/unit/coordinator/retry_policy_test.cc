#include "coordinator/retry_policy.h"

#include <string>
#include <vector>

#include "coordinator/proto_time.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using v1::InfrastructureConfig;
using v1::RetryPolicy;

constexpr v1::WorkflowPhase kPhase = v1::WORKFLOW_PHASE_COMPUTATION;

std::vector<std::string> ProblemsOf(InfrastructureConfig* config) {
  std::vector<ConfigProblem> problems;
  ResolveRetries(absl::Hours(24), config, &problems);
  std::vector<std::string> fields;
  for (const auto& problem : problems) {
    fields.push_back(
        problem.field.substr(sizeof("workflow.infrastructure_config.") - 1));
  }
  return fields;
}

RetryPolicy Policy(double jitter) {
  RetryPolicy policy;
  policy.set_max_attempts(10);
  policy.mutable_initial_backoff()->set_seconds(2);
  policy.mutable_max_backoff()->set_seconds(30);
  policy.set_backoff_multiplier(3);
  policy.set_jitter(jitter);
  return policy;
}

TEST(RetryPolicyTest, DefaultsAreFilledIn) {
  InfrastructureConfig config;
  config.add_phases()->set_phase(kPhase);
  EXPECT_TRUE(ProblemsOf(&config).empty());
  EXPECT_EQ(config.retry().max_attempts(), 3);
  EXPECT_EQ(FromProtoDuration(config.retry().initial_backoff()),
            absl::Seconds(1));
  EXPECT_EQ(FromProtoDuration(config.retry().max_backoff()), absl::Minutes(1));
  EXPECT_EQ(config.retry().backoff_multiplier(), 2);
  EXPECT_EQ(config.retry().jitter(), 0.2);
  EXPECT_EQ(config.phases(0).retry().max_attempts(), 3);
}

TEST(RetryPolicyTest, EveryImpossibleValueIsAProblem) {
  InfrastructureConfig config;
  auto* retry = config.mutable_retry();
  retry->set_max_attempts(101);
  retry->mutable_initial_backoff()->set_seconds(-1);
  retry->mutable_max_backoff()->set_seconds(-2);
  retry->set_backoff_multiplier(0.5);
  retry->set_jitter(1.5);
  config.add_phases();
  config.add_phases()->set_phase(kPhase);
  auto* twice = config.add_phases();
  twice->set_phase(kPhase);
  twice->mutable_timeout();
  EXPECT_EQ(
      ProblemsOf(&config),
      (std::vector<std::string>{
          "retry.max_attempts", "retry.initial_backoff", "retry.max_backoff",
          "retry.max_backoff", "retry.backoff_multiplier", "retry.jitter",
          "phases[0].phase", "phases[2].phase", "phases[2].timeout"}));
}

TEST(RetryPolicyTest, APhaseHasItsOwnPolicyOrTheWorkflows) {
  InfrastructureConfig config;
  config.mutable_retry()->set_max_attempts(7);
  auto* own = config.add_phases();
  own->set_phase(kPhase);
  own->mutable_retry()->set_max_attempts(2);
  EXPECT_TRUE(ProblemsOf(&config).empty());
  EXPECT_EQ(PolicyOf(config, kPhase).retry().max_attempts(), 2);
  EXPECT_EQ(
      PolicyOf(config, v1::WORKFLOW_PHASE_VALIDATION).retry().max_attempts(),
      7);
}

TEST(RetryPolicyTest, OnlyTheEnvironmentIsWorthAnotherTry) {
  EXPECT_TRUE(IsRetryable(absl::UnavailableError("")));
  EXPECT_TRUE(IsRetryable(absl::DataLossError("")));
  EXPECT_TRUE(IsRetryable(absl::DeadlineExceededError("")));
  EXPECT_TRUE(IsRetryable(absl::PermissionDeniedError("")));
  EXPECT_FALSE(IsRetryable(absl::OkStatus()));
  EXPECT_FALSE(IsRetryable(absl::InvalidArgumentError("")));
  EXPECT_FALSE(IsRetryable(absl::NotFoundError("")));
  EXPECT_FALSE(IsRetryable(absl::ResourceExhaustedError("")));
  EXPECT_FALSE(IsRetryable(absl::FailedPreconditionError("")));
  EXPECT_FALSE(IsRetryable(absl::InternalError("")));
  EXPECT_FALSE(IsRetryable(absl::CancelledError("")));
}

TEST(RetryPolicyTest, WaitsGrowUpToTheLongest) {
  const RetryPolicy policy = Policy(/*jitter=*/0);
  EXPECT_EQ(BackoffBefore(2, policy, 1, kPhase), absl::Seconds(2));
  EXPECT_EQ(BackoffBefore(3, policy, 1, kPhase), absl::Seconds(6));
  EXPECT_EQ(BackoffBefore(4, policy, 1, kPhase), absl::Seconds(18));
  EXPECT_EQ(BackoffBefore(5, policy, 1, kPhase), absl::Seconds(30));
  EXPECT_EQ(BackoffBefore(10'000, policy, 1, kPhase), absl::Seconds(30));
}

TEST(RetryPolicyTest, JitterShortensAndDependsOnTheSeedAlone) {
  const RetryPolicy policy = Policy(/*jitter=*/0.5);
  bool differs = false;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const absl::Duration wait = BackoffBefore(3, policy, seed, kPhase);
    EXPECT_LE(wait, absl::Seconds(6));
    EXPECT_GE(wait, absl::Seconds(3));
    EXPECT_EQ(wait, BackoffBefore(3, policy, seed, kPhase));
    differs |= wait != BackoffBefore(3, policy, 0, kPhase);
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace admf
