#include "engine/base/utf8.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

// The limits of each form in RFC 3629, section 4.
TEST(Utf8Test, AcceptsEveryForm) {
  for (const std::string_view text :
       {"", "plain ASCII\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF", "Z\xC3\xBCrich \xE2\x82\xAC"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  EXPECT_TRUE(IsUtf8(std::string_view("a\0b", 3)));
}

TEST(Utf8Test, RefusesEverythingElse) {
  for (const std::string_view bytes :
       {"\x80", "\xFF", "\xF8\x88\x80\x80\x80", "a\xC3", "\xE2\x82", "\xC3(",
        "\xE2\x82(", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(bytes));
  }
}

TEST(Utf8Test, CountsCharacters) {
  EXPECT_EQ(Utf8Length(""), 0u);
  EXPECT_EQ(Utf8Length("Z\xC3\xBCrich \xE2\x82\xAC"), 8u);
  EXPECT_EQ(Utf8Length("\xF0\x90\x80\x80"), 1u);
}

TEST(Utf8Test, ShortensAtWholeCharacters) {
  EXPECT_EQ(Shortened("short", 5), "short");
  EXPECT_EQ(Shortened("longer", 5), "longe...");
  EXPECT_EQ(Shortened("Z\xC3\xBCrich", 2), "Z...");
  EXPECT_EQ(Shortened("Z\xC3\xBCrich", 3), "Z\xC3\xBC...");
  EXPECT_EQ(Shortened("\xE2\x82\xAC", 2), "...");
}

}  // namespace
}  // namespace admf
