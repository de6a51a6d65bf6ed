#include "client/cli/parameter_text.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"

namespace admf {
namespace {

TEST(ParameterTextTest, ValuesAreWrittenAsInYaml) {
  google::protobuf::Value value;
  EXPECT_EQ(ParameterValueText(value), "");
  value.set_number_value(12);
  EXPECT_EQ(ParameterValueText(value), "12");
  value.set_number_value(0.1);
  EXPECT_EQ(ParameterValueText(value), "0.1");
  value.set_bool_value(true);
  EXPECT_EQ(ParameterValueText(value), "true");
  value.set_string_value("wilder");
  EXPECT_EQ(ParameterValueText(value), "wilder");
}

TEST(ParameterTextTest, ATrialsParametersAreSorted) {
  v1::Trial trial;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "parameters { key: 'slow' value { number_value: 45 } } "
      "parameters { key: 'band' value { number_value: 1.5 } } "
      "parameters { key: 'kind' value { string_value: 'ema' } }",
      &trial));
  EXPECT_EQ(ParametersText(trial), "band=1.5 kind=ema slow=45");
  EXPECT_EQ(ParametersText(v1::Trial()), "");
}

}  // namespace
}  // namespace admf
