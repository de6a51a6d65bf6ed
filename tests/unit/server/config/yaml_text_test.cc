#include "server/config/yaml_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

using namespace std::string_literals;

TEST(DecodeUtf8Test, DecodesTheFirstAndLastCharacterOfEachSize) {
  const struct {
    std::string bytes;
    char32_t value;
  } cases[] = {
      {"\x00"s, 0},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
  };
  for (const auto& [bytes, value] : cases) {
    const CodePoint c = DecodeUtf8(bytes + "x", 0);
    EXPECT_EQ(c.value, value);
    EXPECT_EQ(c.size, bytes.size());
  }
}

TEST(DecodeUtf8Test, RefusesWhatIsNotUtf8) {
  const std::string cases[] = {
      "\x80",              // A continuation alone.
      "\xC3",              // The end is missing.
      "\xC3(",             // No continuation.
      "\xC0\x80",          // Overlong NUL.
      "\xC1\xBF",          // Overlong U+007F.
      "\xE0\x9F\xBF",      // Overlong U+07FF.
      "\xED\xA0\x80",      // A surrogate.
      "\xED\xBF\xBF",      // A surrogate.
      "\xE2\x82",          // The end is missing.
      "\xF0\x8F\xBF\xBF",  // Overlong U+FFFF.
      "\xF4\x90\x80\x80",  // Above U+10FFFF.
      "\xF5\x80\x80\x80",  // Above U+10FFFF.
      "\xFE",
      "\xFF",
  };
  for (const auto& bytes : cases) {
    EXPECT_EQ(DecodeUtf8(bytes, 0).size, 0U) << testing::PrintToString(bytes);
  }
}

TEST(QuoteForMessageTest, EscapesWhatCantBePrinted) {
  EXPECT_EQ(QuoteForMessage(""), "``");
  EXPECT_EQ(QuoteForMessage("caf\u00E9"), "`caf\u00E9`");
  EXPECT_EQ(QuoteForMessage("a\nb\tc"), "`a\\nb\\tc`");
  EXPECT_EQ(QuoteForMessage("\x1B[31m"), "`\\x1B[31m`");
  EXPECT_EQ(QuoteForMessage("\0"s), "`\\x00`");
  EXPECT_EQ(QuoteForMessage("\x7F"), "`\\x7F`");
  EXPECT_EQ(QuoteForMessage("\u0085"), "`\\xC2\\x85`");
  EXPECT_EQ(QuoteForMessage("\xFFx"), "`\\xFFx`");
}

TEST(QuoteForMessageTest, CutsBetweenCharacters) {
  EXPECT_EQ(QuoteForMessage(std::string(60, 'a')),
            "`" + std::string(60, 'a') + "`");
  EXPECT_EQ(QuoteForMessage(std::string(61, 'a')),
            "`" + std::string(60, 'a') + "...`");
  std::string text(59, 'a');
  for (int i = 0; i < 1000; ++i) text += "\u20AC";
  EXPECT_EQ(QuoteForMessage(text), "`" + std::string(59, 'a') + "\u20AC...`");
}

TEST(FindBadCharacterTest, AcceptsWhatYamlCallsPrintable) {
  EXPECT_EQ(FindBadCharacter("").has_value(), false);
  EXPECT_EQ(FindBadCharacter("a\t\r\n~\u0085\u00A0\uD7FF\uE000\uFFFD\U0010FFFF")
                .has_value(),
            false);
}

TEST(FindBadCharacterTest, FindsTheFirstOne) {
  const auto control = FindBadCharacter(
      "ab\x01"
      "c\x02");
  ASSERT_TRUE(control.has_value());
  EXPECT_EQ(control->offset, 2U);
  EXPECT_EQ(control->description,
            "the character U+0001 can't stand in YAML; remove it, or write it "
            "as an escape in double quotes");
  const auto bytes = FindBadCharacter("\u20AC\xE2\x82");
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->offset, 3U);
  EXPECT_EQ(bytes->description,
            "the byte 0xE2 is not UTF-8; save the text as UTF-8");
}

TEST(FindBadCharacterTest, RefusesEachKind) {
  // yaml-cpp takes U+0004 for the end of the text.
  for (const auto& text : {"\0"s, "\x04"s, "\x1F"s, "\x7F"s, "\u0080"s,
                           "\u009F"s, "\uFEFF"s, "\uFFFE"s, "\uFFFF"s}) {
    EXPECT_TRUE(FindBadCharacter(text).has_value())
        << testing::PrintToString(text);
  }
}

TEST(YamlTextIndexTest, CountsLinesAndCharacters) {
  const std::string text = "ab\n\u20ACx\n\nend";
  YamlTextIndex index(text);
  EXPECT_EQ(index.At(0), (YamlPosition{1, 1}));
  EXPECT_EQ(index.At(2), (YamlPosition{1, 3}));
  EXPECT_EQ(index.At(3), (YamlPosition{2, 1}));
  EXPECT_EQ(index.At(6), (YamlPosition{2, 2}));
  EXPECT_EQ(index.At(7), (YamlPosition{2, 3}));
  EXPECT_EQ(index.At(8), (YamlPosition{3, 1}));
  EXPECT_EQ(index.At(12), (YamlPosition{4, 4}));
  EXPECT_EQ(index.At(1000), (YamlPosition{4, 4}));
}

TEST(YamlTextIndexTest, GoesBackToo) {
  const std::string text = "a\u20AC\u20ACb\ncd";
  YamlTextIndex index(text);
  EXPECT_EQ(index.At(7), (YamlPosition{1, 4}));
  EXPECT_EQ(index.At(4), (YamlPosition{1, 3}));
  EXPECT_EQ(index.At(0), (YamlPosition{1, 1}));
  EXPECT_EQ(index.At(10), (YamlPosition{2, 2}));
  EXPECT_EQ(index.At(1), (YamlPosition{1, 2}));
}

TEST(YamlTextIndexTest, FindsLines) {
  const YamlTextIndex index("one\ntwo\n");
  EXPECT_EQ(index.LineAt(0), "one");
  EXPECT_EQ(index.LineAt(3), "one");
  EXPECT_EQ(index.LineAt(4), "two");
  EXPECT_EQ(index.LineAt(8), "");
  EXPECT_EQ(index.LineAt(99), "");
  EXPECT_EQ(YamlTextIndex("").LineAt(0), "");
}

TEST(YamlTextTest, KeepsTheEndOfALongText) {
  EXPECT_EQ(KeepEnd("run.yaml", 8), "run.yaml");
  EXPECT_EQ(KeepEnd("a/run.yaml", 8), "...run.yaml");
  EXPECT_EQ(KeepEnd("\u00e9.yaml", 6), "....yaml");
  EXPECT_EQ(KeepEnd("\u00e9\u00e9.yaml", 7), "...\u00e9.yaml");
  EXPECT_EQ(KeepEnd("\u00e9", 1), "...");
}

}  // namespace
}  // namespace admf
