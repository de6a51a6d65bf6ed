#include "engine/indicators/indicator.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(IndicatorSpecTest, HasACanonicalText) {
  EXPECT_EQ((IndicatorSpec{"obv", {}}).ToString(), "obv()");
  EXPECT_EQ((IndicatorSpec{"sma", {{"period", int64_t{10}}}}).ToString(),
            "sma(period=10)");
  EXPECT_EQ(
      (IndicatorSpec{"bollinger", {{"period", 20.0}, {"deviations", 2.5}}})
          .ToString(),
      "bollinger(deviations=2.5, period=20)");
}

TEST(IndicatorSpecTest, TextsTellSpecsApart) {
  const auto text = [](ParameterValue value) {
    return IndicatorSpec{"x", {{"a", std::move(value)}}}.ToString();
  };
  EXPECT_EQ(text(int64_t{1}), text(1.0));
  EXPECT_NE(text(0.1), text(0.1 + 0x1p-56));
  EXPECT_NE(text(std::string("1")), text(int64_t{1}));
  EXPECT_NE(text(std::string("b, c=2")), text(std::string("b\", c=\"2")));
  EXPECT_NE(text(std::string(100, 'x') + "y"),
            text(std::string(100, 'x') + "z"));
}

TEST(IndicatorSeriesTest, CountsItsMemory) {
  IndicatorSeries series;
  EXPECT_EQ(series.bytes(), 0u);
  series.outputs = {std::vector<double>(100), std::vector<double>(100)};
  EXPECT_GE(series.bytes(), 1600u);
}

}  // namespace
}  // namespace admf
