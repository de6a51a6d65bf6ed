#include "managers/search/portfolio_trial_evaluator.h"

#include <algorithm>
#include <utility>

#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_digest.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/execution/settings.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metrics.h"
#include "engine/metrics/periods_per_year.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/resolve_strategy.h"
#include "managers/backtest/resolve_symbols.h"

namespace admf {
namespace {

std::vector<std::string> SymbolsOf(const AlignedBars& bars) {
  std::vector<std::string> symbols;
  for (size_t i = 0; i < bars.symbols(); ++i) {
    symbols.push_back(bars.bars(i).symbol());
  }
  return symbols;
}

}  // namespace

PortfolioTrialEvaluator::PortfolioTrialEvaluator(Options options)
    : options_(std::move(options)),
      symbols_(SymbolsOf(*options_.bars)),
      periods_per_year_(DefaultPeriodsPerYear(*options_.bars)),
      selection_(options_.metrics) {}

size_t PortfolioTrialEvaluator::GroupSize() const {
  // Trials together share the indicators of one symbol after the other; each
  // goes through the broker, which takes far longer.
  constexpr size_t kMost = 16;
  constexpr size_t kRows = size_t{1} << 20;
  const size_t rows = options_.bars->ticks() * options_.bars->symbols();
  return std::clamp<size_t>(kRows / rows, 1, kMost);
}

absl::StatusOr<std::vector<PortfolioTrialEvaluator::Decisions>>
PortfolioTrialEvaluator::Decide(std::span<const v1::BacktestConfig> runs,
                                const std::stop_token& stop) const {
  std::vector<Decisions> decisions(runs.size());
  for (size_t symbol = 0; symbol < symbols_.size(); ++symbol) {
    std::vector<std::unique_ptr<Strategy>> strategies;
    strategies.reserve(runs.size());
    for (const v1::BacktestConfig& run : runs) {
      strategies.push_back(CreateStrategy(run.strategy()));
    }
    ASSIGN_OR_RETURN(
        std::vector<std::vector<Decision>> of_symbol,
        DecideTogether(strategies, options_.bars->shared_bars(symbol),
                       *options_.indicators, stop));
    for (size_t run = 0; run < runs.size(); ++run) {
      decisions[run].push_back(std::move(of_symbol[run]));
    }
  }
  return decisions;
}

absl::StatusOr<std::vector<TrialOutcome>> PortfolioTrialEvaluator::Evaluate(
    std::span<const v1::BacktestConfig> runs, std::stop_token stop) const {
  ASSIGN_OR_RETURN(const std::vector<Decisions> decisions, Decide(runs, stop));
  std::vector<TrialOutcome> outcomes;
  outcomes.reserve(runs.size());
  for (size_t i = 0; i < runs.size(); ++i) {
    ASSIGN_OR_RETURN(outcomes.emplace_back(),
                     Execute(runs[i], decisions[i], stop));
  }
  return outcomes;
}

absl::StatusOr<PortfolioTrialEvaluator::Account>
PortfolioTrialEvaluator::Simulate(const v1::BacktestConfig& run,
                                  const Decisions& decisions,
                                  MetricCollector& out,
                                  std::stop_token stop) const {
  const std::vector<SymbolTerms> terms =
      ToSymbolTerms(symbols_, run.portfolio());
  std::vector<SymbolPlan> plans;
  plans.reserve(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) {
    plans.push_back({.decisions = decisions[i],
                     .weight = terms[i].weight,
                     .multiplier = terms[i].multiplier});
  }
  const SimulationSettings settings = ToSimulationSettings(run);
  MetricsOptions options = ToMetricsOptions(run);
  if (!options.periods_per_year) options.periods_per_year = periods_per_year_;
  ASSIGN_OR_RETURN(
      const PortfolioSimulation simulation,
      SimulatePortfolio(*options_.bars, plans, settings, std::move(stop)));
  Account account;
  account.returns.solvent =
      ComputeMetrics(*options_.bars, simulation, settings, options, out,
                     &account.returns.returns);
  account.digest = AccountDigest(simulation);
  return account;
}

absl::StatusOr<TrialOutcome> PortfolioTrialEvaluator::Execute(
    const v1::BacktestConfig& run, const Decisions& decisions,
    std::stop_token stop) const {
  SelectedMetrics metrics(selection_);
  ASSIGN_OR_RETURN(Account account,
                   Simulate(run, decisions, metrics, std::move(stop)));
  TrialOutcome outcome;
  outcome.metrics = std::move(metrics).Take();
  outcome.account_digest = std::move(account.digest);
  AddReturns(account.returns.returns, options_.blocks, &outcome);
  return outcome;
}

absl::StatusOr<TrialReturns> PortfolioTrialEvaluator::ReturnsOf(
    const v1::BacktestConfig& run, std::stop_token stop) const {
  ASSIGN_OR_RETURN(const std::vector<Decisions> decisions,
                   Decide({&run, 1}, stop));
  SelectedMetrics metrics(selection_);
  ASSIGN_OR_RETURN(Account account,
                   Simulate(run, decisions.front(), metrics, std::move(stop)));
  return std::move(account.returns);
}

}  // namespace admf
