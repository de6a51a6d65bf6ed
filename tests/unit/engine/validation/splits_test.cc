#include "engine/validation/splits.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Ranges = std::vector<BarRange>;

constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();

template <typename T>
void ExpectRefused(const absl::StatusOr<T>& result, const char* what) {
  EXPECT_TRUE(absl::IsInvalidArgument(result.status())) << result.status();
  EXPECT_THAT(result.status().message(), HasSubstr(what));
}

TEST(TrainTestSplitTest, TestsTheNewestBars) {
  const auto split = TrainTestSplit(10, {.test_bars = 3});
  ASSERT_TRUE(split.ok());
  EXPECT_EQ(split->train, (Ranges{{0, 7}}));
  EXPECT_EQ(split->test, (Ranges{{7, 10}}));
}

TEST(TrainTestSplitTest, TakesAFractionOfABarAsABar) {
  // 0.25 of 10 bars are 2.5.
  const auto split = TrainTestSplit(10, {.test_fraction = 0.25});
  ASSERT_TRUE(split.ok());
  EXPECT_EQ(split->test, (Ranges{{7, 10}}));
}

TEST(TrainTestSplitTest, LeavesOutThePurgedBars) {
  const auto split = TrainTestSplit(10, {.test_bars = 3, .purge_bars = 6});
  ASSERT_TRUE(split.ok());
  EXPECT_EQ(split->train, (Ranges{{0, 1}}));
  ExpectRefused(TrainTestSplit(10, {.test_bars = 3, .purge_bars = 7}),
                "use more bars");
}

TEST(TrainTestSplitTest, RefusesWhatDoesNotFit) {
  ExpectRefused(TrainTestSplit(10, {}), "exactly one");
  ExpectRefused(TrainTestSplit(10, {.test_fraction = 0.5, .test_bars = 5}),
                "exactly one");
  ExpectRefused(TrainTestSplit(10, {.test_fraction = 1.0}), "test_fraction");
  ExpectRefused(TrainTestSplit(10, {.test_fraction = 0.0}), "test_fraction");
  ExpectRefused(TrainTestSplit(10, {.test_bars = 10}), "use more bars");
  ExpectRefused(TrainTestSplit(10, {.test_bars = kHuge}), "use more bars");
  ExpectRefused(TrainTestSplit(10, {.test_bars = 0}), "test_bars");
  ExpectRefused(TrainTestSplit(10, {.test_bars = 1, .purge_bars = -1}),
                "purge_bars");
  ExpectRefused(TrainTestSplit(1, {.test_bars = 1}), "number of bars");
}

TEST(WalkForwardSplitsTest, RollsAlongTheBars) {
  // Windows of 4 + 2 at 0, 2 and 4; the eleventh bar is in no whole window.
  const auto splits = WalkForwardSplits(11, {.train_bars = 4, .test_bars = 2});
  ASSERT_TRUE(splits.ok());
  ASSERT_EQ(splits->size(), 3);
  for (int64_t i = 0; i < 3; ++i) {
    const Split& split = (*splits)[static_cast<size_t>(i)];
    EXPECT_EQ(split.train, (Ranges{{2 * i, 2 * i + 4}}));
    EXPECT_EQ(split.test, (Ranges{{2 * i + 4, 2 * i + 6}}));
  }
}

TEST(WalkForwardSplitsTest, AnchoredTrainingGrows) {
  const auto splits = WalkForwardSplits(
      11, {.train_bars = 4, .test_bars = 2, .step_bars = 3, .anchored = true});
  ASSERT_TRUE(splits.ok());
  ASSERT_EQ(splits->size(), 2);
  EXPECT_EQ((*splits)[0].train, (Ranges{{0, 4}}));
  EXPECT_EQ((*splits)[0].test, (Ranges{{4, 6}}));
  EXPECT_EQ((*splits)[1].train, (Ranges{{0, 7}}));
  EXPECT_EQ((*splits)[1].test, (Ranges{{7, 9}}));
}

TEST(WalkForwardSplitsTest, PurgesBetweenTrainingAndTest) {
  const auto splits =
      WalkForwardSplits(7, {.train_bars = 4, .test_bars = 2, .purge_bars = 1});
  ASSERT_TRUE(splits.ok());
  ASSERT_EQ(splits->size(), 1);
  EXPECT_EQ((*splits)[0].train, (Ranges{{0, 4}}));
  EXPECT_EQ((*splits)[0].test, (Ranges{{5, 7}}));
}

