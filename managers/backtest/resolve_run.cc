#include "managers/backtest/resolve_run.h"

#include "absl/strings/str_cat.h"
#include "managers/backtest/resolve_execution.h"
#include "managers/backtest/resolve_portfolio.h"

namespace admf {

using admf::v1::BacktestConfig;

namespace {

constexpr double kMaxTakeProfit = 1e6;

void CheckRiskAndMetrics(const BacktestConfig& config, ConfigChecker& checker) {
  const v1::RiskConfig& risk = config.risk();
  if (risk.has_stop_loss()) {
    checker.Range(risk.stop_loss() > 0 && risk.stop_loss() < 1,
                  risk.stop_loss(), "risk.stop_loss",
                  "a fraction above 0 and below 1 (0.02 is 2 %)");
  }
  if (risk.has_take_profit()) {
    checker.Range(
        risk.take_profit() > 0 && risk.take_profit() <= kMaxTakeProfit,
        risk.take_profit(), "risk.take_profit",
        "a fraction above 0 and at most 1e6 (0.05 is 5 %)");
  }
  if (risk.has_trailing_stop()) {
    checker.Range(risk.trailing_stop() > 0 && risk.trailing_stop() < 1,
                  risk.trailing_stop(), "risk.trailing_stop",
                  "a fraction above 0 and below 1 (0.03 is 3 %)");
  }
  if (risk.has_max_holding_bars() && risk.max_holding_bars() < 1) {
    checker.Add("risk.max_holding_bars",
                absl::StrCat(risk.max_holding_bars(),
                             " is out of range; it must be 1 or more"));
  }
  checker.CheckBetween(risk.has_max_position(), risk.max_position(), 0, 1000,
                       "risk.max_position");
  checker.CheckFraction(risk.has_max_drawdown(), risk.max_drawdown(),
                        "risk.max_drawdown");
  checker.CheckFraction(risk.has_daily_loss_limit(), risk.daily_loss_limit(),
                        "risk.daily_loss_limit");
  const v1::MetricsConfig& metrics = config.metrics();
  checker.CheckPeriodsPerYear(metrics.has_periods_per_year(),
                              metrics.periods_per_year(),
                              "metrics.periods_per_year");
  checker.Range(metrics.risk_free_rate() > -1 && metrics.risk_free_rate() < 10,
                metrics.risk_free_rate(), "metrics.risk_free_rate",
                "a fraction a year, above -1 and below 10 (0.03 is 3 %)");
}

}  // namespace

void ResolveRun(BacktestConfig* config, ConfigChecker& checker) {
  ResolveExecution(config->mutable_execution(), checker);
  ResolvePortfolio(config->mutable_portfolio(), checker);
  CheckRiskAndMetrics(*config, checker);
}

}  // namespace admf
