#include "engine/execution/equity_curve.h"

#include <numeric>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

TEST(EquityCurveTest, EveryBarHasTheStateThatHoldsThere) {
  const auto bars = MakeFlatBars({10, 20, 30, 40, 50});
  Simulation simulation;
  simulation.states = {{0, 100, 0}, {1, 80, 1}, {3, 200, -2}};
  EXPECT_THAT(EquityColumn(*bars, simulation),
              ElementsAre(100, 100, 110, 120, 100));
}

TEST(EquityCurveTest, AStateOfTheLastBarCounts) {
  const auto bars = MakeFlatBars({10, 20});
  Simulation simulation;
  simulation.states = {{0, 100, 1}, {1, 50, 0}};
  EXPECT_THAT(EquityColumn(*bars, simulation), ElementsAre(110, 50));
}

TEST(EquityCurveTest, BlocksFollowEachOtherWithoutGaps) {
  std::vector<double> prices(2500);
  std::iota(prices.begin(), prices.end(), 1.0);
  const auto bars = MakeFlatBars(prices);
  Simulation simulation;
  // States at, before and after the edges of blocks, and one over two edges.
  simulation.states = {
      {0, 5, 1}, {1023, 6, 2}, {1024, 7, 3}, {1025, 8, 4}, {2499, 9, 5}};
  std::vector<size_t> first_bars;
  std::vector<double> equity;
  VisitEquity(*bars, simulation,
              [&](size_t first_bar, std::span<const double> block) {
                first_bars.push_back(first_bar);
                equity.insert(equity.end(), block.begin(), block.end());
              });
  EXPECT_THAT(first_bars, ElementsAre(0, 1024, 2048));
  ASSERT_EQ(equity.size(), prices.size());
  size_t state = 0;
  for (size_t bar = 0; bar < prices.size(); ++bar) {
    if (state + 1 < simulation.states.size() &&
        static_cast<size_t>(simulation.states[state + 1].bar) == bar) {
      ++state;
    }
    const AccountState& account = simulation.states[state];
    ASSERT_EQ(equity[bar], account.cash + account.units * prices[bar]) << bar;
  }
}

TEST(EquityCurveTest, PartsAreThoseOfTheWhole) {
  const auto bars = MakeFlatBars({10, 20, 30, 40, 50});
  Simulation simulation;
  simulation.states = {{0, 100, 0}, {1, 80, 1}, {3, 200, -2}};
  const std::vector<double> whole = {100, 100, 110, 120, 100};
  for (size_t begin = 0; begin <= whole.size(); ++begin) {
    for (size_t end = begin; end <= whole.size(); ++end) {
      EXPECT_EQ(EquityColumn(*bars, simulation.states, begin, end),
                std::vector<double>(whole.begin() + static_cast<int>(begin),
                                    whole.begin() + static_cast<int>(end)))
          << begin << " " << end;
    }
  }
}

}  // namespace
}  // namespace admf
