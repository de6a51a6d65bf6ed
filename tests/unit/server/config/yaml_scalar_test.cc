#include "server/config/yaml_scalar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace admf {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

/// Integers outside of this can't be written as doubles.
constexpr int64_t kExact = int64_t{1} << 53;

template <typename T>
std::string Message(const absl::StatusOr<T>& result) {
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(result.status().message());
}

int64_t Integer(std::string_view text) {
  const auto result = ParseYamlInteger(text, kMin, kMax);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.value_or(-999);
}

double Real(std::string_view text) {
  const auto result = ParseYamlReal(text);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.value_or(-999);
}

TEST(YamlScalarTest, ReadsIntegers) {
  EXPECT_EQ(Integer("0"), 0);
  EXPECT_EQ(Integer("-0"), 0);
  EXPECT_EQ(Integer("+7"), 7);
  EXPECT_EQ(Integer("-12"), -12);
  EXPECT_EQ(Integer("9223372036854775807"), kMax);
  EXPECT_EQ(Integer("-9223372036854775808"), kMin);
}

TEST(YamlScalarTest, ReadsWholeNumbersWrittenAsReals) {
  EXPECT_EQ(Integer("1e3"), 1000);
  EXPECT_EQ(Integer("10.0"), 10);
  EXPECT_EQ(Integer("-2.50e2"), -250);
  EXPECT_EQ(Integer("9007199254740992.0"), kExact);
  EXPECT_EQ(Message(ParseYamlInteger("1e16", kMin, kMax)),
            "`1e16` is out of range");
  EXPECT_EQ(Message(ParseYamlInteger("1e999", kMin, kMax)),
            "`1e999` is out of range");
  EXPECT_EQ(Message(ParseYamlInteger("1.5", kMin, kMax)),
            "`1.5` is not a whole number; write one such as `10`");
}

TEST(YamlScalarTest, HoldsTheBoundsOfIntegers) {
  EXPECT_EQ(*ParseYamlInteger("3", 3, 5), 3);
  EXPECT_EQ(*ParseYamlInteger("5", 3, 5), 5);
  EXPECT_EQ(Message(ParseYamlInteger("2", 3, 5)),
            "`2` is out of range; it must be from 3 to 5");
  EXPECT_EQ(Message(ParseYamlInteger("6.0", 3, 5)),
            "`6.0` is out of range; it must be from 3 to 5");
  EXPECT_EQ(Message(ParseYamlInteger("9223372036854775808", kMin, kMax)),
            "`9223372036854775808` is out of range; it must be from "
            "-9223372036854775808 to 9223372036854775807");
  EXPECT_EQ(Message(ParseYamlInteger(std::string(1000, '9'), 0, 1)),
            "`" + std::string(60, '9') +
                "...` is out of range; it must be from 0 to 1");
}

TEST(YamlScalarTest, ReadsUnsignedIntegers) {
  constexpr uint64_t kUnsignedMax = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(*ParseYamlUnsigned("18446744073709551615", kUnsignedMax),
            kUnsignedMax);
  EXPECT_EQ(*ParseYamlUnsigned("-0", kUnsignedMax), 0U);
  EXPECT_EQ(*ParseYamlUnsigned("+1e3", kUnsignedMax), 1000U);
  EXPECT_EQ(Message(ParseYamlUnsigned("-1", 10)),
            "`-1` is out of range; it must be from 0 to 10");
  EXPECT_EQ(Message(ParseYamlUnsigned("-1.0", 10)),
            "`-1.0` is out of range; it must be from 0 to 10");
  EXPECT_EQ(Message(ParseYamlUnsigned("18446744073709551616", kUnsignedMax)),
            "`18446744073709551616` is out of range; it must be from 0 to "
            "18446744073709551615");
}

TEST(YamlScalarTest, RefusesWhatIsNoInteger) {
  for (const std::string text :
       {"", "abc", "-", "+", "1a", "1 2", "--1", "1e", "0x", ".", "e3", "1..2",
        "true", " 1", "1 ", "1-2"}) {
    EXPECT_EQ(Message(ParseYamlInteger(text, kMin, kMax)),
              "`" + text + "` is not a whole number; write one such as `10`");
  }
}

TEST(YamlScalarTest, ExplainsNumbersThatAreNotAccepted) {
  const struct {
    std::string text;
    std::string why;
  } cases[] = {
      {"010",
       "a number can't begin with 0; remove the zero, or put it in "
       "quotes if it is a text"},
      {"-007",
       "a number can't begin with 0; remove the zero, or put it in "
       "quotes if it is a text"},
      {"0x1F",
       "hexadecimal, octal and binary numbers are not accepted; write "
       "the number in decimal, or put it in quotes if it is a text"},
      {"+0o17",
       "hexadecimal, octal and binary numbers are not accepted; write "
       "the number in decimal, or put it in quotes if it is a text"},
      {"0b1",
       "hexadecimal, octal and binary numbers are not accepted; write "
       "the number in decimal, or put it in quotes if it is a text"},
      {".inf", "a number must be finite"},
      {"-.Inf", "a number must be finite"},
      {".NaN", "a number must be finite"},
      {"1_000", "a number can't have `_` or `,` in it"},
      {"1,000.5", "a number can't have `_` or `,` in it"},
  };
  for (const auto& [text, why] : cases) {
    EXPECT_EQ(Message(ParseYamlInteger(text, kMin, kMax)),
              "`" + text + "`: " + why);
    EXPECT_EQ(Message(ParseYamlUnsigned(text, 9)), "`" + text + "`: " + why);
    EXPECT_EQ(Message(ParseYamlReal(text)), "`" + text + "`: " + why);
  }
}

