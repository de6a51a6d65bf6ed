#include "client/cli/gate/xml_text.h"

#include <gtest/gtest.h>

namespace admf {
namespace {

TEST(XmlTextTest, EscapesWhatMeansSomething) {
  EXPECT_EQ(XmlText("a < b & c > \"d\" 'e'"),
            "a &lt; b &amp; c &gt; &quot;d&quot; 'e'");
  EXPECT_EQ(XmlText("]]>"), "]]&gt;");
  EXPECT_EQ(XmlText("plain"), "plain");
}

TEST(XmlTextTest, LineBreaksSurviveInAttributes) {
  EXPECT_EQ(XmlText("a\n\tb"), "a&#10;&#9;b");
}

TEST(XmlTextTest, WhatXmlDoesNotAllowIsReplaced) {
  EXPECT_EQ(XmlText(std::string_view("a\0b\x1b[1m\r", 7)), "a?b?[1m");
  EXPECT_EQ(XmlText("\r"), "?");
  EXPECT_EQ(XmlText("\xef\xbf\xbe|\xef\xbf\xbf"), "?|?");
  // U+FFFD and other characters of three bytes stay.
  EXPECT_EQ(XmlText("\xef\xbf\xbd \xe2\x82\xac"), "\xef\xbf\xbd \xe2\x82\xac");
}

}  // namespace
}  // namespace admf
