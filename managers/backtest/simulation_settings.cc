#include <cstdint>
#include <string_view>

#include "managers/backtest/backtest_config.h"
#include "managers/backtest/resolve_execution.h"

namespace admf {
namespace {

Commission ToCommission(const v1::CommissionConfig& config) {
  Commission commission;
  switch (config.type()) {
    case v1::COMMISSION_TYPE_PERCENT:
      commission.type = Commission::Type::kPercent;
      break;
    case v1::COMMISSION_TYPE_FIXED:
      commission.type = Commission::Type::kFixed;
      break;
    case v1::COMMISSION_TYPE_PER_SHARE:
      commission.type = Commission::Type::kPerShare;
      break;
    case v1::COMMISSION_TYPE_TIERED:
      commission.type = Commission::Type::kTiered;
      break;
    default:
      break;
  }
  commission.rate = config.rate();
  commission.amount = config.amount();
  commission.minimum = config.minimum();
  commission.maximum_rate = config.maximum_rate();
  for (const v1::CommissionTier& tier : config.tiers()) {
    commission.tiers.push_back(
        {.from_units = tier.from_units(), .amount = tier.amount()});
  }
  return commission;
}

Slippage ToSlippage(const v1::SlippageConfig& config) {
  Slippage slippage;
  switch (config.type()) {
    case v1::SLIPPAGE_TYPE_PERCENT:
      slippage.type = Slippage::Type::kPercent;
      break;
    case v1::SLIPPAGE_TYPE_FIXED:
      slippage.type = Slippage::Type::kFixed;
      break;
    case v1::SLIPPAGE_TYPE_VOLUME_IMPACT:
      slippage.type = Slippage::Type::kVolumeImpact;
      break;
    default:
      break;
  }
  slippage.rate = config.rate();
  slippage.amount = config.amount();
  slippage.coefficient = config.coefficient();
  slippage.exponent = config.exponent();
  return slippage;
}

EntryOrder ToEntryOrder(const v1::EntryOrderConfig& config) {
  EntryOrder entry;
  switch (config.type()) {
    case v1::ENTRY_ORDER_TYPE_LIMIT:
      entry.type = EntryOrder::Type::kLimit;
      break;
    case v1::ENTRY_ORDER_TYPE_STOP:
      entry.type = EntryOrder::Type::kStop;
      break;
    case v1::ENTRY_ORDER_TYPE_STOP_LIMIT:
      entry.type = EntryOrder::Type::kStopLimit;
      break;
    case v1::ENTRY_ORDER_TYPE_TRAILING_STOP:
      entry.type = EntryOrder::Type::kTrailingStop;
      break;
    default:
      break;
  }
  entry.offset = config.offset();
  entry.limit_offset = config.limit_offset();
  entry.time_in_force_bars = config.time_in_force_bars();
  return entry;
}

Sizing::Type ToSizingType(v1::SizingType type) {
  switch (type) {
    case v1::SIZING_TYPE_FIXED_UNITS:
      return Sizing::Type::kFixedUnits;
    case v1::SIZING_TYPE_FIXED_CASH:
      return Sizing::Type::kFixedCash;
    case v1::SIZING_TYPE_VOLATILITY_TARGET:
      return Sizing::Type::kVolatilityTarget;
    case v1::SIZING_TYPE_KELLY_FRACTION:
      return Sizing::Type::kKellyFraction;
    case v1::SIZING_TYPE_ATR_RISK:
      return Sizing::Type::kAtrRisk;
    default:
      return Sizing::Type::kPercentEquity;
  }
}

/// What is resolved has every value that its type looks at; the others keep the
/// engine's.
Sizing ToSizing(const v1::SizingConfig& config) {
  Sizing sizing;
  sizing.type = ToSizingType(config.type());
  if (config.has_percent()) sizing.percent = config.percent();
  if (config.has_units()) sizing.units = config.units();
  if (config.has_cash()) sizing.cash = config.cash();
  if (config.has_target_volatility()) {
    sizing.target_volatility = config.target_volatility();
  }
  if (config.has_period()) sizing.period = config.period();
  if (config.has_periods_per_year()) {
    sizing.periods_per_year = config.periods_per_year();
  }
  if (config.has_fraction()) sizing.fraction = config.fraction();
  if (config.has_min_trades()) sizing.min_trades = config.min_trades();
  if (config.has_risk()) sizing.risk = config.risk();
  if (config.has_atr_multiple()) sizing.atr_multiple = config.atr_multiple();
  return sizing;
}

void AddExecution(const v1::ExecutionConfig& execution,
                  SimulationSettings* settings) {
  settings->fill = execution.fill() == v1::FILL_MODE_SAME_CLOSE
                       ? FillMode::kSameClose
                       : FillMode::kNextOpen;
  settings->commission = ToCommission(execution.commission());
  settings->slippage = ToSlippage(execution.slippage());
  settings->spread = execution.spread();
  if (execution.has_volume_limit()) {
    settings->volume_limit = execution.volume_limit();
  }
  settings->entry = ToEntryOrder(execution.entry());
  if (execution.has_session()) {
    settings->session =
        Session{ParseTimeOfDay(execution.session().start()).value_or(0),
                ParseTimeOfDay(execution.session().end()).value_or(0)};
  }
  settings->close_eod = execution.close_eod();
}

void AddPortfolio(const v1::PortfolioConfig& portfolio,
                  SimulationSettings* settings) {
  settings->initial_cash = portfolio.initial_cash();
  settings->sizing = ToSizing(portfolio.sizing());
  settings->units = portfolio.units() == v1::UNIT_TYPE_FRACTIONAL
                        ? Units::kFractional
                        : Units::kWhole;
  if (portfolio.direction() == v1::DIRECTION_LONG_ONLY) {
    settings->direction = Direction::kLongOnly;
  } else if (portfolio.direction() == v1::DIRECTION_SHORT_ONLY) {
    settings->direction = Direction::kShortOnly;
  }
  settings->close_at_end = portfolio.close_at_end();
  if (portfolio.has_max_leverage()) {
    settings->max_leverage = portfolio.max_leverage();
  }
  if (portfolio.has_initial_margin()) {
    settings->initial_margin = portfolio.initial_margin();
  }
  if (portfolio.has_maintenance_margin()) {
    settings->maintenance_margin = portfolio.maintenance_margin();
  }
  settings->borrow_rate = portfolio.borrow_rate();
}

void AddRisk(const v1::RiskConfig& risk, SimulationSettings* settings) {
  if (risk.has_stop_loss()) settings->stop_loss = risk.stop_loss();
  if (risk.has_take_profit()) settings->take_profit = risk.take_profit();
  if (risk.has_trailing_stop()) settings->trailing_stop = risk.trailing_stop();
  if (risk.has_max_holding_bars()) {
    settings->max_holding_bars = risk.max_holding_bars();
  }
  if (risk.has_max_position()) settings->max_position = risk.max_position();
  if (risk.has_max_drawdown()) settings->max_drawdown = risk.max_drawdown();
  if (risk.has_daily_loss_limit()) {
    settings->daily_loss_limit = risk.daily_loss_limit();
  }
}

}  // namespace

SimulationSettings ToSimulationSettings(const v1::BacktestConfig& config) {
  SimulationSettings settings;
  AddExecution(config.execution(), &settings);
  AddPortfolio(config.portfolio(), &settings);
  AddRisk(config.risk(), &settings);
  return settings;
}

double MultiplierOf(const v1::BacktestConfig& config) {
  return config.portfolio().has_multiplier() ? config.portfolio().multiplier()
                                             : 1;
}

}  // namespace admf
