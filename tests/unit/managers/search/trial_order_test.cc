#include "managers/search/trial_order.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(OrderByTilesTest, NeighboursShareParameters) {
  std::vector<SearchPoint> grid;
  for (int64_t fast = 0; fast < 24; ++fast) {
    for (int64_t slow = 100; slow < 116; ++slow) grid.push_back({fast, slow});
  }
  const std::vector<size_t> order = OrderByTiles(grid);
  ASSERT_EQ(order.size(), grid.size());
  constexpr size_t kTrials = 64;
  for (size_t begin = 0; begin < order.size(); begin += kTrials) {
    std::set<std::optional<ParameterValue>> fasts, slows;
    for (size_t i = begin; i < begin + kTrials; ++i) {
      fasts.insert(grid[order[i]][0]);
      slows.insert(grid[order[i]][1]);
    }
    EXPECT_EQ(fasts.size(), 8u) << begin;
    EXPECT_EQ(slows.size(), 8u) << begin;
  }
}

TEST(OrderByTilesTest, HasEachPointOnce) {
  const std::vector<SearchPoint> points = {
      {int64_t{3}, std::string("ema"), 0.5},
      {int64_t{1}, std::nullopt, 2.5},
      {int64_t{3}, std::string("sma"), std::nullopt},
      {int64_t{3}, std::string("ema"), 0.5}};
  std::vector<size_t> order = OrderByTiles(points);
  std::sort(order.begin(), order.end());
  EXPECT_EQ(order, (std::vector<size_t>{0, 1, 2, 3}));
}

TEST(OrderByTilesTest, OfNoneIsNone) { EXPECT_TRUE(OrderByTiles({}).empty()); }

}  // namespace
}  // namespace admf
