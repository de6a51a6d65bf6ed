#include "coordinator/retry_policy.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "coordinator/proto_time.h"
#include "engine/base/random.h"

namespace admf {

using admf::v1::InfrastructureConfig;
using admf::v1::PhasePolicy;
using admf::v1::RetryPolicy;

namespace {

constexpr int kDefaultAttempts = 3;
constexpr int kMaxAttempts = 100;
constexpr double kDefaultMultiplier = 2;
constexpr double kDefaultJitter = 0.2;
constexpr int kDefaultBackoffSeconds = 1;
constexpr int kDefaultMaxBackoffSeconds = 60;
/// Streams of random numbers that no manager draws from.
constexpr uint64_t kBackoffStreams = uint64_t{1} << 63;

constexpr char kSection[] = "workflow.infrastructure_config";

class Resolver {
 public:
  Resolver(absl::Duration max_timeout, std::vector<ConfigProblem>* problems)
      : max_timeout_(max_timeout), problems_(problems) {}

  void Retry(const std::string& field, RetryPolicy* policy) {
    if (policy->max_attempts() == 0) policy->set_max_attempts(kDefaultAttempts);
    if (policy->max_attempts() < 1 || policy->max_attempts() > kMaxAttempts) {
      Report(field + ".max_attempts",
             absl::StrCat(policy->max_attempts(),
                          " is out of range; it must be from 1 to ",
                          kMaxAttempts));
    }
    if (!policy->has_initial_backoff()) {
      policy->mutable_initial_backoff()->set_seconds(kDefaultBackoffSeconds);
    }
    const auto initial = FromProtoDuration(policy->initial_backoff());
    if (!policy->has_max_backoff()) {
      *policy->mutable_max_backoff() = ToProtoDuration(
          std::max(absl::Seconds(kDefaultMaxBackoffSeconds), initial));
    }
    Duration(field + ".initial_backoff", initial);
    const auto longest = FromProtoDuration(policy->max_backoff());
    Duration(field + ".max_backoff", longest);
    if (longest < initial) {
      Report(field + ".max_backoff", "is shorter than initial_backoff");
    }
    if (policy->backoff_multiplier() == 0) {
      policy->set_backoff_multiplier(kDefaultMultiplier);
    }
    if (!(policy->backoff_multiplier() >= 1) ||
        !std::isfinite(policy->backoff_multiplier())) {
      Report(field + ".backoff_multiplier",
             absl::StrCat(policy->backoff_multiplier(),
                          " is out of range; it must be at least 1"));
    }
    if (!policy->has_jitter()) policy->set_jitter(kDefaultJitter);
    if (!(policy->jitter() >= 0 && policy->jitter() <= 1)) {
      Report(field + ".jitter",
             absl::StrCat(policy->jitter(),
                          " is out of range; it must be from 0 to 1"));
    }
  }

  void Phase(const std::string& field, const RetryPolicy& of_workflow,
             PhasePolicy* policy) {
    if (policy->phase() == v1::WORKFLOW_PHASE_UNSPECIFIED) {
      Report(field + ".phase",
             "is missing; name a phase, such as `computation`");
    } else if (!seen_.insert(policy->phase()).second) {
      Report(field + ".phase", "is there twice; each phase has one entry");
    }
    if (policy->has_timeout()) {
      Duration(field + ".timeout", FromProtoDuration(policy->timeout()));
    }
    if (!policy->has_retry()) {
      *policy->mutable_retry() = of_workflow;
    } else {
      Retry(field + ".retry", policy->mutable_retry());
    }
  }

 private:
  void Duration(const std::string& field, absl::Duration duration) {
    if (duration > absl::ZeroDuration() && duration <= max_timeout_) return;
    Report(field, absl::StrCat(absl::FormatDuration(duration),
                               " is out of range; it must be above 0 and at "
                               "most ",
                               absl::FormatDuration(max_timeout_),
                               ", the server's max_workflow_time"));
  }
  void Report(std::string field, std::string description) {
    problems_->push_back({std::move(field), std::move(description)});
  }

  const absl::Duration max_timeout_;
  std::vector<ConfigProblem>* const problems_;
  std::set<v1::WorkflowPhase> seen_;
};

}  // namespace

void ResolveRetries(absl::Duration max_timeout, InfrastructureConfig* config,
                    std::vector<ConfigProblem>* problems) {
  Resolver resolver(max_timeout, problems);
  resolver.Retry(absl::StrCat(kSection, ".retry"), config->mutable_retry());
  for (int i = 0; i < config->phases_size(); ++i) {
    resolver.Phase(absl::StrCat(kSection, ".phases[", i, "]"), config->retry(),
                   config->mutable_phases(i));
  }
}

PhasePolicy PolicyOf(const InfrastructureConfig& config,
                     v1::WorkflowPhase phase) {
  for (const PhasePolicy& policy : config.phases()) {
    if (policy.phase() == phase) return policy;
  }
  PhasePolicy policy;
  policy.set_phase(phase);
  *policy.mutable_retry() = config.retry();
  return policy;
}

bool IsRetryable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kPermissionDenied:
      return true;
    default:
      return false;
  }
}

absl::Duration BackoffBefore(int attempt, const RetryPolicy& policy,
                             uint64_t seed, v1::WorkflowPhase phase) {
  const double initial =
      absl::ToDoubleSeconds(FromProtoDuration(policy.initial_backoff()));
  const double longest =
      absl::ToDoubleSeconds(FromProtoDuration(policy.max_backoff()));
  // pow may overflow to infinity, which `min` takes back.
  const double wait = std::min(
      longest, initial * std::pow(policy.backoff_multiplier(), attempt - 2));
  Random random(seed, kBackoffStreams | static_cast<uint64_t>(phase),
                static_cast<uint64_t>(attempt));
  return absl::Seconds(wait * (1 - policy.jitter() * random.NextUniform()));
}

}  // namespace admf
