#include "engine/indicators/value_range.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ValueRangeTest, FindsTheRangeWhereverItsEndsAre) {
  for (size_t size = 1; size <= 40; ++size) {
    for (size_t low = 0; low < size; ++low) {
      std::vector<double> values(size, 5);
      values[low] = -7;
      values[(low + 1) % size] = 9;
      const ValueRange range = RangeOf(values);
      // A single element is both ends.
      EXPECT_EQ(range.lowest, size == 1 ? 9 : -7) << size << " " << low;
      EXPECT_EQ(range.highest, 9) << size << " " << low;
    }
  }
}

TEST(ValueRangeTest, WidensARange) {
  const std::vector<double> values = {3, 4, 5, 6, 7, 8, 9, 10, 11};
  const ValueRange inside = RangeOf(values, {1, 20});
  EXPECT_EQ(inside.lowest, 1);
  EXPECT_EQ(inside.highest, 20);
  const ValueRange outside = RangeOf(values, {5, 6});
  EXPECT_EQ(outside.lowest, 3);
  EXPECT_EQ(outside.highest, 11);
  EXPECT_EQ(RangeOf({}, {5, 6}).lowest, 5);
}

}  // namespace
}  // namespace admf
