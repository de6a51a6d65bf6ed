#include "managers/backtest/resolve_run.h"

#include <cmath>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace admf {

using admf::v1::BacktestConfig;

namespace {

/// Far beyond any account, and far enough below the largest double for the
/// products of several of them.
constexpr double kMaxMoney = 1e15;
constexpr double kMaxUnits = 1e12;
constexpr double kMaxTakeProfit = 1e6;
/// A period of some milliseconds.
constexpr double kMaxPeriodsPerYear = 1e10;

void ResolveExecution(v1::ExecutionConfig* execution, ConfigChecker& checker) {
  if (execution->fill() == v1::FILL_MODE_UNSPECIFIED) {
    execution->set_fill(v1::FILL_MODE_NEXT_OPEN);
  }
  v1::CommissionConfig* commission = execution->mutable_commission();
  const v1::CommissionType type = commission->type();
  const bool percent = type == v1::COMMISSION_TYPE_PERCENT;
  const bool fixed = type == v1::COMMISSION_TYPE_FIXED;
  const bool per_share = type == v1::COMMISSION_TYPE_PER_SHARE;
  const std::string_view name = percent     ? "percent"
                                : fixed     ? "fixed"
                                : per_share ? "per_share"
                                            : "none";
  if (name == "none") commission->set_type(v1::COMMISSION_TYPE_NONE);
  checker.Needs(percent, commission->has_rate(), "execution.commission.rate",
                name, "`rate: 0.002` for 0.2 %");
  checker.Needs(fixed || per_share, commission->has_amount(),
                "execution.commission.amount", name, "`amount: 1.0`");
  checker.Range(commission->rate() >= 0 && commission->rate() < 1,
                commission->rate(), "execution.commission.rate",
                "a fraction from 0 up to, but not including, 1");
  checker.Range(commission->amount() >= 0 && commission->amount() <= kMaxMoney,
                commission->amount(), "execution.commission.amount",
                "from 0 to 1e15");

  v1::SlippageConfig* slippage = execution->mutable_slippage();
  const bool slips = slippage->type() == v1::SLIPPAGE_TYPE_PERCENT;
  if (!slips) slippage->set_type(v1::SLIPPAGE_TYPE_NONE);
  checker.Needs(slips, slippage->has_rate(), "execution.slippage.rate",
                slips ? "percent" : "none",
                "`rate: 0.0005` for 5 basis points");
  checker.Range(slippage->rate() >= 0 && slippage->rate() < 1, slippage->rate(),
                "execution.slippage.rate",
                "a fraction from 0 up to, but not including, 1");
}

void ResolvePortfolio(v1::PortfolioConfig* portfolio, ConfigChecker& checker) {
  if (!portfolio->has_initial_cash()) portfolio->set_initial_cash(10'000);
  checker.Range(
      portfolio->initial_cash() > 0 && portfolio->initial_cash() <= kMaxMoney,
      portfolio->initial_cash(), "portfolio.initial_cash",
      "above 0 and at most 1e15");
  if (portfolio->units() == v1::UNIT_TYPE_UNSPECIFIED) {
    portfolio->set_units(v1::UNIT_TYPE_WHOLE);
  }
  if (portfolio->direction() == v1::DIRECTION_UNSPECIFIED) {
    portfolio->set_direction(v1::DIRECTION_LONG_SHORT);
  }
  v1::SizingConfig* sizing = portfolio->mutable_sizing();
  const bool fixed = sizing->type() == v1::SIZING_TYPE_FIXED_UNITS;
  if (!fixed) sizing->set_type(v1::SIZING_TYPE_PERCENT_EQUITY);
  checker.Needs(fixed, sizing->has_units(), "portfolio.sizing.units",
                fixed ? "fixed_units" : "percent_equity", "`units: 100`");
  if (fixed) {
    checker.Needs(false, sizing->has_percent(), "portfolio.sizing.percent",
                  "fixed_units", "");
  } else if (!sizing->has_percent()) {
    sizing->set_percent(100);
  }
  if (sizing->has_percent()) {
    checker.Range(sizing->percent() > 0 && sizing->percent() <= 100,
                  sizing->percent(), "portfolio.sizing.percent",
                  "above 0 and at most 100");
  }
  if (sizing->has_units()) {
    checker.Range(sizing->units() > 0 && sizing->units() <= kMaxUnits,
                  sizing->units(), "portfolio.sizing.units",
                  "above 0 and at most 1e12");
    if (portfolio->units() == v1::UNIT_TYPE_WHOLE &&
        sizing->units() != std::floor(sizing->units())) {
      checker.Add("portfolio.sizing.units",
                  absl::StrCat(sizing->units(),
                               " is not whole; round it, or allow parts of a "
                               "unit with `portfolio: {units: fractional}`"));
    }
  }
}

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
  const v1::MetricsConfig& metrics = config.metrics();
  if (metrics.has_periods_per_year()) {
    checker.Range(metrics.periods_per_year() > 0 &&
                      metrics.periods_per_year() <= kMaxPeriodsPerYear,
                  metrics.periods_per_year(), "metrics.periods_per_year",
                  "above 0 and at most 1e10");
  }
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
