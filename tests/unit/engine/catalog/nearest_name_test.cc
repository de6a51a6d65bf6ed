#include "engine/catalog/nearest_name.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

const std::vector<std::string> kNames = {"fast_period", "slow_period", "exit",
                                         "oversold", "overbought"};

TEST(NearestNameTest, FindsEachKindOfSlip) {
  EXPECT_EQ(NearestName("fast_perid", kNames), "fast_period");    // deletion
  EXPECT_EQ(NearestName("fast__period", kNames), "fast_period");  // insertion
  EXPECT_EQ(NearestName("slow_pariod", kNames), "slow_period");   // another
  EXPECT_EQ(NearestName("eixt", kNames), "exit");                 // swap
  EXPECT_EQ(NearestName("OverSold", kNames), "oversold");         // case
  EXPECT_EQ(NearestName("exit", kNames), "exit");
}

TEST(NearestNameTest, CountsASwapOfNeighboursOnce) {
  // Two substitutions would be more than a third of four letters.
  EXPECT_EQ(NearestName("exti", {"exit"}), "exit");
  EXPECT_EQ(NearestName("tixe", {"exit"}), "");
}

TEST(NearestNameTest, PrefersTheNearer) {
  EXPECT_EQ(NearestName("slow_periods", {"slow_perils", "slow_period"}),
            "slow_period");
}

TEST(NearestNameTest, TakesTheFirstOfEquallyNear) {
  EXPECT_EQ(NearestName("bat", {"cat", "hat"}), "cat");
}

TEST(NearestNameTest, IsEmptyIfNoneIsNear) {
  EXPECT_EQ(NearestName("period", kNames), "");
  EXPECT_EQ(NearestName("", kNames), "");
  EXPECT_EQ(NearestName("ab", {"ac"}), "");
  EXPECT_EQ(NearestName("exit", {}), "");
}

TEST(NearestNameTest, EndsAtOnceForAHugeText) {
  std::string huge;
  huge.resize(50'000'000, 'x');
  EXPECT_EQ(NearestName(huge, kNames), "");
}

}  // namespace
}  // namespace admf
