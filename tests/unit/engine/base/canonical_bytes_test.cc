#include "engine/base/canonical_bytes.h"

#include <array>
#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(CanonicalBytesTest, EqualDoublesHaveEqualBits) {
  EXPECT_EQ(CanonicalBits(-0.0), CanonicalBits(0.0));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(CanonicalBits(std::copysign(nan, -1.0)), CanonicalBits(nan));
  EXPECT_NE(CanonicalBits(1.0), CanonicalBits(-1.0));
}

TEST(CanonicalBytesTest, BitsAreThoseOfIeee754) {
  EXPECT_EQ(CanonicalBits(1.0), 0x3ff0000000000000u);
  EXPECT_EQ(CanonicalBits(-2.0), 0xc000000000000000u);
  EXPECT_EQ(CanonicalBits(int64_t{-1}), 0xffffffffffffffffu);
  EXPECT_EQ(DoubleFromBits(0x4000000000000000u), 2.0);
}

TEST(CanonicalBytesTest, StoresTheLowestByteFirst) {
  std::array<std::byte, 8> bytes;
  StoreLittleEndian(0x0102030405060708u, bytes);
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(std::to_integer<int>(bytes[i]), 8 - i);
  }
  EXPECT_EQ(LoadLittleEndian(bytes), 0x0102030405060708u);
}

}  // namespace
}  // namespace admf
