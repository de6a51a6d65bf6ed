#include "engine/broker/portfolio_tables.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

template <typename Value>
std::vector<Value> Column(const Table& table, const std::string& name) {
  for (const Table::Column& column : table.columns) {
    if (column.name == name) return std::get<std::vector<Value>>(column.values);
  }
  ADD_FAILURE() << "no column " << name;
  return {};
}

std::vector<int64_t> Times(const Table& table, const std::string& name) {
  for (const Table::Column& column : table.columns) {
    if (column.name == name) {
      return std::get<Table::Times>(column.values).values;
    }
  }
  ADD_FAILURE() << "no column " << name;
  return {};
}

class PortfolioTablesTest : public ::testing::Test {
 protected:
  PortfolioTablesTest() {
    SimulationSettings settings = TenUnitsEach();
    settings.entry = {.type = EntryOrder::Type::kLimit, .offset = 0.05};
    settings.borrow_rate = 0.365;
    simulation_ = MustSimulate(
        *bars_, {{.decisions = in_a_}, {.decisions = in_b_}}, settings);
  }

  /// B has no bar on day 1.
  const std::shared_ptr<const AlignedBars> bars_ = Align(
      {MakeFlatDays("A", {100, 95, 110, 110}),
       MakeSeries("B", {0, 2 * kTestDay, 3 * kTestDay},
                  {{40, 40, 40, 40}, {44, 44, 44, 44}, {50, 50, 50, 50}})});
  const std::vector<Decision> in_a_ = {{0, Side::kLong}, {1, Side::kFlat}};
  const std::vector<Decision> in_b_ = {{0, Side::kShort}};
  PortfolioSimulation simulation_;
};

TEST_F(PortfolioTablesTest, OrdersTellWhatBecameOfThem) {
  const Table table = ToTable(OrdersTable(*bars_, simulation_));
  EXPECT_THAT(Column<int64_t>(table, "order"), ElementsAre(1, 2, 3));
  EXPECT_THAT(Times(table, "placed_time"), ElementsAre(0, 0, kTestDay));
  EXPECT_THAT(Column<std::string>(table, "symbol"), ElementsAre("A", "B", "A"));
  EXPECT_THAT(Column<std::string>(table, "type"),
              ElementsAre("limit", "limit", "market"));
  EXPECT_THAT(Column<std::string>(table, "side"),
              ElementsAre("buy", "sell", "sell"));
  EXPECT_THAT(Column<std::string>(table, "reason"),
              ElementsAre("entry", "entry", "signal"));
  EXPECT_THAT(Column<double>(table, "limit_price"), ElementsAre(95, 42, 0));
  EXPECT_THAT(Column<double>(table, "stop_price"), ElementsAre(0, 0, 0));
  EXPECT_THAT(Column<double>(table, "filled_units"), ElementsAre(10, 10, 10));
  EXPECT_THAT(Column<std::string>(table, "status"),
              ElementsAre("filled", "filled", "filled"));
}

TEST_F(PortfolioTablesTest, FillsNameTheirOrders) {
  const Table table = ToTable(PortfolioFillsTable(*bars_, simulation_));
  EXPECT_THAT(Times(table, "decided_time"), ElementsAre(0, kTestDay, 0));
  EXPECT_THAT(Times(table, "time"),
              ElementsAre(kTestDay, 2 * kTestDay, 2 * kTestDay));
  EXPECT_THAT(Column<std::string>(table, "symbol"), ElementsAre("A", "A", "B"));
  EXPECT_THAT(Column<int64_t>(table, "order"), ElementsAre(1, 3, 2));
  EXPECT_THAT(Column<double>(table, "units"), ElementsAre(10, -10, -10));
}

TEST_F(PortfolioTablesTest, TradesNameTheirSymbols) {
  const Table table = ToTable(PortfolioTradesTable(*bars_, simulation_));
  EXPECT_THAT(Column<std::string>(table, "symbol"), ElementsAre("A", "B"));
  EXPECT_THAT(Column<std::string>(table, "side"), ElementsAre("long", "short"));
  // 10 x 15; 10 x (44 - 50), and a thousandth of 440.
  EXPECT_THAT(Column<double>(table, "profit"), ElementsAre(150, -60.44));
  EXPECT_THAT(Column<double>(table, "borrow_cost"),
              ElementsAre(0, ::testing::DoubleEq(0.44)));
  EXPECT_THAT(Column<std::string>(table, "exit_reason"),
              ElementsAre("signal", "open"));
  EXPECT_THAT(Column<int64_t>(table, "holding_bars"), ElementsAre(1, 1));
}

TEST_F(PortfolioTablesTest, SymbolsHaveTheirFigures) {
  SimulationSettings settings = TenUnitsEach();
  settings.initial_cash = 1200;
  settings.commission = {.type = Commission::Type::kFixed, .amount = 2};
  // A: bought at 95 and sold at 110; then B takes the cash, for 10 x 125, so
  // that A's second order is rejected.
  const std::vector<Decision> in_a = {
      {0, Side::kLong}, {1, Side::kFlat}, {2, Side::kLong}};
  const std::vector<Decision> in_b = {{0, Side::kLong}};
  const auto bars =
      Align({MakeFlatDays("A", {100, 95, 110, 112}),
             MakeSeries("B", {0, 2 * kTestDay},
                        {{40, 40, 40, 40}, {125, 125, 125, 125}})});
  const Table table = ToTable(SymbolsTable(
      *bars, MustSimulate(*bars, {{.decisions = in_a}, {.decisions = in_b}},
                          settings)));
  EXPECT_THAT(Column<std::string>(table, "symbol"), ElementsAre("A", "B"));
  EXPECT_THAT(Column<int64_t>(table, "bar_count"), ElementsAre(4, 2));
  EXPECT_THAT(Times(table, "first_time"), ElementsAre(0, 0));
  EXPECT_THAT(Times(table, "last_time"),
              ElementsAre(3 * kTestDay, 2 * kTestDay));
  EXPECT_THAT(Column<int64_t>(table, "order_count"), ElementsAre(3, 1));
  EXPECT_THAT(Column<int64_t>(table, "fill_count"), ElementsAre(2, 1));
  EXPECT_THAT(Column<int64_t>(table, "rejection_count"), ElementsAre(1, 0));
  EXPECT_THAT(Column<int64_t>(table, "trade_count"), ElementsAre(1, 0));
  EXPECT_THAT(Column<int64_t>(table, "win_count"), ElementsAre(1, 0));
  // 10 x 15 less two commissions; bought at 125 and marked there.
  EXPECT_THAT(Column<double>(table, "profit"), ElementsAre(146, 0));
  EXPECT_THAT(Column<double>(table, "open_profit"), ElementsAre(0, -2));
  EXPECT_THAT(Column<double>(table, "commission"), ElementsAre(4, 2));
  EXPECT_THAT(Column<double>(table, "borrow_cost"), ElementsAre(0, 0));
}

TEST_F(PortfolioTablesTest, EquityHasARowPerTick) {
  const Table table = ToTable(PortfolioEquityTable(*bars_, simulation_));
  EXPECT_EQ(table.row_count(), 4u);
  EXPECT_THAT(
      Column<double>(table, "equity"),
      ElementsAre(10'000, 10'000, 10'150, ::testing::DoubleEq(10'089.56)));
}

}  // namespace
}  // namespace admf
