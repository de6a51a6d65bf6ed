#include "engine/strategies/reversion_follower.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The sides after each value between the levels 30, 50 and 70: L, S or '.'.
std::string Sides(const std::vector<double>& values) {
  ReversionFollower follower;
  std::string sides;
  for (const double value : values) {
    const Side side = follower.Update(value, 30, 50, 70);
    EXPECT_EQ(side, follower.side());
    sides += side == Side::kLong ? 'L' : side == Side::kShort ? 'S' : '.';
  }
  return sides;
}

TEST(ReversionFollowerTest, GoesLongBelowAndFlatAtTheExit) {
  EXPECT_EQ(Sides({40, 29, 10, 35, 49, 50, 60}), ".LLLL..");
}

TEST(ReversionFollowerTest, GoesShortAboveAndFlatAtTheExit) {
  EXPECT_EQ(Sides({60, 71, 90, 65, 51, 50, 40}), ".SSSS..");
}

TEST(ReversionFollowerTest, TurnsStraightFromOneSideToTheOther) {
  EXPECT_EQ(Sides({40, 20, 80, 20}), ".LSL");
}

TEST(ReversionFollowerTest, TouchingALevelIsNotCrossingIt) {
  EXPECT_EQ(Sides({40, 30, 40, 70, 60}), ".....");
  EXPECT_EQ(Sides({40, 30, 29}), "..L");
}

TEST(ReversionFollowerTest, WaitsForACrossingAtTheBeginning) {
  EXPECT_EQ(Sides({20, 10, 40, 20}), "...L");
  EXPECT_EQ(Sides({80, 90, 60, 80}), "...S");
}

TEST(ReversionFollowerTest, StaysLongOnASecondCrossing) {
  EXPECT_EQ(Sides({40, 20, 40, 20, 50}), ".LLL.");
}

TEST(ReversionFollowerTest, ReentersOnlyAfterAnotherCrossing) {
  // At the exit while the level below is not crossed anew.
  EXPECT_EQ(Sides({40, 20, 55, 45, 31, 29}), ".L...L");
}

TEST(ReversionFollowerTest, NaNChangesNothing) {
  EXPECT_EQ(Sides({kNaN, 40, kNaN, 20, kNaN, 50}), "...LL.");
}

TEST(ReversionFollowerTest, LevelsMayMove) {
  ReversionFollower follower;
  EXPECT_EQ(follower.Update(10, 9, 10, 11), Side::kFlat);
  EXPECT_EQ(follower.Update(10, 10.5, 11, 12), Side::kLong);
  EXPECT_EQ(follower.Update(10, 8, 10, 12), Side::kFlat);
  // All levels at the value, as in flat prices.
  EXPECT_EQ(follower.Update(10, 10, 10, 10), Side::kFlat);
}

}  // namespace
}  // namespace admf
