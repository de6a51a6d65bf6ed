#include "client/cli/utf8.h"

#include <gtest/gtest.h>

namespace admf {
namespace {

TEST(Utf8Test, AcceptsAllLengths) {
  for (const char* text : {"", "abc", "\u00e9", "\u20ac", "\U0001f600"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(Utf8Test, RefusesWhatIsCutOverlongOrASurrogate) {
  for (const char* text :
       {"\xff", "a\xc3", "\xc3(", "\xe2\x82", "\xc0\x80", "\xe0\x80\x80",
        "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

}  // namespace
}  // namespace admf
