#include "engine/data/bar_check.h"

#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(BarCheckTest, PossibleBars) {
  EXPECT_TRUE(IsPossibleBar({2.0, 3.0, 1.0, 2.5, 10.0}));
  EXPECT_TRUE(IsPossibleBar({1.0, 1.0, 1.0, 1.0, 0.0}));
  EXPECT_TRUE(IsPossibleBar({1.0, 3.0, 1.0, 3.0, -0.0}));
  constexpr double kMax = std::numeric_limits<double>::max();
  EXPECT_TRUE(IsPossibleBar({kMax, kMax, kMax, kMax, kMax}));
}

TEST(BarCheckTest, ImpossibleBarsAndTheirDescription) {
  const struct {
    BarValues bar;
    const char* description;
  } kCases[] = {
      {{100.0, 101.2, 103.9, 101.0, 1.0}, "high 101.2 is below low 103.9"},
      {{3.5, 3.0, 1.0, 2.0, 1.0}, "open 3.5 is above high 3"},
      {{0.5, 3.0, 1.0, 2.0, 1.0}, "open 0.5 is below low 1"},
      {{2.0, 3.0, 1.0, 3.25, 1.0}, "close 3.25 is above high 3"},
      {{2.0, 3.0, 1.0, 0.75, 1.0}, "close 0.75 is below low 1"},
      {{2.0, 3.0, 0.0, 2.0, 1.0}, "low is not positive: 0"},
      {{-2.0, 3.0, -2.0, 2.0, 1.0}, "open is not positive: -2"},
      {{kNan, 3.0, 1.0, 2.0, 1.0}, "open is not a finite number: nan"},
      {{2.0, kNan, 1.0, 2.0, 1.0}, "high is not a finite number: nan"},
      {{2.0, 3.0, kNan, 2.0, 1.0}, "low is not a finite number: nan"},
      {{2.0, 3.0, 1.0, kNan, 1.0}, "close is not a finite number: nan"},
      {{2.0, kInfinity, 1.0, 2.0, 1.0}, "high is not a finite number: inf"},
      {{2.0, 3.0, -kInfinity, 2.0, 1.0}, "low is not a finite number: -inf"},
      {{2.0, 3.0, 1.0, 2.0, -1.0}, "volume is negative: -1"},
      {{2.0, 3.0, 1.0, 2.0, kNan}, "volume is not a finite number: nan"},
      {{2.0, 3.0, 1.0, 2.0, kInfinity}, "volume is not a finite number: inf"},
  };
  for (const auto& [bar, description] : kCases) {
    EXPECT_FALSE(IsPossibleBar(bar)) << description;
    EXPECT_EQ(DescribeImpossibleBar(bar), description);
  }
}

TEST(BarCheckTest, NumbersAreTheShortestText) {
  EXPECT_EQ(NumberToText(0.1), "0.1");
  EXPECT_EQ(NumberToText(100.0), "100");
  EXPECT_EQ(NumberToText(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(NumberToText(-std::numeric_limits<double>::max()),
            "-1.7976931348623157e+308");
}

}  // namespace
}  // namespace admf
