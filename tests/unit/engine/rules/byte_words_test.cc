#include "engine/rules/byte_words.h"

#include <array>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ByteWordsTest, FindsBytesInTheirOrder) {
  const std::array<uint8_t, 9> bytes = {9, 0, 0, 4, 0, 1, 0, 128, 0};
  uint64_t word = LoadWord(bytes.data() + 1);
  EXPECT_EQ(FirstByte(word), 2u);
  word &= BytesBehind(2);
  EXPECT_EQ(FirstByte(word), 4u);
  word &= BytesBehind(4);
  EXPECT_EQ(FirstByte(word), 6u);
  EXPECT_EQ(word & BytesBehind(6), 0u);
  EXPECT_EQ(BytesBehind(7), 0u);
}

TEST(ByteWordsTest, RepeatsAByte) {
  const std::array<uint8_t, 8> bytes = {5, 5, 5, 5, 5, 5, 5, 5};
  EXPECT_EQ(WordOf(5), LoadWord(bytes.data()));
}

}  // namespace
}  // namespace admf
