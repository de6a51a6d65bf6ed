#include "engine/indicators/window_grids.h"

#include <cmath>
#include <optional>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(WindowGridsTest, PartsAreWholeStepsThatAddUp) {
  const auto grids = WindowGrids::For({64, 1000}, /*period=*/30, /*added=*/100);
  ASSERT_TRUE(grids.has_value());
  const double unit = 0x1p-46;  // the last place of 64
  const double coarse_step = unit * 0x1p27;
  Random random(/*seed=*/1, /*stream=*/0);
  for (int i = 0; i < 1000; ++i) {
    const double value = 64 + 936 * random.NextUniform();
    const double coarse = WindowGrids::OnGrid(value, grids->coarse);
    const double fine = value - coarse;
    EXPECT_EQ(std::fmod(coarse, coarse_step), 0);
    EXPECT_LE(std::abs(fine), coarse_step / 2);
    EXPECT_EQ(std::fmod(fine, unit), 0);
    EXPECT_EQ(WindowGrids::FromSteps(WindowGrids::Steps(value, grids->coarse),
                                     grids->coarse),
              coarse);
    EXPECT_EQ(WindowGrids::FromSteps(WindowGrids::Steps(fine, grids->fine),
                                     grids->fine),
              fine);
  }
}

TEST(WindowGridsTest, DifferencesOfStepsCountThem) {
  const auto grids = WindowGrids::For({1, 2}, /*period=*/2, /*added=*/2);
  ASSERT_TRUE(grids.has_value());
  EXPECT_EQ(WindowGrids::Steps(0x1p-52 * 7, grids->fine) -
                WindowGrids::Steps(0x1p-52 * 3, grids->fine),
            4);
}

TEST(WindowGridsTest, QuotientsHaveHalfUnitsAndFinerSteps) {
  const auto grids = WindowGrids::For({1, 2}, /*period=*/10, /*added=*/10);
  ASSERT_TRUE(grids.has_value());
  const double unit = 0x1p-52;
  EXPECT_EQ(WindowGrids::OnGrid(unit / 2, grids->quotient), unit / 2);
  // A tenth of a unit away from a half is not rounded to it.
  EXPECT_NE(WindowGrids::OnGrid(0.6 * unit, grids->quotient), unit / 2);
}

TEST(WindowGridsTest, ThereAreNoneForValuesThatCannotBeSplit) {
  EXPECT_FALSE(WindowGrids::For({0, 1}, 1, 1));
  EXPECT_FALSE(WindowGrids::For({-1, 1}, 1, 1));
  EXPECT_FALSE(WindowGrids::For({0x1p-1000, 0x1p-1000}, 1, 1));
  EXPECT_FALSE(WindowGrids::For({1, INFINITY}, 1, 1));
  EXPECT_FALSE(WindowGrids::For({NAN, NAN}, 1, 1));
  // Too far apart, alone or times the period.
  EXPECT_TRUE(WindowGrids::For({1, 1e6}, 2, 10));
  EXPECT_FALSE(WindowGrids::For({1, 1e9}, 2, 10));
  EXPECT_FALSE(WindowGrids::For({1, 1e6}, 1000, 10));
  // Too many: 2^48 values, or fewer that are farther apart.
  EXPECT_TRUE(WindowGrids::For({1, 1.5}, 10, int64_t{1} << 40));
  EXPECT_FALSE(WindowGrids::For({1, 1.5}, 10, int64_t{1} << 48));
  EXPECT_FALSE(WindowGrids::For({1, 1000}, 10, int64_t{1} << 40));
}

}  // namespace
}  // namespace admf
