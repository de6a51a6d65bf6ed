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
#include "engine/indicators/indicator.h"
#include "engine/metrics/close_index.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/metric_selection.h"
#include "engine/metrics/metric_values.h"
#include "engine/strategies/strategy.h"
#include "engine/validation/segment_run.h"
#include "managers/search/trial_evaluator.h"
#include "managers/search/trial_outcome.h"

namespace admf {

/// Trials over the bars of one symbol. Where the account alone is wanted and
/// the settings allow it, a trial is a replay (engine/execution/replay.h),
/// which comes to the same to the bit.
class SymbolTrialEvaluator final : public TrialEvaluator {
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

  explicit SymbolTrialEvaluator(Options options);

  EquityClock clock() const override { return *options_.bars; }
  std::string DataDigest() const override { return options_.bars->digest(); }
  const std::vector<std::string>& metrics() const override {
    return options_.metrics;
  }
  size_t GroupSize() const override;
  /// Errors as DecideAll and RunDecisions.
  absl::StatusOr<std::vector<TrialOutcome>> Evaluate(
      std::span<const admf::v1::BacktestConfig> runs,
      std::stop_token stop) const override;
  absl::StatusOr<TrialReturns> ReturnsOf(const admf::v1::BacktestConfig& run,
                                         std::stop_token stop) const override;

  /// All decisions of a run.
  absl::StatusOr<std::vector<Decision>> Decide(
      const admf::v1::BacktestConfig& run, std::stop_token stop) const;

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
