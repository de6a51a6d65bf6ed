#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/data/aligned_bars.h"
#include "engine/indicators/indicator.h"
#include "engine/metrics/equity_clock.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metric_selection.h"
#include "engine/strategies/strategy.h"
#include "managers/search/trial_evaluator.h"
#include "managers/search/trial_outcome.h"

namespace admf {

/// Trials over the bars of several symbols with one account. A strategy decides
/// for each symbol alone, with the same parameters.
class PortfolioTrialEvaluator final : public TrialEvaluator {
 public:
  struct Options {
    std::shared_ptr<const AlignedBars> bars;
    /// Outlives the evaluator.
    IndicatorSource* indicators = nullptr;
    /// Names of the metrics that are wanted.
    std::vector<std::string> metrics;
    /// Of the returns; 0 for none.
    size_t blocks = 0;
  };

  explicit PortfolioTrialEvaluator(Options options);

  EquityClock clock() const override { return *options_.bars; }
  std::string DataDigest() const override { return options_.bars->Digest(); }
  const std::vector<std::string>& metrics() const override {
    return options_.metrics;
  }
  size_t GroupSize() const override;
  /// Errors as DecideAll and SimulatePortfolio.
  absl::StatusOr<std::vector<TrialOutcome>> Evaluate(
      std::span<const admf::v1::BacktestConfig> runs,
      std::stop_token stop) const override;
  absl::StatusOr<TrialReturns> ReturnsOf(const admf::v1::BacktestConfig& run,
                                         std::stop_token stop) const override;

 private:
  /// Of one run, by symbol.
  using Decisions = std::vector<std::vector<Decision>>;

  /// What one run came to, but for its metrics.
  struct Account {
    TrialReturns returns;
    std::string digest;
  };

  absl::StatusOr<std::vector<Decisions>> Decide(
      std::span<const admf::v1::BacktestConfig> runs,
      const std::stop_token& stop) const;
  absl::StatusOr<Account> Simulate(const admf::v1::BacktestConfig& run,
                                   const Decisions& decisions,
                                   MetricCollector& out,
                                   std::stop_token stop) const;
  absl::StatusOr<TrialOutcome> Execute(const admf::v1::BacktestConfig& run,
                                       const Decisions& decisions,
                                       std::stop_token stop) const;

  const Options options_;
  const std::vector<std::string> symbols_;
  /// DefaultPeriodsPerYear of the clock.
  const double periods_per_year_;
  /// Of options_.metrics.
  const MetricSelection selection_;
};

}  // namespace admf
