#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "engine/metrics/metric_values.h"
#include "managers/artifact_store.h"
#include "managers/search/trial_table.h"

namespace admf {

/// What is needed to judge the Sharpe ratio of the best of many trials.
struct BestOfTrials {
  /// All metrics of the best trial.
  const Metrics& metrics;
  /// Its returns, and how many of them make a year.
  int64_t return_count = 0;
  double periods_per_year = 0;
  /// Trials that were run, and the sample deviation (divisor count - 1) of the
  /// annual Sharpe ratios of those that have one.
  int64_t trials = 0;
  double sharpe_deviation = 0;
  /// How many trials have a Sharpe ratio.
  int64_t sharpe_count = 0;
};

/// The metric deflated_sharpe_ratio (engine/metrics/sharpe_statistics.h) of the
/// best of `best.trials` + `earlier_trials` trials: a value or a reason. Where
/// these are more than one, it needs a deviation, and so the Sharpe ratios of
/// at least two.
void AddDeflatedSharpeRatio(const BestOfTrials& best, int64_t earlier_trials,
                            Metrics* metrics);

/// The metrics probability_of_backtest_overfitting and those around it
/// (engine/validation/backtest_overfitting.h), each a value or a reason, from
/// the parts of TrialTables::kReturns, all of which it goes through twice.
/// Errors of the store, CANCELLED once `stop` is requested.
absl::Status AddOverfitting(std::span<const admf::v1::Artifact> artifacts,
                            const TrialTables& tables,
                            const ArtifactStore& store,
                            const std::stop_token& stop, Metrics* metrics);

}  // namespace admf
