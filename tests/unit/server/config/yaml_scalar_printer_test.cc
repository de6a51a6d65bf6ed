#include "server/config/yaml_scalar_printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/config/yaml_scalar.h"
#include "server/config/yaml_to_proto.h"

namespace admf {
namespace {

using google::protobuf::Value;
using namespace std::string_literals;

TEST(PrintYamlTextTest, QuotesWhatNeedsIt) {
  for (const std::string text :
       {"a", "GOOG.csv", "/data/x_y-z+1", "127.0.0.1:50051", "12", "true"}) {
    EXPECT_EQ(PrintYamlText(text), text);
  }
  for (const std::string text :
       {"", "a b", "null", "Null", "NULL", "~", "-a", ".inf", "a:", "@", "#",
        "a#", "*a", "&a", "!a", "<<", "[a", "caf\u00E9"}) {
    EXPECT_EQ(PrintYamlText(text), "\"" + text + "\"");
  }
}

TEST(PrintYamlTextTest, EscapesWhatCantStandInYaml) {
  EXPECT_EQ(PrintYamlText("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(PrintYamlText("\n\r\t\x1B\x7F"), "\"\\n\\r\\t\\u001B\\u007F\"");
  EXPECT_EQ(PrintYamlText("\uFEFF\u0085"), "\"\\uFEFF\u0085\"");
}

TEST(PrintYamlRealTest, IsShortAndReadsBack) {
  EXPECT_EQ(PrintYamlReal(0.1), "0.1");
  EXPECT_EQ(PrintYamlReal(10000.0), "10000");
  EXPECT_EQ(PrintYamlReal(-0.0), "-0.0");
  EXPECT_EQ(PrintYamlReal(0.1F), "0.1");
  EXPECT_EQ(PrintYamlReal(9007199254740992.0), "9007199254740992");
  EXPECT_EQ(PrintYamlReal(9007199254740994.0), "9.007199254740994e+15");
  for (const double value :
       {1.0 / 3, 1e300, -5e-324, std::numeric_limits<double>::max(), 1e15,
        123456789012345680.0, 0.3}) {
    EXPECT_EQ(*ParseYamlReal(PrintYamlReal(value)), value);
    EXPECT_EQ(ParseYamlAny(PrintYamlReal(value))->number_value(), value);
  }
}

TEST(PrintYamlValueTest, PrintsEveryKindInOneLine) {
  Value value;
  EXPECT_EQ(PrintYamlValue(value), "null");
  value.set_null_value({});
  EXPECT_EQ(PrintYamlValue(value), "null");
  value.set_bool_value(true);
  EXPECT_EQ(PrintYamlValue(value), "true");
  value.set_number_value(1.5);
  EXPECT_EQ(PrintYamlValue(value), "1.5");
  value.set_string_value("1.5");
  EXPECT_EQ(PrintYamlValue(value), "\"1.5\"");
  value.mutable_list_value();
  EXPECT_EQ(PrintYamlValue(value), "[]");
  value.mutable_list_value()->add_values()->set_bool_value(false);
  value.mutable_list_value()->add_values()->set_string_value("x");
  EXPECT_EQ(PrintYamlValue(value), "[false, \"x\"]");
  value.mutable_struct_value();
  EXPECT_EQ(PrintYamlValue(value), "{}");
  auto& fields = *value.mutable_struct_value()->mutable_fields();
  fields["b"].set_number_value(2);
  fields["a"].mutable_struct_value();
  EXPECT_EQ(PrintYamlValue(value), "{\"a\": {}, \"b\": 2}");
}

TEST(PrintYamlValueTest, ReadsBack) {
  for (const auto& text :
       {"plain"s, ""s, "true"s, "007"s, "a: b"s, "#"s, "\x1B\n\"\\'"s,
        "\u20AC\uFEFF\u2028"s, "<<"s, " x "s, "- a"s}) {
    Value value;
    value.set_string_value(text);
    const auto read = ParseYamlValue(PrintYamlValue(value));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->string_value(), text);
  }
}

}  // namespace
}  // namespace admf
