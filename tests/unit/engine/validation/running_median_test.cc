#include "engine/validation/running_median.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(RunningMedianTest, IsTheMiddleValueOrTheMeanOfTwo) {
  RunningMedian median;
  median.Add(3);
  EXPECT_EQ(median.median(), 3);
  median.Add(1);
  EXPECT_EQ(median.median(), 2);
  median.Add(10);
  EXPECT_EQ(median.median(), 3);
  median.Remove(1);
  EXPECT_EQ(median.median(), 6.5);
  median.Remove(10);
  EXPECT_EQ(median.median(), 3);
  EXPECT_EQ(median.size(), 1);
}

TEST(RunningMedianTest, IsThatOfSortedValues) {
  Random random(1, 0);
  RunningMedian median;
  std::vector<double> values;
  for (int i = 0; i < 3'000; ++i) {
    // Few values, so that many are equal; grows, shrinks and grows again.
    const bool shrinks = i / 1'000 == 1;
    const bool add = values.empty() || (random.NextBelow(3) == 0) == shrinks;
    if (add) {
      values.push_back(static_cast<double>(random.NextBelow(20)));
      median.Add(values.back());
    } else {
      const size_t at = random.NextBelow(values.size());
      median.Remove(values[at]);
      values.erase(values.begin() + static_cast<std::ptrdiff_t>(at));
    }
    ASSERT_EQ(median.size(), values.size());
    if (values.empty()) continue;
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    const size_t count = sorted.size();
    ASSERT_EQ(median.median(),
              (sorted[(count - 1) / 2] + sorted[count / 2]) / 2);
  }
}

TEST(RunningMedianDeathTest, OnlyWhatIsThereIsRemoved) {
  RunningMedian median;
  median.Add(1);
  EXPECT_DEATH(median.Remove(2), "found|other");
}

}  // namespace
}  // namespace admf
