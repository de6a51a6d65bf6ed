#include "client/cli/yaml_text.h"

#include <gtest/gtest.h>

#include <string>

#include "nlohmann/json.hpp"
#include "yaml-cpp/yaml.h"

namespace admf {
namespace {

using Json = nlohmann::ordered_json;

TEST(YamlTextTest, HasTheStructureOfTheJson) {
  const Json json = {{"name", "goog-sma-cross"},
                     {"degraded", false},
                     {"metrics", {{"trade_count", 66}, {"cagr", 0.2116}}},
                     {"warnings", {"one", "two"}},
                     {"phases", {{{"phase", "A"}, {"attempt", 1}}}},
                     {"labels", Json::object()},
                     {"none", Json::array()},
                     {"nothing", nullptr}};
  EXPECT_EQ(YamlText(json),
            "name: goog-sma-cross\n"
            "degraded: false\n"
            "metrics:\n"
            "  trade_count: 66\n"
            "  cagr: 0.2116\n"
            "warnings:\n"
            "  - one\n"
            "  - two\n"
            "phases:\n"
            "  - phase: A\n"
            "    attempt: 1\n"
            "labels: {}\n"
            "none: []\n"
            "nothing: ~\n");
}

TEST(YamlTextTest, TextsStayTexts) {
  for (const char* text :
       {"",           "true",       "No",
        "null",       "~",          "12",
        "1e5",        "0x1f",       ".inf",
        "- a",        "a: b",       "a #b",
        "2013-03-01", "two\nlines", "quote\" and \\",
        "*a",         "@",          " padded ",
        "trailing ",  "\u00fcber",  "12345678901234567890"}) {
    const std::string yaml = YamlText({{"key", text}});
    const YAML::Node node = YAML::Load(yaml)["key"];
    EXPECT_EQ(node.as<std::string>(), text) << yaml;
    // Quoted scalars have the tag `!`: no reader takes them for anything else.
    EXPECT_EQ(node.Tag(), "!") << yaml;
  }
}

TEST(YamlTextTest, WordsNeedNoQuotes) {
  EXPECT_EQ(YamlText({{"key", "the value 1.5 of a/b_c-d"}}),
            "key: the value 1.5 of a/b_c-d\n");
}

TEST(YamlTextTest, NumbersHaveAPointBeforeAnExponent) {
  EXPECT_EQ(YamlText({{"a", 1e+25}, {"b", 1.5e-9}, {"c", -3}}),
            "a: 1.0e+25\nb: 1.5e-09\nc: -3\n");
}

TEST(YamlTextTest, DoublesReadBackToTheSameBits) {
  const double value = 0.1 + 0.2;
  EXPECT_EQ(YAML::Load(YamlText({{"a", value}}))["a"].as<double>(), value);
}

}  // namespace
}  // namespace admf
