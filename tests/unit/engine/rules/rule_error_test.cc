#include "engine/rules/rule_error.h"

#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(RuleErrorTest, PointsAtThePlace) {
  EXPECT_EQ(Describe({8, 4, "no smaa"}, "close > smaa(20)"),
            "column 9: no smaa\n"
            "    close > smaa(20)\n"
            "            ^~~~");
}

TEST(RuleErrorTest, PointsBehindTheEnd) {
  EXPECT_EQ(Describe({7, 0, "more"}, "close >"),
            "column 8: more\n"
            "    close >\n"
            "           ^");
  EXPECT_EQ(Describe({0, 0, "empty"}, ""),
            "column 1: empty\n"
            "    \n"
            "    ^");
}

TEST(RuleErrorTest, ShowsTheLineOfSeveral) {
  // What is meant goes on in the next line; the mark doesn't.
  EXPECT_EQ(Describe({8, 9, "what"}, "a\nand\tb\n  c + d\n  e\n"),
            "line 3, column 1: what\n"
            "      c + d\n"
            "    ^~~~~~~");
  EXPECT_EQ(Describe({6, 1, "what"}, "a\nand\tb\nc"),
            "line 2, column 5: what\n"
            "    and b\n"
            "        ^");
}

TEST(RuleErrorTest, CutsALongLine) {
  const std::string text = std::string(100, 'a') + "!" + std::string(100, 'b');
  EXPECT_EQ(Describe({100, 1, "what"}, text),
            "column 101: what\n"
            "    ..." +
                std::string(24, 'a') + "!" + std::string(35, 'b') + "...\n" +
                std::string(4 + 3 + 24, ' ') + "^");
}

TEST(RuleErrorTest, IsPrintable) {
  EXPECT_EQ(Describe({2, 1, "what"}, "a \x1b\xc3\xa4\r"),
            "column 3: what\n"
            "    a ????\n"
            "      ^");
}

}  // namespace
}  // namespace admf
