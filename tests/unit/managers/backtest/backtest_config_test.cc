#include "managers/backtest/backtest_config.h"

#include <functional>
#include <string>
#include <vector>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "engine/data/adjustments.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/period_rule.h"
#include "engine/data/read_request.h"
#include "gtest/gtest.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {
namespace {

class BacktestConfigTest : public testing::Test {
 protected:
  BacktestConfigTest() {
    EXPECT_TRUE(
        files_.WriteFileDurably(folder_.path() + "/GOOG.csv", "x").ok());
    root_ =
        std::make_unique<DataRoot>(*DataRoot::Create(folder_.path(), &files_));
    config_.set_type(v1::WORKFLOW_TYPE_BACKTEST);
    (*config_.mutable_data_config()->mutable_sources())["GOOG"].set_path(
        "GOOG.csv");
    backtest().mutable_strategy()->set_type("sma_crossover");
  }

  v1::BacktestConfig& backtest() { return *config_.mutable_backtest_config(); }
  v1::ExecutionConfig& execution() { return *backtest().mutable_execution(); }
  v1::PortfolioConfig& portfolio() { return *backtest().mutable_portfolio(); }
  v1::RiskConfig& risk() { return *backtest().mutable_risk(); }

  void RenameSymbol(const std::string& symbol) {
    auto& sources = *config_.mutable_data_config()->mutable_sources();
    sources[symbol] = sources.at("GOOG");
    sources.erase("GOOG");
  }

  /// The fields of all problems of the configuration.
  std::vector<std::string> Problems() {
    std::vector<ConfigProblem> problems;
    resolved_ = config_;
    ResolveBacktestConfig(*root_, &resolved_, &problems);
    std::vector<std::string> fields;
    for (const ConfigProblem& problem : problems) {
      EXPECT_FALSE(problem.description.empty());
      fields.push_back(problem.field);
    }
    return fields;
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  std::unique_ptr<DataRoot> root_;
  v1::WorkflowConfig config_;
  v1::WorkflowConfig resolved_;
};

using Fields = std::vector<std::string>;

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

TEST_F(BacktestConfigTest, ParametersWinOverStrategyParams) {
  (*backtest().mutable_strategy()->mutable_params())["fast_period"]
      .set_number_value(7);
  (*config_.mutable_parameters())["fast_period"].set_number_value(12);
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(ToParameterSet(resolved_.backtest_config().strategy())
                .GetInteger("fast_period"),
            12);
  EXPECT_TRUE(resolved_.parameters().empty());
}

TEST_F(BacktestConfigTest, ProblemsOfParametersAreNamedWhereTheyStand) {
  (*config_.mutable_parameters())["fast_peroid"].set_number_value(12);
  (*backtest().mutable_strategy()->mutable_params())["slow_period"]
      .set_string_value("thirty");
  EXPECT_EQ(Problems(),
            (Fields{"workflow.parameters.fast_peroid",
                    "workflow.backtest_config.strategy.params.slow_period"}));
}

TEST_F(BacktestConfigTest, ExpressionsAndTheirNumbersAreParameters) {
  v1::StrategyConfig& strategy = *backtest().mutable_strategy();
  strategy.set_type("rules");
  auto& params = *strategy.mutable_params();
  params["long_when"].set_string_value("rsi(14) < oversold");
  params["oversold"].set_number_value(30);
  (*config_.mutable_parameters())["oversold"].set_number_value(25);
  ASSERT_EQ(Problems(), Fields{});
  const auto& resolved = resolved_.backtest_config().strategy();
  EXPECT_EQ(resolved.params().at("oversold").number_value(), 25);
  EXPECT_EQ(resolved.params().at("exit_when").string_value(), "");
  const auto created = CreateStrategy(resolved);
  ASSERT_EQ(created->Indicators().size(), 1u);
  EXPECT_EQ(created->Indicators()[0].ToString(), "rsi(period=14)");
  // It is complete: once more changes nothing.
  const std::string once = resolved_.SerializeAsString();
  config_ = resolved_;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.ByteSizeLong(), once.size());
}

TEST_F(BacktestConfigTest, ProblemsOfExpressionsAreNamedWhereTheyStand) {
  v1::StrategyConfig& strategy = *backtest().mutable_strategy();
  strategy.set_type("rules");
  (*strategy.mutable_params())["long_when"].set_string_value("rsi(14) < 30");
  (*strategy.mutable_params())["exit_when"].set_string_value("rsi(14) >");
  (*config_.mutable_parameters())["short_when"].set_string_value("rsi");
  EXPECT_EQ(Problems(),
            (Fields{"workflow.parameters.short_when",
                    "workflow.backtest_config.strategy.params.exit_when"}));
}

/// An ensemble of the members `trend` and `dips`.
class EnsembleConfigTest : public BacktestConfigTest {
 protected:
  EnsembleConfigTest() {
    strategy().set_type("ensemble");
    member("trend").set_type("sma_crossover");
    member("dips").set_type("rules");
    (*member("dips").mutable_params())["long_when"].set_string_value(
        "rsi(3) < limit");
    (*member("dips").mutable_params())["limit"].set_number_value(20);
  }

