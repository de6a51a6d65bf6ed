#include "engine/search/grid_order.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

using Levels = std::vector<int64_t>;

constexpr int64_t kInactive = GridOrder::kInactive;

std::vector<Levels> All(const GridOrder& order) {
  std::vector<Levels> points;
  for (int64_t i = 0; i < *order.size(); ++i)
    points.push_back(order.LevelsAt(i));
  return points;
}

TEST(GridOrderTest, TheLastDimensionIsTheFastest) {
  const std::vector<size_t> parents_first = {0, 1};
  const GridOrder order({{.level_count = 2}, {.level_count = 3}}, {0, 1},
                        parents_first);
  EXPECT_EQ(All(order), (std::vector<Levels>{
                            {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}));
}

// Dimension 1 depends on levels 1 and 3 of dimension 2, dimension 0 on level 3.
TEST(GridOrderTest, LevelsHaveTheirChildrenOnly) {
  const std::vector<size_t> parents_first = {2, 0, 1};
  const GridOrder order({{.level_count = 2},
                         {.level_count = 2},
                         {.level_count = 5,
                          .children = {{.dimension = 0, .levels = {3}},
                                       {.dimension = 1, .levels = {1, 3}}}}},
                        {2}, parents_first);
  EXPECT_EQ(All(order), (std::vector<Levels>{{kInactive, kInactive, 0},
                                             {kInactive, 0, 1},
                                             {kInactive, 1, 1},
                                             {kInactive, kInactive, 2},
                                             {0, 0, 3},
                                             {0, 1, 3},
                                             {1, 0, 3},
                                             {1, 1, 3},
                                             {kInactive, kInactive, 4}}));
}

// A chain of conditions beside a dimension without any: every index has
// different levels, and they have that index.
TEST(GridOrderTest, IndexOfIsTheInverse) {
  const std::vector<size_t> parents_first = {0, 1, 3, 2};
  const GridOrder order(
      {{.level_count = 3, .children = {{.dimension = 3, .levels = {0, 2}}}},
       {.level_count = 4},
       {.level_count = 5},
       {.level_count = 2, .children = {{.dimension = 2, .levels = {1}}}}},
      {0, 1}, parents_first);
  // 4 x (1 + 2 x (1 + 5))
  ASSERT_EQ(order.size(), 52);
  std::set<Levels> seen;
  for (int64_t i = 0; i < 52; ++i) {
    const Levels levels = order.LevelsAt(i);
    EXPECT_EQ(order.IndexOf(levels), i);
    seen.insert(levels);
  }
  EXPECT_EQ(seen.size(), 52u);
}

TEST(GridOrderTest, CountsBeyondAnyListing) {
  const std::vector<size_t> parents_first = {0, 1};
  const int64_t many = int64_t{1} << 31;
  const GridOrder order({{.level_count = many}, {.level_count = many}}, {0, 1},
                        parents_first);
  ASSERT_EQ(order.size(), int64_t{1} << 62);
  EXPECT_EQ(order.LevelsAt((int64_t{1} << 62) - 1),
            (Levels{many - 1, many - 1}));
  EXPECT_EQ(order.LevelsAt(many + 5), (Levels{1, 5}));
}

TEST(GridOrderTest, HasNoSizeBeyondTheLimit) {
  const std::vector<size_t> parents_first = {0, 1};
  const int64_t many = int64_t{1} << 31;
  EXPECT_FALSE(GridOrder({{.level_count = many + 1}, {.level_count = many}},
                         {0, 1}, parents_first)
                   .size()
                   .has_value());
  // The children of one level alone are too many.
  EXPECT_FALSE(GridOrder({{.level_count = many,
                           .children = {{.dimension = 1, .levels = {0, 1, 2}}}},
                          {.level_count = int64_t{1} << 61}},
                         {0}, parents_first)
                   .size()
                   .has_value());
}

}  // namespace
}  // namespace admf
