#include "engine/validation/range_bars.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/broker/test_portfolio.h"

namespace admf {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const BarSeries> Join(
    const std::shared_ptr<const BarSeries>& bars,
    const std::vector<BarRange>& ranges) {
  auto joined = JoinRanges(bars, ranges);
  CHECK(joined.ok());
  return *joined;
}

TEST(RangeBarsTest, AllBarsAreTheSeriesItself) {
  const auto bars = MakeFlatDays("TEST", {1, 2, 3, 4});
  EXPECT_EQ(Join(bars, {{0, 4}}), bars);
  EXPECT_EQ(Join(bars, {{0, 1}, {1, 4}}), bars);
}

TEST(RangeBarsTest, OnePieceIsNotCopied) {
  auto bars = MakeFlatDays("TEST", {1, 2, 3, 4, 5});
  const auto joined = Join(bars, {{1, 2}, {2, 4}});
  EXPECT_EQ(joined->close().data(), bars->close().data() + 1);
  EXPECT_THAT(joined->close(), ElementsAre(2, 3, 4));
  // It lives on without the series.
  bars.reset();
  EXPECT_THAT(joined->volume(), ElementsAre(1000, 1000, 1000));
}

TEST(RangeBarsTest, PiecesAreJoinedInOrder) {
  const auto bars = MakeDays(
      "TEST",
      {{1, 4, 1, 2, 7}, {2, 5, 2, 3, 8}, {3, 6, 3, 4, 9}, {4, 7, 4, 5, 10}});
  const auto joined = Join(bars, {{0, 1}, {2, 4}});
  EXPECT_THAT(joined->time_us(), ElementsAre(0, 2 * kTestDay, 3 * kTestDay));
  EXPECT_THAT(joined->open(), ElementsAre(1, 3, 4));
  EXPECT_THAT(joined->high(), ElementsAre(4, 6, 7));
  EXPECT_THAT(joined->low(), ElementsAre(1, 3, 4));
  EXPECT_THAT(joined->close(), ElementsAre(2, 4, 5));
  EXPECT_THAT(joined->volume(), ElementsAre(7, 9, 10));
  EXPECT_EQ(joined->symbol(), "TEST");
  EXPECT_EQ(joined->timezone(), bars->timezone());
}

TEST(RangeBarsTest, DigestsAreThoseOfTheBars) {
  const auto bars = MakeFlatDays("TEST", {1, 2, 3, 4, 5});
  std::set<std::string> digests = {bars->digest()};
  EXPECT_TRUE(digests.insert(Join(bars, {{0, 4}})->digest()).second);
  EXPECT_TRUE(digests.insert(Join(bars, {{1, 5}})->digest()).second);
  EXPECT_TRUE(digests.insert(Join(bars, {{0, 2}, {3, 5}})->digest()).second);
  EXPECT_TRUE(digests.insert(Join(bars, {{0, 3}, {4, 5}})->digest()).second);
  // However it is named: the same bars.
  EXPECT_EQ(Join(bars, {{0, 4}})->digest(), BarsOf(bars, {0, 4})->digest());
  EXPECT_EQ(Join(bars, {{0, 1}, {1, 4}})->digest(),
            BarsOf(bars, {0, 4})->digest());
}

}  // namespace
}  // namespace admf
