#include "engine/validation/sensitivity.h"

#include <limits>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

TEST(MeasureSensitivityTest, IsTheGreaterFallOfBothSides) {
  const std::vector<ParameterNeighbours> parameters = {
      {.parameter = "fast", .down = {1.5, 1.0}, .up = {1.0, 2.2}},
      {.parameter = "slow",
       .down = {2.0, 0.5},
       .up = {1.9, std::nullopt, 3.0}}};
  const auto result = MeasureSensitivity(2, parameters);
  ASSERT_TRUE(result.ok());
  const ParameterSensitivity& fast = result->parameters[0];
  EXPECT_EQ(fast.parameter, "fast");
  EXPECT_DOUBLE_EQ(*fast.drop[0], 0.5);
  EXPECT_DOUBLE_EQ(*fast.drop[1], 0.5);
  EXPECT_EQ(fast.neighbours, 4);
  const ParameterSensitivity& slow = result->parameters[1];
  EXPECT_NEAR(*slow.drop[0], 0.05, 1e-15);
  EXPECT_DOUBLE_EQ(*slow.drop[1], 0.75);
  EXPECT_DOUBLE_EQ(*slow.worst, 0.75);
  EXPECT_DOUBLE_EQ(*slow.drop[2], -0.5);
  EXPECT_EQ(slow.neighbours, 4);
  EXPECT_DOUBLE_EQ(result->worst_at_one_step, 0.5);
  EXPECT_DOUBLE_EQ(result->worst, 0.75);
  EXPECT_EQ(result->worst_parameter, 1);
}

TEST(MeasureSensitivityTest, ABetterNeighbourIsAFallBelowZero) {
  const std::vector<ParameterNeighbours> parameters = {
      {.parameter = "period", .up = {3.0}}};
  const auto result = MeasureSensitivity(2, parameters);
  ASSERT_TRUE(result.ok());
  EXPECT_DOUBLE_EQ(result->worst, -0.5);
  EXPECT_EQ(result->parameters[0].neighbours, 1);
  EXPECT_EQ(result->parameters[0].drop.size(), 1);
}

TEST(MeasureSensitivityTest, ScoresBelowZeroFallDownwardsToo) {
  const std::vector<ParameterNeighbours> parameters = {
      {.parameter = "period", .down = {-3.0}}};
  EXPECT_DOUBLE_EQ(MeasureSensitivity(-2, parameters)->worst, 0.5);
}

TEST(MeasureSensitivityTest, ANeighbourWithoutAScoreIsAnInfiniteFall) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const std::vector<ParameterNeighbours> parameters = {
      {.parameter = "fast", .down = {1.5}, .up = {1.0}},
      {.parameter = "slow", .down = {1.8, kNone}, .up = {1.9}}};
  const auto result = MeasureSensitivity(2, parameters);
  ASSERT_TRUE(result.ok());
  EXPECT_DOUBLE_EQ(result->worst_at_one_step, 0.5);
  EXPECT_EQ(result->worst, std::numeric_limits<double>::infinity());
  EXPECT_EQ(result->worst_parameter, 1);
  EXPECT_EQ(result->parameters[1].neighbours, 3);
}

TEST(MeasureSensitivityTest, SaysNothingWithoutNeighboursOrScore) {
  const std::vector<ParameterNeighbours> lonely = {
      {.parameter = "period", .down = {std::nullopt, 1.0}}};
  EXPECT_THAT(MeasureSensitivity(2, lonely).status().message(),
              HasSubstr("no parameter has a neighbour"));
  EXPECT_TRUE(absl::IsFailedPrecondition(MeasureSensitivity(2, {}).status()));
  const std::vector<ParameterNeighbours> one = {
      {.parameter = "period", .down = {1.0}}};
  EXPECT_THAT(MeasureSensitivity(0, one).status().message(),
              HasSubstr("score is zero"));
}

}  // namespace
}  // namespace admf