  v1::StrategyConfig& strategy() { return *backtest().mutable_strategy(); }
  v1::StrategyMember& member(const std::string& name) {
    return (*strategy().mutable_members())[name];
  }
  void Override(const std::string& name, double value) {
    (*config_.mutable_parameters())[name].set_number_value(value);
  }
  void SetVote(const std::string& vote) {
    (*strategy().mutable_params())["vote"].set_string_value(vote);
  }
};

TEST_F(EnsembleConfigTest, MembersAreFilledInAndCreated) {
  SetVote("weighted");
  member("trend").set_weight(2);
  Override("trend.fast_period", 7);
  Override("dips.limit", 15);
  Override("dips.weight", 0.5);
  Override("threshold", 0.25);
  ASSERT_EQ(Problems(), Fields{});
  const auto& resolved = resolved_.backtest_config().strategy();
  EXPECT_TRUE(resolved_.parameters().empty());
  EXPECT_EQ(resolved.params().at("threshold").number_value(), 0.25);
  const auto& trend = resolved.members().at("trend");
  EXPECT_EQ(trend.params().at("fast_period").number_value(), 7);
  EXPECT_EQ(trend.params().at("slow_period").number_value(), 30);
  EXPECT_EQ(trend.weight(), 2);
  const auto& dips = resolved.members().at("dips");
  EXPECT_EQ(dips.params().at("limit").number_value(), 15);
  EXPECT_EQ(dips.weight(), 0.5);
  // In the order of the names.
  std::vector<std::string> indicators;
  for (const auto& spec : CreateStrategy(resolved)->Indicators()) {
    indicators.push_back(spec.ToString());
  }
  EXPECT_EQ(indicators,
            (std::vector<std::string>{"rsi(period=3)", "sma(period=7)",
                                      "sma(period=30)"}));
  const std::string once = resolved_.SerializeAsString();
  config_ = resolved_;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.ByteSizeLong(), once.size());
}

TEST_F(EnsembleConfigTest, WeightsAreOnesByDefaultWhereTheyCount) {
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_FALSE(resolved_.backtest_config()
                   .strategy()
                   .members()
                   .at("trend")
                   .has_weight());
  SetVote("weighted");
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(
      resolved_.backtest_config().strategy().members().at("trend").weight(), 1);
}

