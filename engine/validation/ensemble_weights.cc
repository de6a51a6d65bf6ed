#include "engine/validation/ensemble_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/return_moments.h"

namespace admf {
namespace {

using Method = EnsembleOptions::Method;

absl::Status CheckOptions(const EnsembleOptions& options) {
  if (options.max_members < 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "max_members is ", options.max_members, "; it must be at least 1"));
  }
  if (!(options.max_weight > 0 && options.max_weight <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_weight is ", options.max_weight,
                     "; it must be above 0 and at most 1"));
  }
  if (!(options.max_correlation >= -1 && options.max_correlation <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_correlation is ", options.max_correlation,
                     "; it must be between -1 and 1"));
  }
  return absl::OkStatus();
}

absl::Status CheckCandidates(std::span<const EnsembleCandidate> candidates) {
  if (candidates.empty()) {
    return absl::InvalidArgumentError("there are no candidates");
  }
  const size_t count = candidates.front().returns.size();
  for (size_t i = 0; i < candidates.size(); ++i) {
    const EnsembleCandidate& candidate = candidates[i];
    if (candidate.returns.size() != count || count < 2) {
      return absl::InvalidArgumentError(absl::StrCat(
          "candidate ", i, " has ", candidate.returns.size(), " returns and ",
          "the first one ", count, ": all need the same number, at least two"));
    }
    const bool finite =
        std::isfinite(candidate.score) &&
        std::ranges::all_of(candidate.returns,
                            [](double value) { return std::isfinite(value); });
    if (!finite) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the score or a return of candidate ", i, " is not finite"));
    }
  }
  return absl::OkStatus();
}

/// Pearson's. Neither is constant.
double CorrelationOf(std::span<const double> a, const ReturnMoments& of_a,
                     std::span<const double> b, const ReturnMoments& of_b) {
  double products = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    products += (a[i] - of_a.mean()) * (b[i] - of_b.mean());
  }
  const double covariance = products / static_cast<double>(a.size() - 1);
  // Rounding may make a hair more than one of it.
  return std::clamp(
      covariance / (of_a.sample_deviation() * of_b.sample_deviation()), -1.0,
      1.0);
}

/// To what the weight of a member is proportional.
double RawWeight(Method method, const ReturnMoments& moments) {
  switch (method) {
    case Method::kEqual:
      return 1;
    case Method::kInverseVariance:
      return 1 / moments.sample_variance();
    case Method::kMaximumSharpe:
      return std::max(moments.mean(), 0.0) / moments.sample_variance();
  }
  return 0;
}

/// Chooses members by score.
class Chooser {
 public:
  Chooser(std::span<const EnsembleCandidate> candidates,
          const EnsembleOptions& options)
      : candidates_(candidates), options_(options) {
    for (const EnsembleCandidate& candidate : candidates) {
      moments_.push_back(ReturnMoments::Of(candidate.returns));
    }
  }

  const ReturnMoments& moments(size_t i) const { return moments_[i]; }

  EnsembleWeights Choose() const {
    EnsembleWeights result;
    result.weights.resize(candidates_.size());
    result.left_out.resize(candidates_.size());
    std::vector<size_t> order(candidates_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, [this](size_t a, size_t b) {
      return candidates_[a].score > candidates_[b].score;
    });
    for (const size_t i : order) {
      result.left_out[i] = WhyNot(i, result.members);
      if (result.left_out[i].empty()) result.members.push_back(i);
    }
    return result;
  }

 private:
  /// Why candidate `i` does not join the members; empty if it does.
  std::string WhyNot(size_t i, const std::vector<size_t>& members) const {
    if (moments_[i].constant() || moments_[i].sample_variance() == 0) {
      return "its returns are all the same";
    }
    if (options_.method == Method::kMaximumSharpe && moments_[i].mean() <= 0) {
      return "its mean return is not above zero";
    }
    if (static_cast<int64_t>(members.size()) >= options_.max_members) {
      return absl::StrCat("there are max_members ", options_.max_members,
                          " with a higher score");
    }
    for (const size_t member : members) {
      const double correlation =
          CorrelationOf(candidates_[i].returns, moments_[i],
                        candidates_[member].returns, moments_[member]);
      if (correlation > options_.max_correlation) {
        return absl::StrCat("its correlation with candidate ", member, " is ",
                            correlation, ", above max_correlation ",
                            options_.max_correlation);
      }
    }
    return "";
  }

  const std::span<const EnsembleCandidate> candidates_;
  const EnsembleOptions& options_;
  std::vector<ReturnMoments> moments_;
};

/// Makes proportions weights: those that would be above `most` get it, and what
/// is left goes to the others in proportion; again until none is above it.
/// proportions x most >= 1.
std::vector<double> CapWeights(const std::vector<double>& proportions,
                               double most) {
  std::vector<double> weights(proportions.size());
  std::vector<bool> capped(proportions.size());
  while (true) {
    double left = 1;
    double sum = 0;
    for (size_t i = 0; i < proportions.size(); ++i) {
      if (capped[i]) {
        left -= most;
      } else {
        sum += proportions[i];
      }
    }
    bool again = false;
    for (size_t i = 0; i < proportions.size(); ++i) {
      weights[i] =
          capped[i] ? most : proportions[i] / sum * std::max(left, 0.0);
      if (weights[i] > most) {
        capped[i] = true;
        again = true;
      }
    }
    if (!again) return weights;
  }
}

}  // namespace

absl::StatusOr<EnsembleWeights> WeighEnsemble(
    std::span<const EnsembleCandidate> candidates,
    const EnsembleOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  RETURN_IF_ERROR(CheckCandidates(candidates));
  const Chooser chooser(candidates, options);
  EnsembleWeights result = chooser.Choose();
  if (result.members.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no candidate is left; of the first one: ", result.left_out.front()));
  }
  const auto members = static_cast<double>(result.members.size());
  // A third three times is a hair less than one.
  if (members * options.max_weight < 1 - 1e-9) {
    return absl::InvalidArgumentError(absl::StrCat(
        result.members.size(), " members with at most max_weight ",
        options.max_weight,
        " can't have all of the money: raise max_weight, or size or "
        "max_correlation for more members"));
  }
  std::vector<double> proportions;
  for (const size_t member : result.members) {
    proportions.push_back(RawWeight(options.method, chooser.moments(member)));
  }
  const std::vector<double> weights =
      CapWeights(proportions, std::max(options.max_weight, 1 / members));
  for (size_t i = 0; i < weights.size(); ++i) {
    result.weights[result.members[i]] = weights[i];
  }
  return result;
}

}  // namespace admf
