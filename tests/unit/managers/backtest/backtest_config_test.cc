#include "managers/backtest/backtest_config.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/managers/backtest/backtest_config_fixture.h"

namespace admf {
namespace {

TEST_F(BacktestConfigTest, DefaultsAreFilledIn) {
  ASSERT_EQ(Problems(), Fields{});
  const v1::BacktestConfig& backtest = resolved_.backtest_config();
  EXPECT_EQ(backtest.strategy().params().at("fast_period").number_value(), 10);
  EXPECT_EQ(backtest.strategy().params().at("slow_period").number_value(), 30);
  EXPECT_EQ(backtest.execution().fill(), v1::FILL_MODE_NEXT_OPEN);
  EXPECT_EQ(backtest.portfolio().initial_cash(), 10'000);
  EXPECT_EQ(backtest.portfolio().sizing().percent(), 100);
  EXPECT_EQ(resolved_.data_config().timezone(), "UTC");
  const SimulationSettings settings = ToSimulationSettings(backtest);
  EXPECT_EQ(settings.fill, FillMode::kNextOpen);
  EXPECT_EQ(settings.units, Units::kWhole);
  EXPECT_EQ(settings.direction, Direction::kLongShort);
  EXPECT_FALSE(settings.stop_loss.has_value());
}

TEST_F(BacktestConfigTest, ResolvingTwiceChangesNothing) {
  ASSERT_EQ(Problems(), Fields{});
  const std::string once = resolved_.SerializeAsString();
  config_ = resolved_;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.ByteSizeLong(), once.size());
}

TEST_F(BacktestConfigTest, EverySettingReachesTheEngine) {
  execution().set_fill(v1::FILL_MODE_SAME_CLOSE);
  execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_PER_SHARE);
  execution().mutable_commission()->set_amount(0.01);
  execution().mutable_slippage()->set_type(v1::SLIPPAGE_TYPE_PERCENT);
  execution().mutable_slippage()->set_rate(0.001);
  portfolio().set_initial_cash(5);
  portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_UNITS);
  portfolio().mutable_sizing()->set_units(1.5);
  portfolio().set_units(v1::UNIT_TYPE_FRACTIONAL);
  portfolio().set_direction(v1::DIRECTION_SHORT_ONLY);
  portfolio().set_close_at_end(true);
  risk().set_stop_loss(0.1);
  risk().set_take_profit(0.2);
  risk().set_trailing_stop(0.3);
  risk().set_max_holding_bars(4);
  ASSERT_EQ(Problems(), Fields{});
  const SimulationSettings settings =
      ToSimulationSettings(resolved_.backtest_config());
  EXPECT_EQ(settings.fill, FillMode::kSameClose);
  EXPECT_EQ(settings.commission.type, Commission::Type::kPerShare);
  EXPECT_EQ(settings.commission.amount, 0.01);
  EXPECT_EQ(settings.slippage.rate, 0.001);
  EXPECT_EQ(settings.initial_cash, 5);
  EXPECT_EQ(settings.sizing.type, Sizing::Type::kFixedUnits);
  EXPECT_EQ(settings.sizing.units, 1.5);
  EXPECT_EQ(settings.units, Units::kFractional);
  EXPECT_EQ(settings.direction, Direction::kShortOnly);
  EXPECT_TRUE(settings.close_at_end);
  EXPECT_EQ(settings.stop_loss, 0.1);
  EXPECT_EQ(settings.take_profit, 0.2);
  EXPECT_EQ(settings.trailing_stop, 0.3);
  EXPECT_EQ(settings.max_holding_bars, 4);
}

