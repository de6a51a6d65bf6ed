#include "managers/backtest/backtest_config.h"

#include "managers/backtest/config_checker.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_run.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {

using admf::v1::BacktestConfig;

void ResolveBacktestConfig(const DataRoot& data_root,
                           v1::WorkflowConfig* config,
                           std::vector<ConfigProblem>* problems) {
  if (config->has_data_config()) {
    ResolveDataConfig(data_root, config->mutable_data_config(), problems);
  } else {
    problems->push_back(
        {"workflow.data_config",
         "is missing; it says which prices to use, such as `data_config: "
         "{sources: {GOOG: {path: GOOG.csv}}}`"});
  }
  if (!config->has_backtest_config()) {
    problems->push_back(
        {"workflow.backtest_config",
         "is missing; `type: backtest` needs it, such as `backtest_config: "
         "{strategy: {type: sma_crossover}}`"});
    return;
  }
  ResolveStrategy(config, problems);
  ConfigChecker checker(problems);
  ResolveRun(config->mutable_backtest_config(), checker);
}

SimulationSettings ToSimulationSettings(const BacktestConfig& config) {
  SimulationSettings settings;
  const v1::ExecutionConfig& execution = config.execution();
  settings.fill = execution.fill() == v1::FILL_MODE_SAME_CLOSE
                      ? FillMode::kSameClose
                      : FillMode::kNextOpen;
  const v1::CommissionConfig& commission = execution.commission();
  settings.commission.rate = commission.rate();
  settings.commission.amount = commission.amount();
  if (commission.type() == v1::COMMISSION_TYPE_PERCENT) {
    settings.commission.type = Commission::Type::kPercent;
  } else if (commission.type() == v1::COMMISSION_TYPE_FIXED) {
    settings.commission.type = Commission::Type::kFixed;
  } else if (commission.type() == v1::COMMISSION_TYPE_PER_SHARE) {
    settings.commission.type = Commission::Type::kPerShare;
  }
  if (execution.slippage().type() == v1::SLIPPAGE_TYPE_PERCENT) {
    settings.slippage = {.type = Slippage::Type::kPercent,
                         .rate = execution.slippage().rate()};
  }
  const v1::PortfolioConfig& portfolio = config.portfolio();
  settings.initial_cash = portfolio.initial_cash();
  if (portfolio.sizing().type() == v1::SIZING_TYPE_FIXED_UNITS) {
    settings.sizing.type = Sizing::Type::kFixedUnits;
    settings.sizing.units = portfolio.sizing().units();
  } else {
    settings.sizing.percent = portfolio.sizing().percent();
  }
  settings.units = portfolio.units() == v1::UNIT_TYPE_FRACTIONAL
                       ? Units::kFractional
                       : Units::kWhole;
  if (portfolio.direction() == v1::DIRECTION_LONG_ONLY) {
    settings.direction = Direction::kLongOnly;
  } else if (portfolio.direction() == v1::DIRECTION_SHORT_ONLY) {
    settings.direction = Direction::kShortOnly;
  }
  settings.close_at_end = portfolio.close_at_end();
  const v1::RiskConfig& risk = config.risk();
  if (risk.has_stop_loss()) settings.stop_loss = risk.stop_loss();
  if (risk.has_take_profit()) settings.take_profit = risk.take_profit();
  if (risk.has_trailing_stop()) settings.trailing_stop = risk.trailing_stop();
  if (risk.has_max_holding_bars()) {
    settings.max_holding_bars = risk.max_holding_bars();
  }
  return settings;
}

MetricsOptions ToMetricsOptions(const BacktestConfig& config) {
  MetricsOptions options;
  if (config.metrics().has_periods_per_year()) {
    options.periods_per_year = config.metrics().periods_per_year();
  }
  options.risk_free_rate = config.metrics().risk_free_rate();
  return options;
}

}  // namespace admf
