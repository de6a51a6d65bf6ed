#include "engine/columns/lanes.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(LanesTest, AddsTerms) {
  const std::vector<double> values = {-3, 1, 2, -5, 4, 0, 6, 7, -8, 9};
  EXPECT_EQ(SumOf(values, [](double value) { return value * value; }), 285);
  EXPECT_EQ(SumOf({}, [](double value) { return value + 1; }), 0);
}

TEST(LanesTest, TheOrderIsTheOneThatIsStated) {
  // In lanes 0 and 1, 1e16 and -1e16 meet before the ones of lanes 2 to 7 are
  // added; a sum from left to right would lose the ones to 1e16.
  const std::vector<double> values = {1e16, -1e16, 1, 1, 1, 1, 1, 1};
  const auto itself = [](double value) { return value; };
  EXPECT_EQ(SumOf(values, itself), 6);
  // Elements 0 and 8 share a lane: 1e16 + 1 is 1e16.
  const std::vector<double> lane = {1e16, 0, 0, 0, 0, 0, 0, 0, 1, -1e16};
  EXPECT_EQ(SumOf(lane, itself), 0);
}

}  // namespace
}  // namespace admf
