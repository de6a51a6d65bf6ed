#include "managers/search/search_statistics.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/sharpe_statistics.h"
#include "engine/validation/backtest_overfitting.h"
#include "managers/search/trial_parts.h"

namespace admf {
namespace {

constexpr char kDeflated[] = "deflated_sharpe_ratio";
constexpr char kProbability[] = "probability_of_backtest_overfitting";
constexpr char kLoss[] = "overfitting_probability_of_loss";
constexpr char kSlope[] = "overfitting_degradation_slope";

/// Calls `visit` with the blocks of every trial, in order.
template <typename Visit>
absl::Status ForEachTrial(std::span<const v1::Artifact> artifacts,
                          const TrialTables& tables, const ArtifactStore& store,
                          const std::stop_token& stop, Visit visit) {
  return ForEachPart(
      artifacts, TrialTables::kReturns, store,
      [&](const Table& part) -> absl::Status {
        for (size_t row = 0; row < part.row_count(); ++row) {
          if (stop.stop_requested()) {
            return absl::CancelledError("the search was told to stop");
          }
          ASSIGN_OR_RETURN(const BlockReturns blocks,
                           tables.BlocksAt(part, row));
          visit(blocks);
        }
        return absl::OkStatus();
      });
}

}  // namespace

void AddDeflatedSharpeRatio(const BestOfTrials& best, int64_t earlier_trials,
                            Metrics* metrics) {
  const auto& values = best.metrics.values;
  const auto sharpe = values.find("sharpe_ratio");
  const auto skewness = values.find("skewness");
  const auto kurtosis = values.find("kurtosis");
  if (sharpe == values.end() || skewness == values.end() ||
      kurtosis == values.end()) {
    metrics->undefined[kDeflated] = "the best trial has no Sharpe ratio";
    return;
  }
  const int64_t trials = best.trials + earlier_trials;
  // A deviation of zero would pass for trials that are all the same, and take
  // nothing off.
  if (trials > 1 && best.sharpe_count < 2) {
    metrics->undefined[kDeflated] = absl::StrCat(
        "of ", best.trials, best.trials == 1 ? " trial" : " trials",
        " of this search ", best.sharpe_count,
        best.sharpe_count == 1 ? " has" : " have",
        " a Sharpe ratio; how much the best of ", trials,
        " trials owes to luck takes the deviation of at least 2");
    return;
  }
  const double scale = std::sqrt(best.periods_per_year);
  const auto deflated =
      DeflatedSharpeRatio({.sharpe_ratio = sharpe->second / scale,
                           .observations = best.return_count,
                           .skewness = skewness->second,
                           .kurtosis = kurtosis->second},
                          trials, best.sharpe_deviation / scale);
  if (deflated) {
    metrics->values[kDeflated] = *deflated;
  } else {
    metrics->undefined[kDeflated] = "the returns' moments are too extreme";
  }
}

absl::Status AddOverfitting(std::span<const v1::Artifact> artifacts,
                            const TrialTables& tables,
                            const ArtifactStore& store,
                            const std::stop_token& stop, Metrics* metrics) {
  OverfittingStudy study;
  absl::Status status =
      ForEachTrial(artifacts, tables, store, stop,
                   [&](const BlockReturns& b) { study.AddInSample(b); });
  if (status.ok()) {
    study.BeginOutOfSample();
    status =
        ForEachTrial(artifacts, tables, store, stop,
                     [&](const BlockReturns& b) { study.AddOutOfSample(b); });
  }
  std::string reason(status.message());
  if (status.ok()) {
    const auto estimate = study.Finish();
    if (estimate.ok()) {
      metrics->values[kProbability] =
          estimate->probability_of_backtest_overfitting;
      metrics->values[kLoss] = estimate->probability_of_loss;
      metrics->values[kSlope] = estimate->degradation_slope;
      return absl::OkStatus();
    }
    reason = std::string(estimate.status().message());
  } else if (!absl::IsInvalidArgument(status)) {
    return status;
  }
  for (const char* name : {kProbability, kLoss, kSlope}) {
    metrics->undefined[name] = reason;
  }
  return absl::OkStatus();
}

}  // namespace admf
