#include "engine/search/pareto_front.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Scores = std::vector<std::vector<double>>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<int64_t> Trials(const ParetoFront& front) {
  std::vector<int64_t> trials;
  for (const auto& member : front.members()) trials.push_back(member.trial);
  return trials;
}

TEST(ParetoFrontTest, DominatesIsBetterSomewhereAndWorseNowhere) {
  const std::vector<double> a = {1, 2};
  EXPECT_TRUE(Dominates(a, std::vector<double>{1, 1}));
  EXPECT_FALSE(Dominates(a, a));
  EXPECT_FALSE(Dominates(a, std::vector<double>{2, 1}));
  EXPECT_FALSE(Dominates(std::vector<double>{1, 1}, a));
}

TEST(ParetoFrontTest, RanksArePeeledOffOneAfterTheOther) {
  EXPECT_EQ(NondominationRanks(Scores{{1, 1}, {3, 0}, {2, 2}, {0, 0}, {2, 2}}),
            (std::vector<size_t>{1, 0, 0, 2, 0}));
  EXPECT_EQ(NondominationRanks(Scores{{3}, {1}, {3}, {2}}),
            (std::vector<size_t>{0, 2, 0, 1}));
  EXPECT_TRUE(NondominationRanks(Scores{}).empty());
}

// The rank is the length of the longest chain that dominates a score.
TEST(ParetoFrontTest, RanksAreLengthsOfChains) {
  Random random(1, 0);
  Scores scores;
  for (int i = 0; i < 200; ++i) {
    scores.push_back({static_cast<double>(random.NextBelow(20)),
                      static_cast<double>(random.NextBelow(20)),
                      static_cast<double>(random.NextBelow(5))});
  }
  const auto ranks = NondominationRanks(scores);
  for (size_t i = 0; i < scores.size(); ++i) {
    size_t longest = 0;
    for (size_t j = 0; j < scores.size(); ++j) {
      if (Dominates(scores[j], scores[i])) {
        longest = std::max(longest, ranks[j] + 1);
      }
    }
    ASSERT_EQ(ranks[i], longest);
  }
}

// On the line from (0, 10) to (10, 0): the neighbours of 2 are 0 and 5, half of
// the range in both objectives.
TEST(ParetoFrontTest, CrowdingIsTheRoomBetweenNeighbours) {
  EXPECT_EQ(CrowdingDistances(Scores{{5, 5}, {0, 10}, {2, 8}, {10, 0}}),
            (std::vector<double>{0.8 + 0.8, kInfinity, 0.5 + 0.5, kInfinity}));
  EXPECT_EQ(CrowdingDistances(Scores{{1, 1}, {1, 1}, {1, 1}}),
            (std::vector<double>{0, 0, 0}));
}

TEST(ParetoFrontTest, KeepsWhatNothingDominates) {
  ParetoFront front;
  EXPECT_TRUE(front.Add(10, {1, 1}));
  EXPECT_TRUE(front.Add(11, {0, 2}));
  EXPECT_FALSE(front.Add(12, {0, 1}));
  EXPECT_TRUE(front.Add(13, {0, 2}));
  EXPECT_EQ(Trials(front), (std::vector<int64_t>{10, 11, 13}));
  EXPECT_TRUE(front.Add(14, {2, 1}));
  EXPECT_EQ(Trials(front), (std::vector<int64_t>{11, 13, 14}));
  EXPECT_TRUE(front.Add(15, {3, 3}));
  EXPECT_EQ(Trials(front), (std::vector<int64_t>{15}));
  EXPECT_EQ(front.dropped(), 0);
}

TEST(ParetoFrontTest, LetsTheMostCrowdedGo) {
  ParetoFront front(3);
  front.Add(0, {0, 10});
  front.Add(1, {10, 0});
  front.Add(2, {4, 6});
  // The room around 4 is 0.7 of the range, that around 7 only 0.6.
  EXPECT_FALSE(front.Add(3, {7, 3}));
  EXPECT_EQ(Trials(front), (std::vector<int64_t>{0, 1, 2}));
  EXPECT_EQ(front.dropped(), 1);
}

}  // namespace
}  // namespace admf
