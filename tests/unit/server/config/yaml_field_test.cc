#include "server/config/yaml_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/struct.pb.h"
#include "tests/unit/server/config/test_schema.h"

namespace admf {
namespace {

using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Value;

class YamlFieldTest : public testing::Test {
 protected:
  const FieldDescriptor& Field(const std::string& name) const {
    return *message_->GetDescriptor()->FindFieldByName(name);
  }

  /// Stores a scalar and returns the message, or what is wrong.
  std::string Store(const std::string& field, const std::string& text,
                    bool quoted = false) {
    YamlNode scalar;
    scalar.kind = YamlNode::Kind::kScalar;
    scalar.text = text;
    scalar.quoted = quoted;
    const absl::Status status =
        StoreScalar(scalar, Field(field), message_.get());
    if (status.ok()) return message_->ShortDebugString();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  }

  const std::unique_ptr<google::protobuf::Message> message_ = MakeEverything();
};

TEST_F(YamlFieldTest, KnowsWhatIsWrittenAsScalar) {
  for (const auto* name : {"int32", "bool", "string", "color", "duration"}) {
    EXPECT_TRUE(IsWrittenAsScalar(Field(name))) << name;
  }
  for (const auto* name : {"child", "value", "fields"}) {
    EXPECT_FALSE(IsWrittenAsScalar(Field(name))) << name;
  }
}

TEST_F(YamlFieldTest, TellsMessagesApartByName) {
  EXPECT_TRUE(IsOfType<Duration>(Field("duration")));
  EXPECT_TRUE(IsOfType<Value>(Field("value")));
  EXPECT_FALSE(IsOfType<Value>(Field("duration")));
  EXPECT_FALSE(IsOfType<Value>(Field("string")));
}

TEST_F(YamlFieldTest, SaysWhatItExpects) {
  EXPECT_EQ(ExpectedValue(Field("uint32")), "a whole number such as `10`");
  EXPECT_EQ(ExpectedValue(Field("float")), "a number such as `0.5`");
  EXPECT_EQ(ExpectedValue(Field("bool")), "`true` or `false`");
  EXPECT_EQ(ExpectedValue(Field("colors")), "one of `red`, `dark_blue`");
  EXPECT_EQ(ExpectedValue(Field("string")), "a text");
  EXPECT_EQ(ExpectedValue(Field("duration")),
            "a duration such as `90s` or `10m`");
  EXPECT_EQ(ExpectedValue(Field("child")), "a mapping such as `{key: value}`");
}

TEST_F(YamlFieldTest, HoldsTheRangeOfEachType) {
  EXPECT_EQ(Store("int32", "2147483648"),
            "`2147483648` is out of range; it must be from -2147483648 to "
            "2147483647");
  EXPECT_EQ(Store("uint32", "4294967296"),
            "`4294967296` is out of range; it must be from 0 to 4294967295");
  EXPECT_EQ(Store("uint64", "-1"),
            "`-1` is out of range; it must be from 0 to 18446744073709551615");
  EXPECT_EQ(Store("int64", "9223372036854775808"),
            "`9223372036854775808` is out of range; it must be from "
            "-9223372036854775808 to 9223372036854775807");
  EXPECT_EQ(Store("float", "3.5e38"), "`3.5e38` is too large");
  EXPECT_EQ(Store("double", "1e309"), "`1e309` is too large");
  EXPECT_EQ(message_->ShortDebugString(), "");
}

TEST_F(YamlFieldTest, SetsEachType) {
  Store("int32", "-2147483648");
  Store("int64", "9223372036854775807");
  Store("uint32", "4294967295");
  Store("uint64", "18446744073709551615");
  Store("float", "0.5");
  Store("double", "1e-3");
  Store("bool", "true");
  Store("string", "0x10");
  Store("color", "dark_blue");
  Store("maybe", "0");
  EXPECT_EQ(Store("duration", "1m1ms"),
            "int32: -2147483648 int64: 9223372036854775807 uint32: 4294967295 "
            "uint64: 18446744073709551615 float: 0.5 double: 0.001 bool: true "
            "string: \"0x10\" color: COLOR_DARK_BLUE duration { seconds: 60 "
            "nanos: 1000000 } maybe: 0");
}

TEST_F(YamlFieldTest, AddsToRepeatedFields) {
  for (const auto* field :
       {"numbers", "longs", "uints", "ulongs", "floats", "doubles", "texts"}) {
    Store(field, "1");
    Store(field, "2");
  }
  Store("colors", "red");
  Store("colors", "red");
  Store("bools", "true");
  Store("bools", "false");
  Store("durations", "1s");
  EXPECT_EQ(Store("durations", "2s"),
            "numbers: 1 numbers: 2 texts: \"1\" texts: \"2\" "
            "colors: COLOR_RED colors: COLOR_RED durations { seconds: 1 } "
            "durations { seconds: 2 } bools: true bools: false doubles: 1 "
            "doubles: 2 floats: 1 floats: 2 longs: 1 longs: 2 uints: 1 "
            "uints: 2 ulongs: 1 ulongs: 2");
}

TEST_F(YamlFieldTest, TakesWhatIsInQuotesForAText) {
  EXPECT_EQ(Store("int32", "10", true),
            "`10` is a text because it is in quotes; remove them");
  EXPECT_EQ(Store("bool", "true", true),
            "`true` is a text because it is in quotes; remove them");
  EXPECT_EQ(Store("double", "abc", true),
            "`abc` is not a number; write one such as `0.5`");
  EXPECT_EQ(Store("string", "10", true), "string: \"10\"");
  Store("color", "red", true);
  EXPECT_EQ(Store("duration", "1s", true),
            "string: \"10\" color: COLOR_RED duration { seconds: 1 }");
}

TEST_F(YamlFieldTest, NamesTheValuesOfAnEnum) {
  EXPECT_EQ(Store("color", "darkblue"),
            "`darkblue` is not a valid value; did you mean `dark_blue`? valid "
            "are `red`, `dark_blue`");
  for (const std::string text :
       {"", "unspecified", "COLOR_UNSPECIFIED", "1", "banana"}) {
    EXPECT_EQ(
        Store("color", text),
        "`" + text + "` is not a valid value; valid are `red`, `dark_blue`");
  }
}

TEST_F(YamlFieldTest, StoresMessagesOfOtherClasses) {
  Value value;
  value.set_number_value(2);
  StoreMessage(value, Field("value"), message_.get());
  StoreMessage(value, Field("values"), message_.get());
  StoreMessage(value, Field("values"), message_.get());
  EXPECT_EQ(message_->ShortDebugString(),
            "value { number_value: 2 } values { number_value: 2 } "
            "values { number_value: 2 }");
}

}  // namespace
}  // namespace admf