TEST(WalkForwardSplitsTest, RefusesWhatDoesNotFit) {
  ExpectRefused(WalkForwardSplits(5, {.train_bars = 4, .test_bars = 2}),
                "lower one of them");
  ExpectRefused(WalkForwardSplits(5, {.train_bars = kHuge, .test_bars = kHuge}),
                "lower one of them");
  ExpectRefused(WalkForwardSplits(50, {.train_bars = 0, .test_bars = 2}),
                "train_bars");
  ExpectRefused(WalkForwardSplits(50, {.train_bars = 2, .test_bars = 0}),
                "test_bars");
  ExpectRefused(
      WalkForwardSplits(50, {.train_bars = 2, .test_bars = 3, .step_bars = 2}),
      "tested twice");
  ExpectRefused(WalkForwardSplits(50'000, {.train_bars = 1, .test_bars = 1}),
                "raise step_bars");
}

TEST(WalkForwardSplitsTest, AHugeStepMakesOneWindow) {
  const auto splits = WalkForwardSplits(
      50, {.train_bars = 2, .test_bars = 3, .step_bars = kHuge});
  ASSERT_TRUE(splits.ok());
  EXPECT_EQ(splits->size(), 1);
}

TEST(PurgedKFoldTest, TestsEveryFoldOnce) {
  // 11 bars in 3 folds: edges at 0, 11/3, 22/3 and 11, rounded down.
  const auto splits = PurgedKFold(11, {.folds = 3});
  ASSERT_TRUE(splits.ok());
  ASSERT_EQ(splits->size(), 3);
  EXPECT_EQ((*splits)[0].test, (Ranges{{0, 3}}));
  EXPECT_EQ((*splits)[0].train, (Ranges{{3, 11}}));
  EXPECT_EQ((*splits)[1].test, (Ranges{{3, 7}}));
  EXPECT_EQ((*splits)[1].train, (Ranges{{0, 3}, {7, 11}}));
  EXPECT_EQ((*splits)[2].test, (Ranges{{7, 11}}));
  EXPECT_EQ((*splits)[2].train, (Ranges{{0, 7}}));
}

TEST(PurgedKFoldTest, PurgesBothSidesAndPutsTheEmbargoAfter) {
  const auto splits =
      PurgedKFold(30, {.folds = 3, .purge_bars = 2, .embargo_bars = 3});
  ASSERT_TRUE(splits.ok());
  EXPECT_EQ((*splits)[0].train, (Ranges{{15, 30}}));
  EXPECT_EQ((*splits)[1].train, (Ranges{{0, 8}, {25, 30}}));
  EXPECT_EQ((*splits)[2].train, (Ranges{{0, 18}}));
}

TEST(PurgedKFoldTest, RefusesWhatDoesNotFit) {
  ExpectRefused(PurgedKFold(10, {.folds = 1}), "folds");
  ExpectRefused(PurgedKFold(10, {.folds = 11}), "lower folds");
  ExpectRefused(PurgedKFold(100'000, {.folds = 20'000}), "at most");
  ExpectRefused(PurgedKFold(10, {.folds = 2, .purge_bars = 5}), "raise folds");
  ExpectRefused(PurgedKFold(10, {.folds = 2, .purge_bars = kHuge}),
                "raise folds");
  ExpectRefused(
      PurgedKFold(10, {.folds = 2, .purge_bars = kHuge, .embargo_bars = kHuge}),
      "raise folds");
  ExpectRefused(PurgedKFold(10, {.folds = 2, .embargo_bars = -1}),
                "embargo_bars");
}

TEST(CombinatorialPurgedTest, SixGroupsTwoTestedAsInTheBook) {
  // Lopez de Prado 2018, figure 12.1: 15 splits, 5 paths.
  const auto result = CombinatorialPurged(60, {.groups = 6, .test_groups = 2});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->splits.size(), 15);
  EXPECT_EQ(result->paths.size(), 5);
  EXPECT_THAT(result->test_groups[0], ElementsAre(0, 1));
  EXPECT_THAT(result->test_groups[1], ElementsAre(0, 2));
  EXPECT_THAT(result->test_groups[14], ElementsAre(4, 5));
  // Group 0 is tested in splits 0 to 4, group 1 in 0 and 5 to 8, group 5 last
  // of each row: 4, 8, 11, 13, 14.
  EXPECT_EQ(result->paths[0][0], 0);
  EXPECT_EQ(result->paths[4][0], 4);
  EXPECT_EQ(result->paths[0][1], 0);
  EXPECT_EQ(result->paths[1][1], 5);
  EXPECT_EQ(result->paths[0][5], 4);
  EXPECT_EQ(result->paths[4][5], 14);
}

