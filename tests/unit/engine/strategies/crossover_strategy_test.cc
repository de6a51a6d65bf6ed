#include "engine/strategies/crossover_strategy.h"

#include <limits>
#include <span>
#include <vector>

#include "engine/strategies/series_input.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(CrossoverStrategyTest, ComparesTheOutputsThatItIsGiven) {
  const std::vector<IndicatorSpec> specs = {{"first", {}}, {"second", {}}};
  CrossoverStrategy strategy(specs, SeriesInput::Output(1, 0),
                             SeriesInput::Output(0, 1));
  ASSERT_EQ(strategy.Indicators().size(), 2u);
  EXPECT_EQ(strategy.Indicators()[1].name, "second");

  const std::vector<double> nines(5, 9), slow = {kNaN, 2, 2, 2, 2};
  const std::vector<double> fast = {1, 1, 3, 2, 1};
  using Outputs = std::vector<std::span<const double>>;
  const auto bars = BarsOfCloses({1, 1, 1, 1, 1});
  std::vector<Decision> decisions;
  const Outputs first = {nines, slow}, second = {fast};
  strategy.Decide(*bars, std::vector<IndicatorOutputs>{first, second}, 0, 3,
                  &decisions);
  EXPECT_EQ(decisions, (std::vector<Decision>{{2, Side::kLong}}));
  const Outputs first_rest = {std::span(nines).subspan(3),
                              std::span(slow).subspan(3)};
  const Outputs second_rest = {std::span(fast).subspan(3)};
  strategy.Decide(*bars, std::vector<IndicatorOutputs>{first_rest, second_rest},
                  3, 5, &decisions);
  EXPECT_EQ(decisions,
            (std::vector<Decision>{{2, Side::kLong}, {4, Side::kShort}}));
}

}  // namespace
}  // namespace admf