TEST_F(EnsembleConfigTest, EachProblemIsNamedWhereItStands) {
  const std::string kMembers = "workflow.backtest_config.strategy.members";
  const std::vector<std::pair<std::function<void()>, std::string>> wrong = {
      {[&] { member("trend").set_type("sma_crossovr"); },
       kMembers + ".trend.type"},
      {[&] { member("trend").clear_type(); }, kMembers + ".trend.type"},
      {[&] { member("trend").set_type("ensemble"); }, kMembers + ".trend.type"},
      {[&] { (*member("trend").mutable_params())["fast"].set_number_value(3); },
       kMembers + ".trend.params.fast"},
      {[&] {
         (*member("trend").mutable_params())["fast_period"].set_number_value(
             99);
       },
       kMembers + ".trend.params.fast_period"},
      {[&] {
         (*member("dips").mutable_params())["long_when"].set_string_value("1");
       },
       kMembers + ".dips.params.long_when"},
      {[&] { member("Trend").set_type("sma_crossover"); }, kMembers + ".Trend"},
      {[&] { member("a b").set_type("sma_crossover"); }, kMembers + ".a b"},
      {[&] { member("trend").set_weight(2); }, kMembers + ".trend.weight"},
      {[&] {
         SetVote("weighted");
         member("trend").set_weight(0);
       },
       kMembers + ".trend.weight"},
      {[&] {
         SetVote("weighted");
         Override("dips.weight", 1e7);
       },
       "workflow.parameters.dips.weight"},
      {[&] { Override("dips.limt", 3); }, "workflow.parameters.dips.limt"},
      {[&] { Override("tredn.fast_period", 3); },
       "workflow.parameters.tredn.fast_period"},
      {[&] { Override("fast_period", 3); }, "workflow.parameters.fast_period"},
      {[&] {
         SetVote("wieghted");
         member("trend").set_weight(2);
       },
       "workflow.backtest_config.strategy.params.vote"},
      {[&] { strategy().clear_members(); }, kMembers},
      {[&] {
         for (int i = 0; i < 15; ++i) {
           member("m" + std::to_string(i)).set_type("sma_crossover");
         }
       },
       kMembers},
      {[&] { strategy().set_type("buy_and_hold"); }, kMembers},
  };
  const v1::WorkflowConfig good = config_;
  for (const auto& [spoil, field] : wrong) {
    config_ = good;
    spoil();
    EXPECT_EQ(Problems(), Fields{field});
  }
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

TEST_F(BacktestConfigTest, HowBarsAreMadeHasDefaultsWhereItIsGiven) {
  EXPECT_EQ(Problems(), Fields{});
  EXPECT_FALSE(resolved_.data_config().has_resample());
  EXPECT_FALSE(resolved_.data_config().has_adjustments());
  EXPECT_EQ(resolved_.data_config().gaps(), v1::GAP_POLICY_UNSPECIFIED);
  v1::DataConfig& data = *config_.mutable_data_config();
  data.set_timeframe("1w");
  data.mutable_resample()->set_label(v1::PERIOD_EDGE_RIGHT);
  data.set_calendar(v1::TRADING_CALENDAR_NYSE);
  data.mutable_adjustments()->set_path("GOOG.csv");
  EXPECT_EQ(Problems(), Fields{});
  EXPECT_EQ(resolved_.data_config().resample().closed(), v1::PERIOD_EDGE_LEFT);
  EXPECT_EQ(resolved_.data_config().gaps(), v1::GAP_POLICY_ERROR);
  EXPECT_EQ(resolved_.data_config().adjustments().method(),
            v1::ADJUSTMENT_METHOD_SPLIT_DIVIDEND);
}

TEST_F(BacktestConfigTest, TheReaderGetsHowBarsAreMade) {
  v1::DataConfig& data = *config_.mutable_data_config();
  data.set_timeframe("1w");
  data.mutable_resample()->set_closed(v1::PERIOD_EDGE_RIGHT);
  data.set_calendar(v1::TRADING_CALENDAR_24X5);
  data.set_gaps(v1::GAP_POLICY_WARN);
  data.mutable_adjustments()->set_path("GOOG.csv");
  data.mutable_adjustments()->set_method(v1::ADJUSTMENT_METHOD_SPLIT);
  ASSERT_EQ(Problems(), Fields{});
  const auto request = ToReadRequest(*root_, resolved_.data_config());
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->period_rule.closed, PeriodEdge::kRight);
  EXPECT_EQ(request->period_rule.label, PeriodEdge::kLeft);
  EXPECT_EQ(request->calendar, ExchangeCalendar::Kind::k24x5);
  EXPECT_EQ(request->gaps, ReadRequest::Gaps::kWarn);
  EXPECT_EQ(request->adjustment_method, AdjustmentMethod::kSplit);
  EXPECT_EQ(request->adjustments_path, request->path);
  EXPECT_EQ(request->adjustments_display_path, "GOOG.csv");
}

class SeveralSymbolsTest : public BacktestConfigTest {
 protected:
  SeveralSymbolsTest() {
    auto& sources = *config_.mutable_data_config()->mutable_sources();
    for (const char* symbol : {"MSFT", "AAPL"}) {
      sources[symbol].set_path("GOOG.csv");
    }
  }

  void Weigh(const std::string& symbol, double weight) {
    (*portfolio().mutable_weights())[symbol] = weight;
  }
};

TEST_F(SeveralSymbolsTest, HaveEqualWeightsByDefault) {
  ASSERT_EQ(Problems(), Fields{});
  const auto& weights = resolved_.backtest_config().portfolio().weights();
  ASSERT_EQ(weights.size(), 3u);
  for (const auto& [symbol, weight] : weights) EXPECT_EQ(weight, 1.0 / 3);
  // What was filled in stays as it is.
  config_ = resolved_;
  EXPECT_EQ(Problems(), Fields{});
}

TEST_F(SeveralSymbolsTest, OneSymbolHasNone) {
  auto& sources = *config_.mutable_data_config()->mutable_sources();
  sources.erase("MSFT");
  sources.erase("AAPL");
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_TRUE(resolved_.backtest_config().portfolio().weights().empty());
  Weigh("GOOG", 0.5);
  EXPECT_EQ(Problems(), Fields{"workflow.backtest_config.portfolio.weights"});
}

