#include "engine/execution/tables.h"

#include <string>
#include <vector>

#include "engine/execution/simulator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kDay = int64_t{86'400'000'000};

std::vector<std::string> Names(const Table& table) {
  std::vector<std::string> names;
  for (const Table::Column& column : table.columns)
    names.push_back(column.name);
  return names;
}

template <typename Values>
Values Get(const Table& table, const std::string& name) {
  for (const Table::Column& column : table.columns) {
    if (column.name == name) return std::get<Values>(column.values);
  }
  ADD_FAILURE() << "no column " << name;
  return Values();
}

using Doubles = std::vector<double>;
using Texts = std::vector<std::string>;

class TablesTest : public ::testing::Test {
 protected:
  TablesTest() {
    SimulationSettings settings;
    settings.sizing = {Sizing::Type::kFixedUnits, 100, 10};
    settings.commission = {Commission::Type::kFixed, 0, 1};
    settings.slippage = {Slippage::Type::kPercent, 0.25};
    const std::vector<Decision> decisions = {{0, Side::kLong},
                                             {2, Side::kShort}};
    simulation_ = *Simulate(*bars_, decisions, settings, {});
  }

  const std::shared_ptr<const BarSeries> bars_ =
      MakeFlatBars({100, 100, 120, 200, 180});
  Simulation simulation_;
};

TEST_F(TablesTest, TradesHaveTheOpenOneLast) {
  const Table table = ToTable(TradesTable(*bars_, simulation_));
  EXPECT_THAT(Names(table),
              ElementsAre("entry_time", "exit_time", "side", "units",
                          "entry_price", "exit_price", "commission", "profit",
                          "return_fraction", "holding_bars", "exit_reason"));
  ASSERT_EQ(table.row_count(), 2u);
  EXPECT_THAT(Get<Table::Times>(table, "entry_time").values,
              ElementsAre(kDay, 3 * kDay));
  EXPECT_THAT(Get<Table::Times>(table, "exit_time").values,
              ElementsAre(3 * kDay, 4 * kDay));
  EXPECT_THAT(Get<Texts>(table, "side"), ElementsAre("long", "short"));
  EXPECT_THAT(Get<Doubles>(table, "units"), ElementsAre(10, -10));
  EXPECT_THAT(Get<Doubles>(table, "entry_price"), ElementsAre(125, 150));
  EXPECT_THAT(Get<Doubles>(table, "exit_price"), ElementsAre(150, 180));
  EXPECT_THAT(Get<Doubles>(table, "commission"), ElementsAre(2, 1));
  EXPECT_THAT(Get<Doubles>(table, "profit"), ElementsAre(248, -301));
  EXPECT_THAT(Get<Doubles>(table, "return_fraction"),
              ElementsAre(248.0 / 1250, -301.0 / 1500));
  EXPECT_THAT(Get<std::vector<int64_t>>(table, "holding_bars"),
              ElementsAre(2, 1));
  EXPECT_THAT(Get<Texts>(table, "exit_reason"), ElementsAre("signal", "open"));
}

TEST_F(TablesTest, FillsAreInOrder) {
  const Table table = ToTable(FillsTable(*bars_, simulation_));
  EXPECT_THAT(Names(table),
              ElementsAre("decided_time", "time", "units", "market_price",
                          "price", "commission", "reason"));
  EXPECT_THAT(Get<Table::Times>(table, "decided_time").values,
              ElementsAre(0, 2 * kDay, 2 * kDay));
  EXPECT_THAT(Get<Table::Times>(table, "time").values,
              ElementsAre(kDay, 3 * kDay, 3 * kDay));
  EXPECT_THAT(Get<Doubles>(table, "units"), ElementsAre(10, -10, -10));
  EXPECT_THAT(Get<Doubles>(table, "market_price"), ElementsAre(100, 200, 200));
  EXPECT_THAT(Get<Doubles>(table, "price"), ElementsAre(125, 150, 150));
  EXPECT_THAT(Get<Doubles>(table, "commission"), ElementsAre(1, 1, 1));
  EXPECT_THAT(Get<Texts>(table, "reason"),
              ElementsAre("entry", "signal", "entry"));
}

TEST_F(TablesTest, EquityHasARowPerBar) {
  const Table table = ToTable(EquityTable(*bars_, simulation_));
  EXPECT_THAT(Names(table),
              ElementsAre("time", "close", "cash", "units", "equity"));
  EXPECT_THAT(Get<Table::Times>(table, "time").values,
              ElementsAre(0, kDay, 2 * kDay, 3 * kDay, 4 * kDay));
  EXPECT_THAT(Get<Doubles>(table, "close"),
              ElementsAre(100, 100, 120, 200, 180));
  // 10,000 - 1,250 - 1; + 1,500 - 1 + 1,500 - 1.
  EXPECT_THAT(Get<Doubles>(table, "cash"),
              ElementsAre(10'000, 8'749, 8'749, 11'747, 11'747));
  EXPECT_THAT(Get<Doubles>(table, "units"), ElementsAre(0, 10, 10, -10, -10));
  EXPECT_THAT(Get<Doubles>(table, "equity"),
              ElementsAre(10'000, 9'749, 9'949, 9'747, 9'947));
}

TEST_F(TablesTest, ASimulationWithoutFillsHasEmptyTables) {
  const Simulation idle = *Simulate(*bars_, {}, SimulationSettings(), {});
  EXPECT_EQ(ToTable(TradesTable(*bars_, idle)).row_count(), 0u);
  EXPECT_EQ(ToTable(FillsTable(*bars_, idle)).row_count(), 0u);
  EXPECT_EQ(ToTable(EquityTable(*bars_, idle)).row_count(), 5u);
}

}  // namespace
}  // namespace admf