TEST_F(BacktestConfigTest, EverySettingOfTheBrokerReachesTheEngine) {
  v1::CommissionConfig& commission = *execution().mutable_commission();
  commission.set_type(v1::COMMISSION_TYPE_TIERED);
  commission.set_minimum(1);
  commission.set_maximum_rate(0.01);
  commission.add_tiers()->set_amount(0.5);
  commission.add_tiers()->set_from_units(100);
  execution().mutable_slippage()->set_type(v1::SLIPPAGE_TYPE_VOLUME_IMPACT);
  execution().set_spread(0.002);
  execution().set_volume_limit(0.1);
  v1::EntryOrderConfig& entry = *execution().mutable_entry();
  entry.set_type(v1::ENTRY_ORDER_TYPE_STOP_LIMIT);
  entry.set_offset(0.01);
  entry.set_limit_offset(0.02);
  entry.set_time_in_force_bars(3);
  execution().mutable_session()->set_start("09:30");
  execution().mutable_session()->set_end("16:00");
  execution().set_close_eod(true);
  portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_ATR_RISK);
  portfolio().set_multiplier(50);
  portfolio().set_max_leverage(2);
  portfolio().set_initial_margin(0.5);
  portfolio().set_maintenance_margin(0.25);
  portfolio().set_borrow_rate(0.03);
  risk().set_max_position(0.75);
  risk().set_max_drawdown(0.3);
  risk().set_daily_loss_limit(0.05);
  ASSERT_EQ(Problems(), Fields{});
  const SimulationSettings settings =
      ToSimulationSettings(resolved_.backtest_config());
  EXPECT_EQ(settings.commission, (Commission{.type = Commission::Type::kTiered,
                                             .minimum = 1,
                                             .maximum_rate = 0.01,
                                             .tiers = {{0, 0.5}, {100, 0}}}));
  EXPECT_EQ(settings.slippage.type, Slippage::Type::kVolumeImpact);
  EXPECT_EQ(settings.slippage.coefficient, 0.1);
  EXPECT_EQ(settings.slippage.exponent, 0.5);
  EXPECT_EQ(settings.spread, 0.002);
  EXPECT_EQ(settings.volume_limit, 0.1);
  EXPECT_EQ(settings.entry.type, EntryOrder::Type::kStopLimit);
  EXPECT_EQ(settings.entry.offset, 0.01);
  EXPECT_EQ(settings.entry.limit_offset, 0.02);
  EXPECT_EQ(settings.entry.time_in_force_bars, 3);
  ASSERT_TRUE(settings.session.has_value());
  EXPECT_EQ(settings.session->start_us, int64_t{34'200'000'000});
  EXPECT_EQ(settings.session->end_us, int64_t{57'600'000'000});
  EXPECT_TRUE(settings.close_eod);
  EXPECT_EQ(settings.sizing.type, Sizing::Type::kAtrRisk);
  EXPECT_EQ(settings.sizing.period, 20);
  EXPECT_EQ(settings.sizing.risk, 0.01);
  EXPECT_EQ(settings.sizing.atr_multiple, 2);
  EXPECT_EQ(MultiplierOf(resolved_.backtest_config()), 50);
  EXPECT_EQ(settings.max_leverage, 2);
  EXPECT_EQ(settings.initial_margin, 0.5);
  EXPECT_EQ(settings.maintenance_margin, 0.25);
  EXPECT_EQ(settings.borrow_rate, 0.03);
  EXPECT_EQ(settings.max_position, 0.75);
  EXPECT_EQ(settings.max_drawdown, 0.3);
  EXPECT_EQ(settings.daily_loss_limit, 0.05);
}

TEST_F(BacktestConfigTest, EverySizingHasItsDefaults) {
  v1::SizingConfig& sizing = *portfolio().mutable_sizing();
  sizing.set_type(v1::SIZING_TYPE_KELLY_FRACTION);
  ASSERT_EQ(Problems(), Fields{});
  SimulationSettings settings =
      ToSimulationSettings(resolved_.backtest_config());
  EXPECT_EQ(settings.sizing.fraction, 0.5);
  EXPECT_EQ(settings.sizing.min_trades, 20);
  EXPECT_EQ(settings.sizing.percent, 100);
  sizing.set_type(v1::SIZING_TYPE_VOLATILITY_TARGET);
  sizing.set_target_volatility(0.15);
  ASSERT_EQ(Problems(), Fields{});
  settings = ToSimulationSettings(resolved_.backtest_config());
  EXPECT_EQ(settings.sizing.target_volatility, 0.15);
  EXPECT_EQ(settings.sizing.period, 20);
  EXPECT_EQ(settings.sizing.periods_per_year, 252);
  sizing.clear_target_volatility();
  sizing.set_type(v1::SIZING_TYPE_FIXED_CASH);
  sizing.set_cash(5);
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(ToSimulationSettings(resolved_.backtest_config()).sizing.cash, 5);
  EXPECT_EQ(MultiplierOf(resolved_.backtest_config()), 1);
}

TEST_F(BacktestConfigTest, LeverageAllowsMoreThanAllOfTheEquity) {
  portfolio().mutable_sizing()->set_percent(200);
  EXPECT_EQ(Problems(),
            Fields{"workflow.backtest_config.portfolio.sizing.percent"});
  portfolio().set_max_leverage(2);
  EXPECT_EQ(Problems(), Fields{});
}

TEST_F(BacktestConfigTest, EachWrongSettingIsNamed) {
  const std::string kBacktest = "workflow.backtest_config.";
  const std::vector<std::pair<std::function<void()>, std::string>> wrong = {
      {[&] { backtest().mutable_strategy()->set_type("sma_crossovr"); },
       kBacktest + "strategy.type"},
      {[&] { backtest().mutable_strategy()->clear_type(); },
       kBacktest + "strategy.type"},
      {[&] {
         execution().mutable_commission()->set_type(
             v1::COMMISSION_TYPE_PERCENT);
       },
       kBacktest + "execution.commission.rate"},
      {[&] { execution().mutable_commission()->set_rate(0.1); },
       kBacktest + "execution.commission.rate"},
      {[&] {
         execution().mutable_commission()->set_type(
             v1::COMMISSION_TYPE_PERCENT);
         execution().mutable_commission()->set_rate(1);
       },
       kBacktest + "execution.commission.rate"},
      {[&] {
         execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_FIXED);
         execution().mutable_commission()->set_amount(-1);
       },
       kBacktest + "execution.commission.amount"},
      {[&] { execution().mutable_slippage()->set_rate(0.1); },
       kBacktest + "execution.slippage.rate"},
      {[&] { portfolio().set_initial_cash(0); },
       kBacktest + "portfolio.initial_cash"},
      {[&] { portfolio().set_initial_cash(1e308); },
       kBacktest + "portfolio.initial_cash"},
      {[&] {
         execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_FIXED);
         execution().mutable_commission()->set_amount(1e300);
       },
       kBacktest + "execution.commission.amount"},
      {[&] {
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_UNITS);
         portfolio().mutable_sizing()->set_units(1e13);
       },
       kBacktest + "portfolio.sizing.units"},
      {[&] { risk().set_take_profit(1e300); }, kBacktest + "risk.take_profit"},
      {[&] { backtest().mutable_metrics()->set_periods_per_year(1e300); },
       kBacktest + "metrics.periods_per_year"},
      {[&] { portfolio().mutable_sizing()->set_percent(101); },
       kBacktest + "portfolio.sizing.percent"},
      {[&] { portfolio().mutable_sizing()->set_units(5); },
       kBacktest + "portfolio.sizing.units"},
      {[&] {
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_UNITS);
         portfolio().mutable_sizing()->set_units(1.5);
       },
       kBacktest + "portfolio.sizing.units"},
      {[&] { risk().set_stop_loss(0); }, kBacktest + "risk.stop_loss"},
      {[&] { risk().set_stop_loss(1); }, kBacktest + "risk.stop_loss"},
      {[&] { risk().set_take_profit(-0.1); }, kBacktest + "risk.take_profit"},
      {[&] { risk().set_trailing_stop(1.5); },
       kBacktest + "risk.trailing_stop"},
      {[&] { risk().set_max_holding_bars(0); },
       kBacktest + "risk.max_holding_bars"},
      {[&] { backtest().mutable_metrics()->set_periods_per_year(0); },
       kBacktest + "metrics.periods_per_year"},
      {[&] {
         execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_TIERED);
       },
       kBacktest + "execution.commission.tiers"},
      {[&] {
         execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_TIERED);
         execution().mutable_commission()->add_tiers()->set_from_units(5);
       },
       kBacktest + "execution.commission.tiers"},
      {[&] { execution().mutable_commission()->set_minimum(1); },
       kBacktest + "execution.commission.minimum"},
      {[&] {
         execution().mutable_commission()->set_type(v1::COMMISSION_TYPE_FIXED);
         execution().mutable_commission()->set_amount(1);
         execution().mutable_commission()->set_maximum_rate(0);
       },
       kBacktest + "execution.commission.maximum_rate"},
      {[&] {
         execution().mutable_slippage()->set_type(v1::SLIPPAGE_TYPE_FIXED);
       },
       kBacktest + "execution.slippage.amount"},
      {[&] { execution().mutable_slippage()->set_exponent(1); },
       kBacktest + "execution.slippage.exponent"},
      {[&] { execution().set_spread(1); }, kBacktest + "execution.spread"},
      {[&] { execution().set_volume_limit(0); },
       kBacktest + "execution.volume_limit"},
      {[&] {
         execution().mutable_entry()->set_type(v1::ENTRY_ORDER_TYPE_LIMIT);
       },
       kBacktest + "execution.entry.offset"},
      {[&] { execution().mutable_entry()->set_offset(0.1); },
       kBacktest + "execution.entry.offset"},
      {[&] {
         execution().mutable_entry()->set_type(
             v1::ENTRY_ORDER_TYPE_TRAILING_STOP);
         execution().mutable_entry()->set_offset(0);
       },
       kBacktest + "execution.entry.offset"},
      {[&] { execution().mutable_entry()->set_time_in_force_bars(0); },
       kBacktest + "execution.entry.time_in_force_bars"},
      {[&] { execution().mutable_session()->set_start("09:30"); },
       kBacktest + "execution.session.end"},
      {[&] {
         execution().mutable_session()->set_start("9.30");
         execution().mutable_session()->set_end("16:00");
       },
       kBacktest + "execution.session.start"},
      {[&] {
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_CASH);
       },
       kBacktest + "portfolio.sizing.cash"},
      {[&] {
         portfolio().mutable_sizing()->set_type(
             v1::SIZING_TYPE_VOLATILITY_TARGET);
       },
       kBacktest + "portfolio.sizing.target_volatility"},
      {[&] { portfolio().mutable_sizing()->set_period(5); },
       kBacktest + "portfolio.sizing.period"},
      {[&] {
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_ATR_RISK);
         portfolio().mutable_sizing()->set_period(1);
       },
       kBacktest + "portfolio.sizing.period"},
      {[&] { portfolio().set_multiplier(0); },
       kBacktest + "portfolio.multiplier"},
      {[&] { portfolio().set_max_leverage(0.5); },
       kBacktest + "portfolio.max_leverage"},
      {[&] { portfolio().set_maintenance_margin(1); },
       kBacktest + "portfolio.maintenance_margin"},
      {[&] { portfolio().set_borrow_rate(-0.1); },
       kBacktest + "portfolio.borrow_rate"},
      {[&] { risk().set_max_position(0); }, kBacktest + "risk.max_position"},
      {[&] { risk().set_max_drawdown(1); }, kBacktest + "risk.max_drawdown"},
      {[&] { risk().set_daily_loss_limit(0); },
       kBacktest + "risk.daily_loss_limit"},
      {[&] { config_.clear_data_config(); }, "workflow.data_config"},
      {[&] { config_.mutable_data_config()->clear_sources(); },
       "workflow.data_config.sources"},
      {[&] {
         (*config_.mutable_data_config()->mutable_sources())["GOOG"].set_path(
             "none.csv");
       },
       "workflow.data_config.sources.GOOG.path"},
      {[&] { RenameSymbol(""); }, "workflow.data_config.sources"},
      {[&] { RenameSymbol("GO\nOG"); }, "workflow.data_config.sources"},
      {[&] { RenameSymbol("GOOG\x7f"); }, "workflow.data_config.sources"},
      {[&] { config_.mutable_data_config()->set_timeframe("1 day"); },
       "workflow.data_config.timeframe"},
      {[&] { config_.mutable_data_config()->set_timezone("Mars/Base"); },
       "workflow.data_config.timezone"},
      {[&] { config_.mutable_data_config()->set_start("yesterday"); },
       "workflow.data_config.start"},
      {[&] { config_.mutable_data_config()->mutable_resample(); },
       "workflow.data_config.resample"},
      {[&] { config_.mutable_data_config()->set_gaps(v1::GAP_POLICY_WARN); },
       "workflow.data_config.gaps"},
      {[&] { config_.mutable_data_config()->mutable_adjustments(); },
       "workflow.data_config.adjustments.path"},
      {[&] {
         config_.mutable_data_config()->mutable_adjustments()->set_path(
             "../splits.csv");
       },
       "workflow.data_config.adjustments.path"},
      {[&] { config_.clear_backtest_config(); }, "workflow.backtest_config"},
  };
  const v1::WorkflowConfig good = config_;
  for (const auto& [spoil, field] : wrong) {
    config_ = good;
    spoil();
    EXPECT_EQ(Problems(), Fields{field});
  }
}

}  // namespace
}  // namespace admf
