#include "server/config/yaml_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "server/config/yaml_reader.h"

namespace admf {
namespace {

using google::protobuf::Value;
using testing::ElementsAre;
using testing::IsEmpty;

YamlNode Read(std::string_view text) {
  YamlNode root;
  EXPECT_FALSE(ReadYaml(text, &root).has_value());
  return root;
}

class YamlWalkTest : public testing::Test {
 protected:
  std::vector<std::string> TakeProblems() {
    std::vector<std::string> texts;
    for (const auto& problem : problems_.Take()) {
      texts.push_back(ToString(problem));
    }
    return texts;
  }

  std::optional<Value> ReadValue(std::string_view text) {
    return ReadYamlValue(Read(text), root_, &problems_);
  }

  const YamlPath root_ = {};
  YamlProblemList problems_{"f"};
};

TEST_F(YamlWalkTest, DescribesNodes) {
  EXPECT_EQ(DescribeNode(Read("{}")), "a mapping");
  EXPECT_EQ(DescribeNode(Read("[]")), "a list");
  EXPECT_EQ(DescribeNode(Read("x")), "`x`");
  EXPECT_EQ(DescribeNode(Read("'x'")), "the text `x`");
  EXPECT_EQ(DescribeNode(Read("")), "nothing");
}

TEST_F(YamlWalkTest, ReportsRepeatedAndMergeKeys) {
  std::vector<std::string> read;
  ForEachEntry(Read("a: 1\n<<: 2\nb: 3\na: 4\n'<<': 5\na: 6"), root_,
               &problems_, [&](const YamlNode& entry, const YamlPath& path) {
                 read.push_back(path.ToString() + "=" + entry.text);
               });
  EXPECT_THAT(read, ElementsAre("a=1", "b=3", "<<=5"));
  EXPECT_THAT(
      TakeProblems(),
      ElementsAre("f:2:1: <<: merge keys are not accepted; write the keys out",
                  "f:4:1: a: the key `a` stands here a second time; the first "
                  "one is in line 1",
                  "f:6:1: a: the key `a` stands here a second time; the first "
                  "one is in line 1"));
}

TEST_F(YamlWalkTest, NumbersElements) {
  std::vector<std::string> read;
  ForEachElement(Read("[x, y]"), root_,
                 [&](const YamlNode& element, const YamlPath& path) {
                   read.push_back(path.ToString() + "=" + element.text);
                 });
  EXPECT_THAT(read, ElementsAre("[0]=x", "[1]=y"));
}

TEST_F(YamlWalkTest, ReadsValuesOfAnyType) {
  EXPECT_EQ(ReadValue("12")->number_value(), 12);
  EXPECT_EQ(ReadValue("'12'")->string_value(), "12");
  EXPECT_EQ(ReadValue("true")->bool_value(), true);
  EXPECT_EQ(ReadValue("\"true\"")->string_value(), "true");
  EXPECT_EQ(ReadValue("next_open")->string_value(), "next_open");
  EXPECT_EQ(ReadValue("|\n  12\n")->string_value(), "12\n");
  EXPECT_EQ(ReadValue("[1, [a], {b: c}]")->ShortDebugString(),
            "list_value { values { number_value: 1 } values { list_value { "
            "values { string_value: \"a\" } } } values { struct_value { fields "
            "{ key: \"b\" value { string_value: \"c\" } } } } }");
  EXPECT_TRUE(ReadValue("{}")->has_struct_value());
  EXPECT_TRUE(ReadValue("[]")->has_list_value());
  EXPECT_THAT(TakeProblems(), IsEmpty());
}

TEST_F(YamlWalkTest, ReportsEverythingThatIsWrongInAValue) {
  const auto value = ReadValue(
      "a: 0x10\n"
      "b: [1, ~, .inf]\n"
      "c: {d: 1, d: 2, e: &y 3, <<: 3}\n"
      "f: \"\\0\"\n"
      "g: *y\n"
      "x: 1\n");
  EXPECT_THAT(
      TakeProblems(),
      ElementsAre(
          "f:1:4: a: `0x10`: hexadecimal, octal and binary numbers are not "
          "accepted; write the number in decimal, or put it in quotes if it is "
          "a text",
          "f:2:8: b[1]: has no value; write one, or remove the element",
          "f:2:11: b[2]: `.inf`: a number must be finite",
          "f:3:11: c.d: the key `d` stands here a second time; the first one "
          "is "
          "in line 3",
          "f:3:20: c.e: anchors (`&name`) are not accepted; remove it, and "
          "write values out where they are needed",
          "f:3:26: c.<<: merge keys are not accepted; write the keys out",
          "f:4:4: f: a text can't have the character NUL in it",
          "f:5:4: g: aliases (`*name`) are not accepted; write the value out"));
  // What could be read is there.
  ASSERT_TRUE(value.has_value());
  const auto& fields = value->struct_value().fields();
  EXPECT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields.at("b").list_value().values_size(), 1);
  EXPECT_EQ(fields.at("c").struct_value().fields().size(), 1U);
  EXPECT_EQ(fields.at("x").number_value(), 1);
}

TEST_F(YamlWalkTest, ReportsAValueOfNothing) {
  EXPECT_FALSE(ReadValue("~").has_value());
  EXPECT_FALSE(ReadValue("!t x").has_value());
  EXPECT_THAT(TakeProblems(),
              ElementsAre("f:1:1: has no value; write one, or remove the "
                          "element",
                          "f:1:1: tags (`!name`) are not accepted; remove it, "
                          "and put a value that is meant as text in quotes"));
}

TEST_F(YamlWalkTest, ReadsStructs) {
  const auto fields =
      ReadYamlStruct(Read("a: 1\nb: {c: x}"), root_, &problems_);
  EXPECT_EQ(fields.fields().at("a").number_value(), 1);
  EXPECT_EQ(
      fields.fields().at("b").struct_value().fields().at("c").string_value(),
      "x");
}

}  // namespace
}  // namespace admf
