#include "engine/validation/efficiency.h"

#include <cmath>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

TEST(WalkForwardEfficiencyTest, IsTheQuotientOfBothReturns) {
  EXPECT_DOUBLE_EQ(
      *WalkForwardEfficiency({.in_sample = 0.4, .out_of_sample = 0.1}), 0.25);
  EXPECT_DOUBLE_EQ(
      *WalkForwardEfficiency({.in_sample = 0.4, .out_of_sample = -0.2}), -0.5);
}

TEST(WalkForwardEfficiencyTest, SaysNothingWithoutAReturnInSample) {
  for (const double in_sample :
       {0.0, -0.1, std::numeric_limits<double>::quiet_NaN()}) {
    const auto efficiency =
        WalkForwardEfficiency({.in_sample = in_sample, .out_of_sample = 0.1});
    EXPECT_TRUE(absl::IsFailedPrecondition(efficiency.status()));
    EXPECT_THAT(efficiency.status().message(), HasSubstr("not above zero"));
  }
}

TEST(CompoundedReturnTest, IsThatOfAllStretchesOneAfterAnother) {
  // Two years at 21 % and one that loses it all again: 1.21 x 1.21 x 0.5.
  const std::vector<StretchReturn> stretches = {{0.21, 504}, {-0.5, 252}};
  EXPECT_NEAR(*CompoundedReturn(stretches), std::cbrt(1.21 * 1.21 * 0.5) - 1,
              1e-15);
  EXPECT_DOUBLE_EQ(*CompoundedReturn(std::vector<StretchReturn>{{0.3, 7}}),
                   0.3);
}

TEST(CompoundedReturnTest, ShortGainsDoNotOutweighLongLosses) {
  // Ten days that earn a tenth are a year of about +1,000 %; ten that lose a
  // tenth -93 %. The mean of both is about +450 %, but money is lost.
  const double year = 252.0 / 10;
  const std::vector<StretchReturn> stretches = {{std::pow(1.1, year) - 1, 10},
                                                {std::pow(0.9, year) - 1, 10}};
  EXPECT_GT((stretches[0].annual_return + stretches[1].annual_return) / 2, 4);
  EXPECT_NEAR(*CompoundedReturn(stretches), std::pow(0.99, year / 2) - 1,
              1e-12);
}

TEST(CompoundedReturnTest, NeedsAStretch) {
  EXPECT_TRUE(absl::IsFailedPrecondition(CompoundedReturn({}).status()));
}

}  // namespace
}  // namespace admf
