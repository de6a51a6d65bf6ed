#include "engine/metrics/lanes.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(LanesTest, AddsAnyNumberOfValues) {
  std::vector<double> values;
  double expected = 0;
  EXPECT_EQ(SumOf(values), 0);
  for (int i = 1; i <= 40; ++i) {
    values.push_back(i);
    expected += i;
    EXPECT_EQ(SumOf(values), expected) << i;
  }
}

TEST(LanesTest, AddsTerms) {
  const std::vector<double> values = {-3, 1, 2, -5, 4, 0, 6, 7, -8, 9};
  EXPECT_EQ(SumOf(values, [](double value) { return value * value; }), 285);
}

TEST(LanesTest, TheOrderIsTheOneThatIsStated) {
  // In lanes 0 and 1, 1e16 and -1e16 meet before the ones of lanes 2 to 7 are
  // added; a sum from left to right would lose the ones to 1e16.
  const std::vector<double> values = {1e16, -1e16, 1, 1, 1, 1, 1, 1};
  EXPECT_EQ(SumOf(values), 6);
  // Elements 0 and 8 share a lane: 1e16 + 1 is 1e16.
  const std::vector<double> lane = {1e16, 0, 0, 0, 0, 0, 0, 0, 1, -1e16};
  EXPECT_EQ(SumOf(lane), 0);
}

}  // namespace
}  // namespace admf