TEST(CombinatorialPurgedTest, MarginsAreAroundRunsOfTestedGroups) {
  // Groups of 10. 1 and 2 are tested: one run from 10 to 30.
  const auto result = CombinatorialPurged(
      50, {.groups = 5, .test_groups = 2, .purge_bars = 1, .embargo_bars = 2});
  ASSERT_TRUE(result.ok());
  const auto split_of = [&result](std::vector<size_t> groups) -> const Split& {
    const auto found = std::ranges::find(result->test_groups, groups);
    return result
        ->splits[static_cast<size_t>(found - result->test_groups.begin())];
  };
  EXPECT_EQ(split_of({1, 2}).test, (Ranges{{10, 20}, {20, 30}}));
  EXPECT_EQ(split_of({1, 2}).train, (Ranges{{0, 9}, {33, 50}}));
  EXPECT_EQ(split_of({0, 3}).train, (Ranges{{13, 29}, {43, 50}}));
}

TEST(CombinatorialPurgedTest, EveryTestIsInOnePath) {
  for (const auto& [groups, tested] :
       std::vector<std::pair<int64_t, int64_t>>{{3, 1}, {5, 2}, {8, 4}}) {
    const auto result = CombinatorialPurged(
        103, {.groups = groups, .test_groups = tested, .purge_bars = 1});
    ASSERT_TRUE(result.ok());
    std::set<std::pair<size_t, size_t>> in_paths;
    for (const auto& path : result->paths) {
      ASSERT_EQ(path.size(), groups);
      for (size_t group = 0; group < path.size(); ++group) {
        EXPECT_TRUE(in_paths.insert({path[group], group}).second);
        EXPECT_THAT(result->test_groups[path[group]], testing::Contains(group));
      }
    }
    EXPECT_EQ(in_paths.size(),
              result->splits.size() * static_cast<size_t>(tested));
  }
}

TEST(CombinatorialPurgedTest, NoBarNearATestedOneTrains) {
  // Bar by bar: one trains exactly if no bar from embargo + purge before it to
  // purge after it is tested.
  constexpr int64_t kBars = 83;
  constexpr int64_t kPurge = 3;
  constexpr int64_t kEmbargo = 4;
  const auto result = CombinatorialPurged(kBars, {.groups = 7,
                                                  .test_groups = 3,
                                                  .purge_bars = kPurge,
                                                  .embargo_bars = kEmbargo});
  ASSERT_TRUE(result.ok());
  const auto covers = [](const Ranges& ranges, int64_t bar) {
    return std::ranges::any_of(ranges, [bar](const BarRange& range) {
      return range.begin <= bar && bar < range.end;
    });
  };
  for (const Split& split : result->splits) {
    for (int64_t bar = 0; bar < kBars; ++bar) {
      bool near = false;
      for (int64_t i = bar - kPurge - kEmbargo; i <= bar + kPurge; ++i) {
        near = near || covers(split.test, i);
      }
      ASSERT_EQ(covers(split.train, bar), !near) << bar;
    }
  }
}

TEST(CombinatorialPurgedTest, RefusesWhatDoesNotFit) {
  ExpectRefused(CombinatorialPurged(50, {.groups = 2, .test_groups = 1}),
                "groups");
  ExpectRefused(CombinatorialPurged(50, {.groups = 5, .test_groups = 5}),
                "test_groups must be less");
  ExpectRefused(CombinatorialPurged(50, {.groups = 5, .test_groups = 0}),
                "test_groups");
  ExpectRefused(CombinatorialPurged(5, {.groups = 6, .test_groups = 2}),
                "lower groups");
  // C(20, 10) is 184,756; C(64, 32) doesn't fit 64 bits.
  ExpectRefused(CombinatorialPurged(500, {.groups = 20, .test_groups = 10}),
                "more than 10000 splits");
  ExpectRefused(CombinatorialPurged(500, {.groups = 64, .test_groups = 32}),
                "more than 10000 splits");
  ExpectRefused(CombinatorialPurged(
                    50, {.groups = 5, .test_groups = 4, .embargo_bars = 10}),
                "nothing of 50 bars");
}

}  // namespace
}  // namespace admf
