#include "engine/indicators/compensated_sum.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

double Quotient(const CompensatedSum& sum, int count) {
  return sum.DividedBy(count, 1.0 / count);
}

TEST(CompensatedSumTest, IsZeroAtFirst) {
  EXPECT_EQ(Quotient(CompensatedSum(), 3), 0);
}

TEST(CompensatedSumTest, KeepsWhatADoubleCannot) {
  // 2^53 + 1 is no double: a plain sum loses both ones.
  CompensatedSum sum;
  sum.Add(0x1p53);
  sum.Add(1);
  sum.Add(1);
  EXPECT_EQ(Quotient(sum, 1), 0x1p53 + 2);
}

TEST(CompensatedSumTest, NothingStaysOfWhatIsTakenOut) {
  CompensatedSum sum;
  sum.Add(0.1);
  sum.Add(1e15);
  sum.Replace(0.3, 1e15);
  sum.Replace(0.2, 0.1);
  EXPECT_EQ(Quotient(sum, 1), 0.5);
}

TEST(CompensatedSumTest, ReplacesValuesOfAnySignAndSize) {
  CompensatedSum sum;
  sum.Add(-7.25);
  sum.Replace(1e-9, -7.25);
  EXPECT_EQ(Quotient(sum, 1), 1e-9);
  sum.Replace(-1e9, 1e-9);
  EXPECT_EQ(Quotient(sum, 1), -1e9);
}

TEST(CompensatedSumTest, TheMeanOfEqualValuesIsTheValue) {
  for (const double value : {0.1, 1.0 / 3, 806.19, 1e-7, 123456.789}) {
    CompensatedSum sum;
    for (int count = 1; count <= 2000; ++count) {
      sum.Add(value);
      ASSERT_EQ(Quotient(sum, count), value) << count;
    }
  }
}

TEST(CompensatedSumTest, TiesGoToTheEvenNeighbour) {
  // The mean of two neighbours lies half way between them.
  const double odd = 1 + 0x1p-52, even = 1 + 0x1p-51;
  CompensatedSum below, above;
  for (int pairs = 1; pairs <= 50; ++pairs) {
    below.Add(1);
    below.Add(odd);
    EXPECT_EQ(Quotient(below, 2 * pairs), 1);
    above.Add(odd);
    above.Add(even);
    EXPECT_EQ(Quotient(above, 2 * pairs), even);
  }
}

// Sums of prices in [64, 128) with all 53 bits are whole multiples of 2^-46, so
// integers add them without error and say what the correct rounding is.
TEST(CompensatedSumTest, QuotientsAreCorrectlyRounded) {
  Random random(1, 0);
  for (const int count : {1, 2, 3, 7, 10, 30, 49, 200, 1021, 100'000}) {
    CompensatedSum sum;
    __int128 exact = 0;  // in units of 2^-46
    std::vector<double> window(count, 0.0);
    for (int i = 0; i < count + 2000; ++i) {
      const auto units =
          static_cast<int64_t>((uint64_t{1} << 52) | (random.NextBits() >> 12));
      const double value = static_cast<double>(units) * 0x1p-46;
      double& oldest = window[i % count];
      exact += units - static_cast<int64_t>(oldest * 0x1p46);
      sum.Replace(value, oldest);
      oldest = value;
      if (i < count - 1) continue;

      // |mean x count - exact| in units of 2^-46 is at most half a last place
      // of the mean, which is one unit, times count; at a tie the mean is even.
      const double mean = Quotient(sum, count);
      ASSERT_GE(mean, 64);
      ASSERT_LT(mean, 128);
      const auto mean_units = static_cast<int64_t>(mean * 0x1p46);
      __int128 error = static_cast<__int128>(mean_units) * count - exact;
      if (error < 0) error = -error;
      ASSERT_LE(2 * error, count) << i;
      if (2 * error == count) {
        ASSERT_EQ(std::bit_cast<uint64_t>(mean) & 1, 0u) << i;
      }
    }
  }
}

}  // namespace
}  // namespace admf
