#include "engine/broker/resting_entry.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using Type = EntryOrder::Type;

/// Where an order that is decided at a close of 100 is hit.
std::optional<RestingEntry::Hit> FindHit(const EntryOrder& order, Side side,
                                         const std::vector<Prices>& prices) {
  const auto bars = MakeBars(prices);
  RestingEntry entry(order);
  entry.Place(side, 100);
  return entry.Find(*bars, 0, static_cast<int64_t>(bars->size()));
}

void ExpectHit(const std::optional<RestingEntry::Hit>& hit, int64_t bar,
               double price, bool at_open) {
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->bar, bar);
  EXPECT_EQ(hit->market_price, price);
  EXPECT_EQ(hit->at_open, at_open);
}

constexpr EntryOrder kLimit = {.type = Type::kLimit, .offset = 0.25};
constexpr EntryOrder kStop = {.type = Type::kStop, .offset = 0.25};
constexpr EntryOrder kTrailing = {.type = Type::kTrailingStop, .offset = 0.25};

TEST(RestingEntryTest, ABuyersLimitWaitsBelow) {
  ExpectHit(FindHit(kLimit, Side::kLong, {{90, 95, 76, 80}, {80, 90, 75, 85}}),
            1, 75, false);
  // The open is better than the limit.
  ExpectHit(FindHit(kLimit, Side::kLong, {{70, 95, 60, 80}}), 0, 70, true);
  EXPECT_FALSE(FindHit(kLimit, Side::kLong, {{80, 200, 76, 80}}));
}

TEST(RestingEntryTest, ASellersLimitWaitsAbove) {
  ExpectHit(FindHit(kLimit, Side::kShort, {{90, 130, 76, 80}}), 0, 125, false);
  ExpectHit(FindHit(kLimit, Side::kShort, {{126, 130, 76, 80}}), 0, 126, true);
}

TEST(RestingEntryTest, ABuyersStopWaitsAbove) {
  ExpectHit(FindHit(kStop, Side::kLong, {{90, 124, 76, 80}, {99, 130, 9, 50}}),
            1, 125, false);
  ExpectHit(FindHit(kStop, Side::kLong, {{128, 130, 76, 80}}), 0, 128, true);
  ExpectHit(FindHit(kStop, Side::kShort, {{90, 130, 70, 80}}), 0, 75, false);
}

TEST(RestingEntryTest, ATrailingStopFollowsTheMarket) {
  // From 100 to a low of 40: a buyer's stop comes down to 50. The bar with the
  // low itself is held against the stop before it, 125.
  ExpectHit(FindHit(kTrailing, Side::kLong,
                    {{90, 90, 40, 45}, {45, 49, 44, 48}, {48, 60, 48, 60}}),
            2, 50, false);
  ExpectHit(FindHit(kTrailing, Side::kShort,
                    {{90, 160, 90, 150}, {150, 150, 110, 130}}),
            1, 120, false);
}

TEST(RestingEntryTest, AStopLimitFillsWithinItsLimit) {
  const EntryOrder order = {
      .type = Type::kStopLimit, .offset = 0.25, .limit_offset = 0.5};
  // Stop 125, limit 150.
  ExpectHit(FindHit(order, Side::kLong, {{90, 130, 76, 80}}), 0, 125, false);
  ExpectHit(FindHit(order, Side::kLong, {{140, 160, 135, 150}}), 0, 140, true);
  // Opened beyond the limit: it rests at 150 in the same bar.
  ExpectHit(FindHit(order, Side::kLong, {{160, 170, 145, 150}}), 0, 150, false);
  ExpectHit(
      FindHit(order, Side::kLong, {{160, 170, 155, 160}, {149, 170, 145, 150}}),
      1, 149, true);
  // A seller's stop is 75, its limit 50.
  ExpectHit(FindHit(order, Side::kShort, {{90, 90, 60, 80}}), 0, 75, false);
  ExpectHit(FindHit(order, Side::kShort, {{40, 45, 30, 30}, {40, 60, 40, 50}}),
            1, 50, false);
}

TEST(RestingEntryTest, ALimitBeforeItsStopWaitsForTheNextBar) {
  // Stop 125, limit 100: what is below 100 in the bar of the stop may have been
  // before it.
  const EntryOrder order = {
      .type = Type::kStopLimit, .offset = 0.25, .limit_offset = 0};
  ExpectHit(
      FindHit(order, Side::kLong, {{110, 130, 90, 110}, {110, 120, 95, 110}}),
      1, 100, false);
}

TEST(RestingEntryTest, TellsItsLevels) {
  RestingEntry entry(
      {.type = Type::kStopLimit, .offset = 0.25, .limit_offset = 0.5});
  entry.Place(Side::kShort, 100);
  EXPECT_TRUE(entry.has_limit());
  EXPECT_EQ(entry.limit_price(), 50);
  EXPECT_TRUE(entry.has_stop());
  EXPECT_EQ(entry.stop_price(), 75);
}

}  // namespace
}  // namespace admf
