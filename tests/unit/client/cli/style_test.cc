#include "client/cli/style.h"

#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

TEST(StyleTest, ColoursOnlyWhereTheyAreWanted) {
  EXPECT_EQ(Style(true).Apply(Tone::kBad, "failed"), "\x1b[31mfailed\x1b[0m");
  EXPECT_EQ(Style(false).Apply(Tone::kBad, "failed"), "failed");
  EXPECT_EQ(Style(true).Apply(Tone::kPlain, "queued"), "queued");
  EXPECT_EQ(Style(true).Apply(Tone::kBad, ""), "");
}

TEST(PrintableTest, ControlsNoTerminal) {
  EXPECT_EQ(Printable("a\x1b[2Jb"), "a?[2Jb");
  EXPECT_EQ(Printable("two\nlines\tand\r"), "two lines and ");
  EXPECT_EQ(Printable("bell\x07 delete\x7f"), "bell? delete?");
  // U+009B, which some terminals read as ESC [.
  EXPECT_EQ(Printable("a\xc2\x9b"
                      "31mb"),
            "a?31mb");
}

TEST(PrintableTest, ReordersNoLine) {
  EXPECT_EQ(Printable("a\u202eb\u2066c\u2028d\u200fe"), "a?b?c?d?e");
  EXPECT_EQ(Printable("\u2027\u202f\u2065\xe2\x80"),
            "\u2027\u202f\u2065\xe2\x80");
}

TEST(PrintableTest, KeepsOtherCharacters) {
  EXPECT_EQ(Printable("\u00fcber \u20ac 5"), "\u00fcber \u20ac 5");
}

TEST(TruncateTest, CutsBetweenCharacters) {
  EXPECT_EQ(Truncate("computation", 20), "computation");
  EXPECT_EQ(Truncate("computation", 11), "computation");
  EXPECT_EQ(Truncate("computation", 8), "compu...");
  EXPECT_EQ(Truncate("\u00fc\u00fc\u00fc\u00fc\u00fc", 4), "\u00fc...");
  EXPECT_EQ(Truncate("computation", 2), "..");
  EXPECT_EQ(Truncate("computation", 0), "");
}

TEST(DisplayWidthTest, CountsCharacters) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("\u00fcb\u20ac"), 3u);
}

}  // namespace
}  // namespace admf
