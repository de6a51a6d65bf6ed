#include "engine/strategies/crossover_strategy.h"

#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(CrossoverStrategyTest, ComparesTheOutputsThatItIsGiven) {
  const std::vector<IndicatorSpec> specs = {{"first", {}}, {"second", {}}};
  CrossoverStrategy strategy(specs, {.indicator = 1, .output = 0},
                             {.indicator = 0, .output = 1});
  ASSERT_EQ(strategy.Indicators().size(), 2u);
  EXPECT_EQ(strategy.Indicators()[1].name, "second");

  IndicatorSeries first, second;
  first.outputs = {{9, 9, 9, 9, 9}, {kNaN, 2, 2, 2, 2}};
  second.outputs = {{1, 1, 3, 2, 1}};
  const std::vector<const IndicatorSeries*> series = {&first, &second};
  const auto bars = BarsOfCloses({1, 1, 1, 1, 1});
  std::vector<Decision> decisions;
  strategy.Decide(*bars, series, 0, 3, &decisions);
  EXPECT_EQ(decisions, (std::vector<Decision>{{2, Side::kLong}}));
  strategy.Decide(*bars, series, 3, 5, &decisions);
  EXPECT_EQ(decisions,
            (std::vector<Decision>{{2, Side::kLong}, {4, Side::kShort}}));
}

}  // namespace
}  // namespace admf
