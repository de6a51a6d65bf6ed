#include "engine/rules/delay_line.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(DelayLineTest, GivesEarlierValuesHoweverTheColumnIsCut) {
  constexpr size_t kLongest = 7;
  constexpr size_t kBlock = 5;
  DelayLine line(kLongest, kBlock);
  std::vector<double> column;
  for (int i = 0; i < 300; ++i) column.push_back(i);
  Random random(1, 0);
  for (size_t begin = 0; begin < column.size();) {
    const size_t count =
        std::min<size_t>(random.NextBelow(kBlock + 1), column.size() - begin);
    line.Append({column.data() + begin, count});
    for (size_t bars = 0; bars <= kLongest; ++bars) {
      for (size_t i = 0; i < count; ++i) {
        const double value = line.At(bars)[i];
        if (begin + i < bars) {
          ASSERT_TRUE(std::isnan(value)) << begin << " " << bars;
        } else {
          ASSERT_EQ(value, static_cast<double>(begin + i - bars));
        }
      }
    }
    begin += count;
  }
}

}  // namespace
}  // namespace admf
