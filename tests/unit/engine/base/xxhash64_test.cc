#include "engine/base/xxhash64.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace admf {
namespace {

uint64_t Hash(std::string_view text) {
  return XxHash64(std::as_bytes(std::span(text.data(), text.size())));
}

// Values that the algorithm's author and its bindings publish.
TEST(XxHash64Test, KnownValues) {
  EXPECT_EQ(Hash(""), 0xEF46DB3751D8E999u);
  EXPECT_EQ(Hash("a"), 0xD24EC4F1A98C6E5Bu);
  EXPECT_EQ(Hash("abc"), 0x44BC2CF5AD770999u);
  // Longer than a block of 32 bytes.
  EXPECT_EQ(Hash("Nobody inspects the spammish repetition"),
            0xFBCEA83C8A378BF1u);
}

TEST(XxHash64Test, EveryBitMatters) {
  std::string text(100, 'x');
  const uint64_t before = Hash(text);
  for (size_t byte = 0; byte < text.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      text[byte] = static_cast<char>(text[byte] ^ (1 << bit));
      EXPECT_NE(Hash(text), before) << byte << " " << bit;
      text[byte] = static_cast<char>(text[byte] ^ (1 << bit));
    }
  }
}

TEST(XxHash64Test, LengthMatters) {
  const std::string zeros(80, '\0');
  for (size_t size = 1; size <= zeros.size(); ++size) {
    EXPECT_NE(Hash(zeros.substr(0, size)), Hash(zeros.substr(0, size - 1)));
  }
}

}  // namespace
}  // namespace admf
