#include "engine/base/random.h"

#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

// Known-answer vectors of the authors' Random123 library (kat_vectors,
// philox4x32 with 10 rounds).
TEST(PhiloxTest, KnownAnswers) {
  EXPECT_EQ(Philox4x32({0, 0, 0, 0}, {0, 0}),
            (std::array<uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c,
                                     0x9b00dbd8}));
  constexpr uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(Philox4x32({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (std::array<uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6,
                                     0x6d5451fd}));
  EXPECT_EQ(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                       {0xa4093822, 0x299f31d0}),
            (std::array<uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420,
                                     0x24126ea1}));
}

// counter = (block, stream), key = seed, two values per block.
TEST(RandomTest, ValuesAreTheWordsOfTheBlocks) {
  Random zero(0, 0);
  EXPECT_EQ(zero.NextBits(), 0xe169c58d'6627e8d5u);
  EXPECT_EQ(zero.NextBits(), 0x9b00dbd8'bc57ac4cu);

  const std::array<uint32_t, 4> words =
      Philox4x32({0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344},
                 {0xa4093822, 0x299f31d0});
  const uint64_t block = 0x05a308d3'243f6a88;
  Random random(0x299f31d0'a4093822, 0x03707344'13198a2e, 2 * block + 1);
  EXPECT_EQ(random.NextBits(), (uint64_t{words[3]} << 32) | words[2]);
}

TEST(RandomTest, ContinuesFromAnyIndex) {
  Random whole(7, 3);
  std::vector<uint64_t> values;
  for (int i = 0; i < 20; ++i) values.push_back(whole.NextBits());
  for (uint64_t index = 0; index < 20; ++index) {
    Random rest(7, 3, index);
    EXPECT_EQ(rest.NextBits(), values[index]);
    EXPECT_EQ(rest.index(), index + 1);
  }
}

TEST(RandomTest, CopyGoesOnLikeTheOriginal) {
  Random random(7, 3);
  random.NextBits();
  Random copy = random;
  EXPECT_EQ(copy.NextBits(), random.NextBits());
  EXPECT_EQ(copy.NextBits(), random.NextBits());
}

TEST(RandomTest, StreamsAndSeedsDiffer) {
  EXPECT_NE(Random(1, 0).NextBits(), Random(1, 1).NextBits());
  EXPECT_NE(Random(1, 0).NextBits(), Random(2, 0).NextBits());
  EXPECT_NE(Random(1, 2).NextBits(), Random(2, 1).NextBits());
}

TEST(RandomTest, UniformIsBelowOneWithTheRightMean) {
  Random random(42, 0);
  double sum = 0.0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.NextUniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  // The mean's standard deviation is 1 / sqrt(12 * 100,000) = 0.0009.
  EXPECT_NEAR(sum / kDraws, 0.5, 0.005);
}

TEST(RandomTest, UniformTakesTheUpper53Bits) {
  Random bits(42, 0);
  Random uniform(42, 0);
  EXPECT_EQ(uniform.NextUniform() * 0x1p53,
            static_cast<double>(bits.NextBits() >> 11));
}

TEST(RandomTest, BelowCoversTheRangeEvenly) {
  Random random(42, 0);
  std::vector<int> counts(6);
  constexpr int kDraws = 60'000;
  for (int i = 0; i < kDraws; ++i) ++counts.at(random.NextBelow(6));
  // A count's standard deviation is sqrt(60,000 * 1/6 * 5/6) = 91.
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

TEST(RandomTest, BelowOneIsZero) {
  Random random(42, 0);
  EXPECT_EQ(random.NextBelow(1), 0u);
}

// Of 2^64 values, those of the lowest quarter must be rejected for this bound,
// so plain multiplication would be visibly biased.
TEST(RandomTest, BelowRejectsForLargeBounds) {
  constexpr uint64_t kBound = 3 * (uint64_t{1} << 62);
  Random random(42, 0);
  constexpr int kDraws = 10'000;
  for (int i = 0; i < kDraws; ++i) ASSERT_LT(random.NextBelow(kBound), kBound);
  // One draw takes 4/3 values on average, with deviation 2/3.
  EXPECT_NEAR(static_cast<double>(random.index()), kDraws * 4.0 / 3.0, 400);
}

TEST(RandomDeathTest, BelowZeroIsABug) {
  Random random(42, 0);
  EXPECT_DEATH(random.NextBelow(0), "bound > 0");
}

}  // namespace
}  // namespace admf
