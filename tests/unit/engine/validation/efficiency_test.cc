#include "engine/validation/efficiency.h"

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

TEST(WalkForwardEfficiencyTest, OfWindowsIsTheQuotientOfTheMeans) {
  // Means of 0.2 and 0.05; the first window alone has an efficiency of 25.
  const std::vector<WindowReturns> windows = {
      {0.01, 0.25}, {0.39, -0.1}, {0.2, 0}};
  EXPECT_DOUBLE_EQ(*WalkForwardEfficiency(windows), 0.25);
}

TEST(WalkForwardEfficiencyTest, NeedsWindowsWithAMeanReturnAboveZero) {
  EXPECT_THAT(
      WalkForwardEfficiency(std::vector<WindowReturns>{}).status().message(),
      HasSubstr("no window"));
  const std::vector<WindowReturns> windows = {{0.1, 0.1}, {-0.3, 0.1}};
  EXPECT_TRUE(
      absl::IsFailedPrecondition(WalkForwardEfficiency(windows).status()));
}

}  // namespace
}  // namespace admf
