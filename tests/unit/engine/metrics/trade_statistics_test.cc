#include "engine/metrics/trade_statistics.h"

#include "engine/execution/simulator.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

/// Long 100 -> 120, reversed; short 120 -> 132; flat; long 125, still open.
class TradeStatisticsTest : public ::testing::Test {
 protected:
  TradeStatisticsTest() {
    settings_.sizing = {Sizing::Type::kFixedUnits, 100, 10};
    settings_.commission = {Commission::Type::kFixed, 0, 1};
    const std::vector<Decision> decisions = {{0, Side::kLong},
                                             {2, Side::kShort},
                                             {4, Side::kFlat},
                                             {6, Side::kLong}};
    simulation_ = *Simulate(*bars_, decisions, settings_, {});
  }

  const std::shared_ptr<const BarSeries> bars_ =
      MakeFlatBars({90, 100, 110, 120, 130, 132, 128, 125, 140, 150});
  SimulationSettings settings_;
  Simulation simulation_;
};

TEST_F(TradeStatisticsTest, CountsClosedTradesAlone) {
  const TradeStatistics statistics = MeasureTrades(simulation_);
  EXPECT_EQ(statistics.count, 2);
  EXPECT_EQ(statistics.wins, 1);
  // 200 - 2 and -120 - 2.
  EXPECT_EQ(statistics.gross_profit, 198);
  EXPECT_EQ(statistics.gross_loss, -122);
  EXPECT_EQ(statistics.profits.mean(), 38);
  EXPECT_EQ(statistics.sum_of_gains, 198.0 / 1000);
  EXPECT_EQ(statistics.sum_of_losses, -122.0 / 1200);
  EXPECT_EQ(statistics.returns.maximum(), 198.0 / 1000);
  EXPECT_EQ(statistics.returns.minimum(), -122.0 / 1200);
  EXPECT_EQ(statistics.average_holding_bars, 2);
  EXPECT_EQ(statistics.commission, 4);
}

TEST_F(TradeStatisticsTest, TheBarOfAReversalIsExposedOnce) {
  // Bars 1 to 5 and, open at the end, 7 to 9.
  EXPECT_EQ(MeasureTrades(simulation_).exposed_bars, 8);
}

TEST_F(TradeStatisticsTest, PartsOfFillsAndContractsCount) {
  // 6 + 4 bought and 3 + 7 sold, each a quarter of a point from the market;
  // then a position that stays open. A contract is 2 units.
  Simulation parts;
  parts.multiplier = 2;
  auto fill = [](double units, double market, double price) {
    Fill made = {};
    made.units = units;
    made.market_price = market;
    made.price = price;
    return made;
  };
  parts.fills = {fill(6, 100, 100.25), fill(4, 100, 100.25),
                 fill(-3, 110, 109.75), fill(-7, 110, 109.75),
                 fill(5, 100, 100.25)};
  Trade closed = {};
  closed.units = 10;
  Trade open = closed;
  open.open = true;
  parts.trades = {closed, open};
  const TradeStatistics statistics = MeasureTrades(parts);
  EXPECT_EQ(statistics.slippage, 2 * 20 * 0.25);
  EXPECT_EQ(statistics.traded_value,
            2 * (10 * 100.25 + 10 * 109.75 + 5 * 100.25));
}

TEST_F(TradeStatisticsTest, SlippageCountsAfterAnUnsoldRemainder) {
  // Ranges that are joined: the first one ends with 4 of 10 units unsold, which
  // closes its trade; then one trade in bar 5, and one entered there that stays
  // open and of which a part is sold.
  Simulation joined;
  auto fill = [](int64_t bar, double units, OrderReason reason) {
    Fill made = {};
    made.bar = bar;
    made.units = units;
    made.market_price = 100;
    made.price = units > 0 ? 101 : 99;
    made.reason = reason;
    return made;
  };
  joined.fills = {
      fill(1, 10, OrderReason::kEntry), fill(3, -6, OrderReason::kEndOfData),
      fill(5, 20, OrderReason::kEntry), fill(5, -20, OrderReason::kStopLoss)};
  Trade first = {};
  first.entry_bar = 1;
  Trade second = {};
  second.entry_bar = 5;
  joined.trades = {first, second};
  EXPECT_EQ(MeasureTrades(joined).slippage, 56);
  joined.fills.push_back(fill(5, 30, OrderReason::kEntry));
  joined.fills.push_back(fill(7, -5, OrderReason::kSignal));
  Trade open = {};
  open.entry_bar = 5;
  open.open = true;
  joined.trades.push_back(open);
  EXPECT_EQ(MeasureTrades(joined).slippage, 56);
}

TEST_F(TradeStatisticsTest, AllFillsAreTraded) {
  EXPECT_EQ(MeasureTrades(simulation_).traded_value,
            1000 + 2 * 1200 + 1320 + 1250);
}

TEST_F(TradeStatisticsTest, SlippageIsTheDistanceFromTheMarket) {
  settings_.slippage = {Slippage::Type::kPercent, 0.25};
  const std::vector<Decision> decisions = {
      {0, Side::kLong}, {2, Side::kFlat}, {6, Side::kLong}};
  simulation_ = *Simulate(*bars_, decisions, settings_, {});
  // 10 x 25 at 100 and 10 x 30 at 120; the open entry at 125 doesn't count.
  EXPECT_EQ(MeasureTrades(simulation_).slippage, 550);
}

TEST_F(TradeStatisticsTest, ATradeWithinOneBarIsExposedThere) {
  settings_.stop_loss = 0.5;
  const auto bars =
      MakeBars({{100, 100, 100, 100}, {100, 100, 40, 90}, {90, 90, 90, 90}});
  const Simulation simulation =
      *Simulate(*bars, std::vector<Decision>{{0, Side::kLong}}, settings_, {});
  const TradeStatistics statistics = MeasureTrades(simulation);
  EXPECT_EQ(statistics.exposed_bars, 1);
  EXPECT_EQ(statistics.average_holding_bars, 0);
}

TEST_F(TradeStatisticsTest, WithoutTrades) {
  const TradeStatistics statistics =
      MeasureTrades(*Simulate(*bars_, {}, settings_, {}));
  EXPECT_EQ(statistics.count, 0);
  EXPECT_EQ(statistics.exposed_bars, 0);
  EXPECT_EQ(statistics.traded_value, 0);
}

}  // namespace
}  // namespace admf
