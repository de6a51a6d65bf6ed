#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/data/bars.h"
#include "engine/execution/simulation.h"
#include "engine/indicators/indicator.h"
#include "engine/metrics/close_index.h"
#include "engine/metrics/metric_selection.h"
#include "engine/metrics/metric_values.h"
#include "engine/metrics/return_sampling.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/segment_run.h"

namespace admf {

/// Sums over some of a trial's period returns.
struct ReturnSums {
  int64_t count = 0;
  double sum = 0;
  double squares = 0;
};

/// What one trial came to.
struct TrialOutcome {
  /// Of the metrics that are asked for, in their order; NaN if undefined.
  std::vector<double> metrics;
  /// Of each block of the returns (BlockReturns); none if there are too few
  /// returns.
  std::vector<double> block_sums;
  std::vector<double> block_squares;
  int64_t return_count = 0;
  /// Of the returns of each market regime; of none if the equity was not above
  /// zero all the time.
  std::vector<ReturnSums> regimes;
  /// AccountDigest of the run.
  std::string account_digest;
};

/// Runs trials: the computation of a backtest, without what only one of them is
/// looked at for. Where the account alone is wanted and the settings allow it,
/// that is a replay (engine/execution/replay.h), which comes to the same to the
/// bit.
///
/// Thread-safe; it keeps nothing of a trial.
class TrialEvaluator {
 public:
  struct Options {
    std::shared_ptr<const BarSeries> bars;
    /// Outlives the evaluator.
    IndicatorSource* indicators = nullptr;
    /// Names of the metrics that are wanted.
    std::vector<std::string> metrics;
    /// Of the returns; 0 for none.
    size_t blocks = 0;
    /// For each return period the number of its market regime, below
    /// `regime_count`; empty if regimes aren't asked for.
    std::vector<uint8_t> regime_of_period = {};
    size_t regime_count = 0;
  };

  explicit TrialEvaluator(Options options);

  const BarSeries& bars() const { return *options_.bars; }
  const std::vector<std::string>& metrics() const { return options_.metrics; }

  /// How many trials are best evaluated together: some, but no more than take
  /// a few milliseconds. At least 1.
  size_t GroupSize() const;

  /// Trials over all bars, in order. Errors as DecideAll and RunDecisions.
  absl::StatusOr<std::vector<TrialOutcome>> Evaluate(
      std::span<const admf::v1::BacktestConfig> runs,
      std::stop_token stop) const;

  /// All decisions of a run.
  absl::StatusOr<std::vector<Decision>> Decide(
      const admf::v1::BacktestConfig& run, std::stop_token stop) const;

  /// The returns of the periods of a run over all bars. Errors as Evaluate.
  absl::StatusOr<SampledReturns> ReturnsOf(const admf::v1::BacktestConfig& run,
                                           std::stop_token stop) const;

  /// All metrics of decisions in ranges of bars (engine/validation/
  /// segment_run.h). The periods in a year are those of all bars: holes between
  /// ranges are no time without bars.
  absl::StatusOr<Metrics> EvaluateRanges(const admf::v1::BacktestConfig& run,
                                         std::span<const Decision> decisions,
                                         const SegmentedBars& ranges,
                                         std::stop_token stop) const;

 private:
  absl::StatusOr<TrialOutcome> Execute(const admf::v1::BacktestConfig& run,
                                       std::span<const Decision> decisions,
                                       std::stop_token stop) const;
  /// Of the run, with what it leaves to the bars.
  MetricsOptions MetricsOptionsOf(const admf::v1::BacktestConfig& run) const;

  const Options options_;
  /// DefaultPeriodsPerYear of the bars, which takes longer than many a trial.
  const double periods_per_year_;
  /// Of bars whose equity is sampled daily.
  const std::optional<CloseIndex> closes_;
  /// Of options_.metrics.
  const MetricSelection selection_;
  /// Whether all metrics that are wanted are those of an account.
  const bool account_suffices_;
};

}  // namespace admf
