#include "engine/data/time_bounds.h"

#include <span>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

TEST(TimeBoundsTest, DatesAreWholeDaysOnTheClock) {
  const LocalClock clock(NewYork());
  EXPECT_EQ(*ParseFirstBound("2021-03-14", clock), Utc("2021-03-14T05:00:00Z"));
  // That day has 23 hours.
  EXPECT_EQ(*ParseLastBound("2021-03-14", clock),
            Utc("2021-03-15T04:00:00Z") - 1);
}

TEST(TimeBoundsTest, Rfc3339IsExact) {
  const LocalClock clock(NewYork());
  for (const char* text :
       {"2021-03-14T09:30:00Z", "2021-03-14T05:30:00-04:00"}) {
    EXPECT_EQ(*ParseFirstBound(text, clock), Utc("2021-03-14T09:30:00Z"));
    EXPECT_EQ(*ParseLastBound(text, clock), Utc("2021-03-14T09:30:00Z"));
  }
}

TEST(TimeBoundsTest, RefusesEverythingElse) {
  const LocalClock clock(NewYork());
  for (const char* text : {"", "yesterday", "2021-02-29", "2021-03-14 09:30",
                           "1615710600", "14/03/2021"}) {
    EXPECT_EQ(ParseFirstBound(text, clock).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ParseLastBound(text, clock).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

BarSeries::Columns FiveBars() {
  return {{10, 20, 30, 40, 50}, {1, 2, 3, 4, 5}, {6, 7, 8, 9, 10},
          {1, 1, 1, 1, 1},      {2, 3, 4, 5, 6}, {0, 1, 2, 3, 4}};
}

template <typename T>
std::vector<T> Values(std::span<const T> column) {
  return {column.begin(), column.end()};
}

TEST(TimeBoundsTest, CutsEveryColumnInclusively) {
  const BarSeries::Columns columns = FiveBars();
  const BarSeries::View cut = CutToBounds({20, 40}, columns);
  EXPECT_EQ(Values(cut.time_us), (std::vector<int64_t>{20, 30, 40}));
  EXPECT_EQ(Values(cut.open), (std::vector<double>{2, 3, 4}));
  EXPECT_EQ(Values(cut.high), (std::vector<double>{7, 8, 9}));
  EXPECT_EQ(Values(cut.low), (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(Values(cut.close), (std::vector<double>{3, 4, 5}));
  EXPECT_EQ(Values(cut.volume), (std::vector<double>{1, 2, 3}));
}

TEST(TimeBoundsTest, CutsBetweenBars) {
  BarSeries::Columns columns = FiveBars();
  columns.volume.clear();
  const BarSeries::View cut = CutToBounds({21, 49}, columns);
  EXPECT_EQ(Values(cut.time_us), (std::vector<int64_t>{30, 40}));
  EXPECT_TRUE(cut.volume.empty());
}

TEST(TimeBoundsTest, CopiesNothing) {
  const BarSeries::Columns columns = FiveBars();
  EXPECT_EQ(CutToBounds({20, 40}, columns).close.data(), &columns.close[1]);
}

TEST(TimeBoundsTest, NoBoundsKeepAll) {
  const BarSeries::Columns columns = FiveBars();
  EXPECT_EQ(CutToBounds(TimeBounds(), columns).rows(), 5u);
}

TEST(TimeBoundsTest, NothingMayBeLeft) {
  for (const TimeBounds bounds :
       {TimeBounds{51, 100}, TimeBounds{0, 9}, TimeBounds{21, 29}}) {
    const BarSeries::Columns columns = FiveBars();
    const BarSeries::View cut = CutToBounds(bounds, columns);
    EXPECT_EQ(cut.rows(), 0u);
    EXPECT_TRUE(cut.close.empty());
  }
}

}  // namespace
}  // namespace admf