TEST_F(SeveralSymbolsTest, TermsAreInOrderOfTheNames) {
  Weigh("GOOG", 0.5);
  Weigh("AAPL", 0.25);
  Weigh("MSFT", 0.125);
  portfolio().set_multiplier(10);
  (*portfolio().mutable_multipliers())["MSFT"] = 50;
  ASSERT_EQ(Problems(), Fields{});
  const std::vector<SymbolTerms> terms = ToSymbolTerms(resolved_);
  ASSERT_EQ(terms.size(), 3u);
  EXPECT_EQ(terms[0].symbol, "AAPL");
  EXPECT_EQ(terms[0].weight, 0.25);
  EXPECT_EQ(terms[0].multiplier, 10);
  EXPECT_EQ(terms[1].symbol, "GOOG");
  EXPECT_EQ(terms[1].weight, 0.5);
  EXPECT_EQ(terms[2].symbol, "MSFT");
  EXPECT_EQ(terms[2].multiplier, 50);
}

TEST_F(SeveralSymbolsTest, AMultiplierOfTheOnlySymbolIsThePortfolios) {
  auto& sources = *config_.mutable_data_config()->mutable_sources();
  sources.erase("MSFT");
  sources.erase("AAPL");
  (*portfolio().mutable_multipliers())["GOOG"] = 50;
  ASSERT_EQ(Problems(), Fields{});
  EXPECT_EQ(MultiplierOf(resolved_.backtest_config()), 50);
}

TEST_F(SeveralSymbolsTest, ReadersAreInOrderOfTheNames) {
  ASSERT_EQ(Problems(), Fields{});
  const auto requests = ToReadRequests(*root_, resolved_.data_config());
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 3u);
  EXPECT_EQ((*requests)[0].symbol, "AAPL");
  EXPECT_EQ((*requests)[1].symbol, "GOOG");
  EXPECT_EQ((*requests)[2].symbol, "MSFT");
  EXPECT_EQ((*requests)[2].display_path, "GOOG.csv");
  EXPECT_FALSE(ToReadRequest(*root_, resolved_.data_config()).ok());
}

TEST_F(SeveralSymbolsTest, WhatIsWrongNamesTheSymbol) {
  const auto weigh_all = [this](double weight) {
    for (const char* symbol : {"AAPL", "GOOG", "MSFT"}) Weigh(symbol, weight);
  };
  const std::string portfolio_field = "workflow.backtest_config.portfolio.";
  const std::vector<std::pair<std::function<void()>, Fields>> wrong = {
      {[&] { weigh_all(0.34); }, {portfolio_field + "weights"}},
      {[&] {
         weigh_all(0.1);
         Weigh("MSFT", 0);
       },
       {portfolio_field + "weights.MSFT"}},
      {[&] {
         weigh_all(0.1);
         Weigh("MFST", 0.1);
       },
       {portfolio_field + "weights.MFST"}},
      {[&] { Weigh("GOOG", 0.1); },
       {portfolio_field + "weights.AAPL", portfolio_field + "weights.MSFT"}},
      {[&] {
         weigh_all(0.1);
         portfolio().mutable_sizing()->set_type(v1::SIZING_TYPE_FIXED_CASH);
         portfolio().mutable_sizing()->set_cash(100);
       },
       {portfolio_field + "weights"}},
      {[&] { (*portfolio().mutable_multipliers())["ES"] = 50; },
       {portfolio_field + "multipliers.ES"}},
      {[&] { (*portfolio().mutable_multipliers())["GOOG"] = 0; },
       {portfolio_field + "multipliers.GOOG"}},
      {[&] { config_.set_type(v1::WORKFLOW_TYPE_OPTIMIZATION); },
       {"workflow.data_config.sources"}},
      {[&] {
         auto& sources = *config_.mutable_data_config()->mutable_sources();
         sources["MSFT"].set_path("gone.csv");
         sources["AAPL"].set_path("../AAPL.csv");
       },
       {"workflow.data_config.sources.AAPL.path",
        "workflow.data_config.sources.MSFT.path"}},
  };
  const v1::WorkflowConfig good = config_;
  for (const auto& [spoil, fields] : wrong) {
    config_ = good;
    spoil();
    EXPECT_EQ(Problems(), fields);
  }
  config_ = good;
  weigh_all(1.0 / 3);
  EXPECT_EQ(Problems(), Fields{});
}

}  // namespace
}  // namespace admf
