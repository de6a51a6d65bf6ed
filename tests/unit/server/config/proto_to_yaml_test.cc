#include "server/config/proto_to_yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/config/yaml_to_proto.h"
#include "tests/unit/server/config/test_schema.h"

namespace admf {
namespace {

using google::protobuf::util::MessageDifferencer;

/// Prints an Everything, and expects it to be the same when it is read again.
std::string Print(const std::string& text_format) {
  const auto message = MakeEverything();
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text_format,
                                                            message.get()));
  std::string yaml = PrintYaml(*message);
  if (!yaml.empty()) {
    const auto read = MakeEverything();
    const ParsedYaml parsed = ParseYaml(yaml, "", read.get());
    EXPECT_TRUE(parsed.ok()) << ToString(parsed.problems.front()) << "\n"
                             << yaml;
    EXPECT_TRUE(MessageDifferencer::Equals(*message, *read)) << yaml;
  }
  return yaml;
}

TEST(ProtoToYamlTest, PrintsNothingOfNothing) {
  EXPECT_EQ(Print(""), "");
  EXPECT_EQ(Print("int32: 0 string: '' color: COLOR_UNSPECIFIED"), "");
}

TEST(ProtoToYamlTest, PrintsScalars) {
  EXPECT_EQ(Print("int32: -1 int64: 9223372036854775807 uint32: 7 "
                  "uint64: 18446744073709551615 float: 0.1 double: 1e300 "
                  "bool: true string: 'a b' color: COLOR_DARK_BLUE maybe: 0 "
                  "duration { seconds: 90 nanos: 5 }"),
            "int32: -1\n"
            "int64: 9223372036854775807\n"
            "uint32: 7\n"
            "uint64: 18446744073709551615\n"
            "float: 0.1\n"
            "double: 1e+300\n"
            "bool: true\n"
            "string: \"a b\"\n"
            "color: dark_blue\n"
            "duration: 1m30s5ns\n"
            "maybe: 0\n");
}

TEST(ProtoToYamlTest, IndentsWhatStandsBelow) {
  EXPECT_EQ(Print("child { child { int32: 1 } right { } } "
                  "names { key: 10 value: 'x' } names { key: 9 value: 'y' } "
                  "parts { key: 'b c' value { bool: true } } "
                  "parts { key: 'a' value { } }"),
            "child:\n"
            "  child:\n"
            "    int32: 1\n"
            "  right: {}\n"
            "names:\n"
            "  10: x\n"
            "  9: y\n"
            "parts:\n"
            "  \"b c\":\n"
            "    bool: true\n"
            "  a: {}\n");
}

TEST(ProtoToYamlTest, PrintsLists) {
  EXPECT_EQ(Print("numbers: [1, 2] texts: ['', 'x'] colors: COLOR_RED "
                  "bools: [true, false] doubles: [0.5] floats: [2.5] "
                  "longs: [3] uints: [4] ulongs: [5] "
                  "durations { seconds: 1 } "
                  "children { int32: 1 numbers: [7] } children { }"),
            "numbers:\n"
            "  - 1\n"
            "  - 2\n"
            "texts:\n"
            "  - \"\"\n"
            "  - x\n"
            "colors:\n"
            "  - red\n"
            "children:\n"
            "  - int32: 1\n"
            "    numbers:\n"
            "      - 7\n"
            "  - {}\n"
            "durations:\n"
            "  - 1s\n"
            "bools:\n"
            "  - true\n"
            "  - false\n"
            "doubles:\n"
            "  - 0.5\n"
            "floats:\n"
            "  - 2.5\n"
            "longs:\n"
            "  - 3\n"
            "uints:\n"
            "  - 4\n"
            "ulongs:\n"
            "  - 5\n");
}

TEST(ProtoToYamlTest, PrintsValuesOfAnyType) {
  EXPECT_EQ(Print("value { number_value: -0.0 } "
                  "values { string_value: '007' } values { list_value { } } "
                  "fields { fields { key: 'k' value { bool_value: true } } }"),
            "value: -0.0\n"
            "fields: {\"k\": true}\n"
            "values:\n"
            "  - \"007\"\n"
            "  - []\n");
}

TEST(ProtoToYamlTest, LeavesOutWhatHasNoName) {
  const auto message = MakeEverything();
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString("int32: 1 left: ''",
                                                            message.get()));
  EXPECT_EQ(PrintYaml(*message), "int32: 1\nleft: \"\"\n");
}

}  // namespace
}  // namespace admf