TEST(YamlScalarTest, ReadsReals) {
  EXPECT_EQ(Real("0.002"), 0.002);
  EXPECT_EQ(Real(".5"), 0.5);
  EXPECT_EQ(Real("5."), 5.0);
  EXPECT_EQ(Real("1e3"), 1000.0);
  EXPECT_EQ(Real("-1.5E-3"), -0.0015);
  EXPECT_EQ(Real("+2"), 2.0);
  EXPECT_EQ(Real("0.1"), 0.1);
  EXPECT_EQ(Real("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(Real("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(Real("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(Real("1e-400"), 0.0);
  EXPECT_TRUE(std::signbit(Real("-0.0")));
  EXPECT_EQ(Message(ParseYamlReal("1e309")), "`1e309` is too large");
  EXPECT_EQ(Message(ParseYamlReal("-1e309")), "`-1e309` is too large");
  for (const std::string text :
       {"", "abc", ".", "-.", "1e+", "inf", "nan", "NaN", "infinity", "0x1p3",
        "1.0f", "1 ", "10%"}) {
    EXPECT_EQ(Message(ParseYamlReal(text)),
              "`" + text + "` is not a number; write one such as `0.5`");
  }
}

TEST(YamlScalarTest, ReadsBooleans) {
  EXPECT_TRUE(*ParseYamlBoolean("true"));
  EXPECT_FALSE(*ParseYamlBoolean("false"));
  for (const std::string text :
       {"True", "TRUE", "yes", "Yes", "on", "y", "1"}) {
    EXPECT_EQ(Message(ParseYamlBoolean(text)),
              "`" + text + "` is not accepted; write `true`");
  }
  for (const std::string text : {"False", "no", "NO", "off", "n", "0"}) {
    EXPECT_EQ(Message(ParseYamlBoolean(text)),
              "`" + text + "` is not accepted; write `false`");
  }
  for (const std::string text : {"", "tru", "2", "maybe"}) {
    EXPECT_EQ(Message(ParseYamlBoolean(text)),
              "`" + text + "` is neither `true` nor `false`");
  }
}

TEST(YamlScalarTest, ReadsAnyBoolean) {
  for (const std::string text : {"true", "True", "TRUE"}) {
    EXPECT_TRUE(ParseYamlAny(text)->bool_value()) << text;
  }
  for (const std::string text : {"false", "False", "FALSE"}) {
    EXPECT_TRUE(ParseYamlAny(text)->has_bool_value()) << text;
    EXPECT_FALSE(ParseYamlAny(text)->bool_value()) << text;
  }
}

TEST(YamlScalarTest, ReadsAnyNumber) {
  EXPECT_EQ(ParseYamlAny("12")->number_value(), 12);
  EXPECT_EQ(ParseYamlAny("-1.5")->number_value(), -1.5);
  EXPECT_EQ(ParseYamlAny("1e20")->number_value(), 1e20);
  EXPECT_EQ(ParseYamlAny("9007199254740992")->number_value(), 0x1p53);
  EXPECT_FALSE(std::signbit(ParseYamlAny("-0")->number_value()));
  EXPECT_TRUE(std::signbit(ParseYamlAny("-0.0")->number_value()));
  EXPECT_EQ(Message(ParseYamlAny("9007199254740994")),
            "`9007199254740994` is too large; whole numbers up to 2^53 are "
            "accepted");
  EXPECT_EQ(Message(ParseYamlAny("1e309")), "`1e309` is too large");
  EXPECT_EQ(Message(ParseYamlAny(".nan")), "`.nan`: a number must be finite");
  EXPECT_EQ(Message(ParseYamlAny("007")),
            "`007`: a number can't begin with 0; remove the zero, or put it in "
            "quotes if it is a text");
  EXPECT_EQ(Message(ParseYamlAny("0x10")),
            "`0x10`: hexadecimal, octal and binary numbers are not accepted; "
            "write the number in decimal, or put it in quotes if it is a text");
}

TEST(YamlScalarTest, ReadsAnyText) {
  for (const std::string text :
       {"", "next_open", "yes", "1_000", "1,5", "3f2a1c", "close > 5",
        "2013-03-01", "1h30m", "nan"}) {
    ASSERT_TRUE(ParseYamlAny(text).ok()) << text;
    EXPECT_EQ(ParseYamlAny(text)->string_value(), text);
    EXPECT_TRUE(ParseYamlAny(text)->has_string_value());
  }
}

}  // namespace
}  // namespace admf
