// BreakoutFollower, SeriesInput, FollowerStrategy, IndicatorWith.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/breakout_follower.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/series_input.h"
#include "engine/strategies/strategy.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/indicators/test_series.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(BreakoutFollowerTest, GoesWithWhatLeavesTheRange) {
  BreakoutFollower follower;
  const auto update = [&](double value) {
    return follower.Update(value, -1, 0, 1);
  };
  EXPECT_EQ(update(0.5), Side::kFlat);
  EXPECT_EQ(update(1), Side::kFlat);
  EXPECT_EQ(update(2), Side::kLong);
  EXPECT_EQ(update(0.5), Side::kLong);
  EXPECT_EQ(update(0), Side::kFlat);
  EXPECT_EQ(update(-2), Side::kShort);
  EXPECT_EQ(update(-0.5), Side::kShort);
  EXPECT_EQ(update(0), Side::kFlat);
  EXPECT_EQ(update(3), Side::kLong);
  EXPECT_EQ(update(-3), Side::kShort);
  EXPECT_EQ(follower.side(), Side::kShort);
}

TEST(BreakoutFollowerTest, NeedsToHaveSeenTheOtherSideOfALevel) {
  BreakoutFollower follower;
  EXPECT_EQ(follower.Update(2, -1, 0, 1), Side::kFlat);
  EXPECT_EQ(follower.Update(3, -1, 0, 1), Side::kFlat);
  EXPECT_EQ(follower.Update(0.5, -1, 0, 1), Side::kFlat);
  EXPECT_EQ(follower.Update(2, -1, 0, 1), Side::kLong);
}

TEST(BreakoutFollowerTest, ChangesNothingOnUndefinedLevels) {
  BreakoutFollower follower;
  EXPECT_EQ(follower.Update(0, kNaN, kNaN, kNaN), Side::kFlat);
  follower.Update(0, -1, 0, 1);
  follower.Update(2, -1, 0, 1);
  EXPECT_EQ(follower.Update(-5, kNaN, kNaN, kNaN), Side::kLong);
}

TEST(BreakoutFollowerTest, HasAnExitOfItsOwnForEachSide) {
  BreakoutFollower follower;
  const auto update = [&](double value) {
    return follower.Update(value, -2, 1, -1, 2);
  };
  update(0);
  EXPECT_EQ(update(3), Side::kLong);
  EXPECT_EQ(update(1.5), Side::kLong);
  EXPECT_EQ(update(1), Side::kFlat);
  EXPECT_EQ(update(-3), Side::kShort);
  EXPECT_EQ(update(-1.5), Side::kShort);
  EXPECT_EQ(update(-1), Side::kFlat);
}

/// Two indicators, the second one with two outputs, at bars 2 and 3.
struct Given {
  std::vector<double> a = {1, 2}, b = {3, 4}, c = {5, 6};
  std::array<std::span<const double>, 1> first = {a};
  std::array<std::span<const double>, 2> second = {b, c};
  std::array<IndicatorOutputs, 2> indicators = {first, second};

  std::vector<double> Read(SeriesInput input) const {
    const auto bars = BarsOfCloses({10, 20, 30, 40, 50});
    const auto values = input.Read(*bars, indicators, 2, 4);
    return {values.begin(), values.end()};
  }
};

TEST(SeriesInputTest, ReadsWhatItNames) {
  using Values = std::vector<double>;
  const Given given;
  EXPECT_EQ(given.Read(SeriesInput::Output(0, 0)), (Values{1, 2}));
  EXPECT_EQ(given.Read(SeriesInput::Output(1, 1)), (Values{5, 6}));
  EXPECT_EQ(given.Read(SeriesInput::Output(1, 0, 0.5)), (Values{1.5, 2}));
  EXPECT_EQ(given.Read(SeriesInput::Close()), (Values{30, 40}));
  EXPECT_EQ(given.Read(SeriesInput::Level(7)), (Values{7, 7}));
}

TEST(FollowerStrategyTest, GivesTheFollowerItsInputsInOrder) {
  BreakoutStrategy strategy({{"some", {}}}, {.value = SeriesInput::Output(0, 0),
                                             .lower = SeriesInput::Level(-1),
                                             .exit = SeriesInput::Level(0.5),
                                             .upper = SeriesInput::Level(1)});
  EXPECT_EQ(strategy.Indicators().front().name, "some");
  const std::vector<double> values = {0.6, 2, 0.5, 0.6, -2};
  const auto bars = BarsOfCloses({1, 1, 1, 1, 1});
  std::vector<Decision> decisions;
  for (const size_t begin : {0, 2}) {
    const size_t end = begin == 0 ? 2 : 5;
    const std::array<std::span<const double>, 1> outputs = {
        std::span(values).subspan(begin, end - begin)};
    strategy.Decide(*bars, std::array<IndicatorOutputs, 1>{outputs}, begin, end,
                    &decisions);
  }
  EXPECT_EQ(decisions,
            (std::vector<Decision>{
                {1, Side::kLong}, {2, Side::kFlat}, {4, Side::kShort}}));
}

TEST(IndicatorWithTest, TakesParametersUnderTheirNames) {
  std::vector<ParameterProblem> problems;
  const auto parameters = ParameterSet::Resolve(
      {ParameterDefinition::Integer("period", 5, 1, 10, "One."),
       ParameterDefinition::Real("width", 1.5, 0, 10, "Two."),
       ParameterDefinition::Real("other", 1, 0, 10, "Three.")},
      {}, &problems);
  EXPECT_EQ(IndicatorWith("some", parameters, {"period", "width"}).ToString(),
            "some(period=5, width=1.5)");
}

}  // namespace
}  // namespace admf
