#include "managers/search/symbol_trial_evaluator.h"

#include <algorithm>
#include <utility>

#include "engine/base/status_macros.h"
#include "engine/broker/run_decisions.h"
#include "engine/execution/account_digest.h"
#include "engine/execution/replay.h"
#include "engine/execution/settings.h"
#include "engine/metrics/account_metrics.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/metrics/return_moments.h"
#include "engine/metrics/return_sampling.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {
namespace {

/// What one run came to, but for its metrics.
struct Run {
  std::vector<double> returns;
  /// Whether the equity was above zero all the time.
  bool solvent = true;
  std::string account_digest;
};

/// `closes` unless the equity is sampled at every bar.
absl::StatusOr<Run> RunAccount(const BarSeries& bars,
                               const std::optional<CloseIndex>& closes,
                               std::span<const Decision> decisions,
                               const SimulationSettings& settings,
                               const MetricsOptions& options,
                               std::stop_token stop, MetricCollector& out) {
  Run run;
  Replayed account;
  RETURN_IF_ERROR(Replay(bars, decisions, settings, std::move(stop), &account));
  const auto compute = [&](const auto& prices) {
    run.solvent = ComputeAccountMetrics(
        prices, account.states, settings.initial_cash, account.closed_trades,
        options, out, &run.returns);
  };
  if (closes) {
    compute(*closes);
  } else {
    // The returns come in whole blocks.
    run.returns.reserve(bars.size() + ReturnMoments::kBlock);
    compute(bars);
  }
  run.account_digest = AccountDigest(account.states);
  return run;
}

absl::StatusOr<Run> RunInFull(const std::shared_ptr<const BarSeries>& bars,
                              std::span<const Decision> decisions,
                              const SimulationSettings& settings,
                              double multiplier, const MetricsOptions& options,
                              std::stop_token stop, MetricCollector& out) {
  ASSIGN_OR_RETURN(
      const DecisionRun decided,
      RunDecisions(bars, decisions, settings, multiplier, std::move(stop)));
  const Simulation& simulation = decided.simulation;
  Run run;
  run.solvent =
      ComputeMetrics(*bars, simulation, settings, options, out, &run.returns);
  run.account_digest = AccountDigest(simulation.states);
  return run;
}

}  // namespace

SymbolTrialEvaluator::SymbolTrialEvaluator(Options options)
    : options_(std::move(options)),
      periods_per_year_(DefaultPeriodsPerYear(*options_.bars)),
      closes_(SampledDaily(*options_.bars)
                  ? std::optional<CloseIndex>(options_.bars)
                  : std::nullopt),
      selection_(options_.metrics),
      account_suffices_(std::all_of(
          options_.metrics.begin(), options_.metrics.end(),
          [](const std::string& name) { return IsAccountMetric(name); })) {}

MetricsOptions SymbolTrialEvaluator::MetricsOptionsOf(
    const v1::BacktestConfig& run) const {
  MetricsOptions options = ToMetricsOptions(run);
  if (!options.periods_per_year) options.periods_per_year = periods_per_year_;
  return options;
}

absl::StatusOr<std::vector<Decision>> SymbolTrialEvaluator::Decide(
    const v1::BacktestConfig& run, std::stop_token stop) const {
  const auto strategy = CreateStrategy(run.strategy());
  return DecideAll(*strategy, options_.bars, *options_.indicators,
                   std::move(stop));
}

size_t SymbolTrialEvaluator::GroupSize() const {
  // A tile of two parameters (trial_order.h); blocks of its 16 indicators stay
  // in the second-level cache.
  constexpr size_t kMost = 64;
  constexpr size_t kBars = size_t{1} << 24;
  return std::clamp<size_t>(kBars / options_.bars->size(), 1, kMost);
}

absl::StatusOr<std::vector<TrialOutcome>> SymbolTrialEvaluator::Evaluate(
    std::span<const v1::BacktestConfig> runs, std::stop_token stop) const {
  std::vector<std::unique_ptr<Strategy>> strategies;
  strategies.reserve(runs.size());
  for (const v1::BacktestConfig& run : runs) {
    strategies.push_back(CreateStrategy(run.strategy()));
  }
  ASSIGN_OR_RETURN(
      const std::vector<std::vector<Decision>> decisions,
      DecideTogether(strategies, options_.bars, *options_.indicators, stop));
  std::vector<TrialOutcome> outcomes;
  outcomes.reserve(runs.size());
  for (size_t i = 0; i < runs.size(); ++i) {
    ASSIGN_OR_RETURN(TrialOutcome outcome,
                     Execute(runs[i], decisions[i], stop));
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

absl::StatusOr<TrialOutcome> SymbolTrialEvaluator::Execute(
    const v1::BacktestConfig& run, std::span<const Decision> decisions,
    std::stop_token stop) const {
  const SimulationSettings settings = ToSimulationSettings(run);
  const MetricsOptions options = MetricsOptionsOf(run);
  const double multiplier = MultiplierOf(run);
  SelectedMetrics metrics(selection_);
  absl::StatusOr<Run> done =
      account_suffices_ && CanReplay(settings) && multiplier == 1
          ? RunAccount(*options_.bars, closes_, decisions, settings, options,
                       std::move(stop), metrics)
          : RunInFull(options_.bars, decisions, settings, multiplier, options,
                      std::move(stop), metrics);
  RETURN_IF_ERROR(done.status());

  TrialOutcome outcome;
  outcome.metrics = std::move(metrics).Take();
  outcome.account_digest = std::move(done->account_digest);
  AddReturns(done->returns, options_.blocks, &outcome);
  outcome.regimes.resize(options_.regime_count);
  if (!done->solvent) return outcome;
  for (size_t i = 0; i < options_.regime_of_period.size(); ++i) {
    ReturnSums& sums = outcome.regimes[options_.regime_of_period[i]];
    ++sums.count;
    sums.sum += done->returns[i];
    sums.squares += done->returns[i] * done->returns[i];
  }
  return outcome;
}

absl::StatusOr<TrialReturns> SymbolTrialEvaluator::ReturnsOf(
    const v1::BacktestConfig& run, std::stop_token stop) const {
  ASSIGN_OR_RETURN(const std::vector<Decision> decisions, Decide(run, stop));
  const SimulationSettings settings = ToSimulationSettings(run);
  ASSIGN_OR_RETURN(const DecisionRun decided,
                   RunDecisions(options_.bars, decisions, settings,
                                MultiplierOf(run), std::move(stop)));
  SampledReturns sampled =
      SampleReturns(*options_.bars, decided.simulation, settings.initial_cash);
  return TrialReturns{std::move(sampled.returns), sampled.summary.all_positive};
}

absl::StatusOr<Metrics> SymbolTrialEvaluator::EvaluateRanges(
    const v1::BacktestConfig& run, std::span<const Decision> decisions,
    const SegmentedBars& ranges, std::stop_token stop) const {
  const SimulationSettings settings = ToSimulationSettings(run);
  ASSIGN_OR_RETURN(const SegmentRun segments,
                   RunSegments(ranges, decisions, settings, MultiplierOf(run),
                               std::move(stop)));
  return ComputeMetrics(*segments.bars, segments.simulation, settings,
                        MetricsOptionsOf(run));
}

}  // namespace admf
