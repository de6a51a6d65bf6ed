#include "engine/data/make_bars.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/data/adjustments.h"
#include "engine/data/bars.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/period_rule.h"
#include "engine/data/read_request.h"
#include "engine/data/source_bars.h"
#include "engine/data/timeframe.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

constexpr int64_t kDay = int64_t{86'400'000'000};

/// Daily bars from 2021-06-07, a Monday, on, with the closes 1, 2, 3, ...
std::shared_ptr<const SourceBars> Days(size_t days, bool is_mapped = true) {
  BarSeries::Columns columns;
  for (size_t i = 0; i < days; ++i) {
    columns.time_us.push_back(Utc("2021-06-07T00:00:00Z") +
                              static_cast<int64_t>(i) * kDay);
    columns.close.push_back(static_cast<double>(i) + 1);
  }
  columns.open = columns.high = columns.low = columns.close;
  const auto owned =
      std::make_shared<const BarSeries::Columns>(std::move(columns));
  auto source = std::make_shared<SourceBars>();
  source->columns = *owned;
  source->owner = owned;
  source->is_mapped = is_mapped;
  source->distance_us = days > 1 ? kDay : 0;
  return source;
}

ReadRequest Request() {
  return {.display_path = "data/walk.csv", .symbol = "WALK"};
}

std::vector<double> Closes(const BarSeries& bars) {
  return {bars.close().begin(), bars.close().end()};
}

TEST(MakeBarsTest, SharesWhatIsNeitherCutNorChanged) {
  const auto source = Days(5);
  const auto bars = MakeBars(Request(), source, {}, "", {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->close().data(), source->columns.close.data());
  EXPECT_EQ((*bars)->symbol(), "WALK");
  EXPECT_EQ((*bars)->timeframe(), Timeframe());
  // The source lives as long as its bars.
  EXPECT_EQ(source.use_count(), 2);
}

TEST(MakeBarsTest, PartsOfAMappedSourceShareItToo) {
  const auto source = Days(5);
  ReadRequest request = Request();
  request.start = "2021-06-08";
  request.end = "2021-06-10";
  const auto bars = MakeBars(request, source, {}, "", {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->close().data(), &source->columns.close[1]);
  EXPECT_EQ(Closes(**bars), (std::vector<double>{2, 3, 4}));
  EXPECT_EQ((*bars)->bytes(), 3u * 5u * 8u);
}

TEST(MakeBarsTest, PartsOfASourceInMemoryAreCopies) {
  const auto source = Days(5, /*is_mapped=*/false);
  EXPECT_EQ((*MakeBars(Request(), source, {}, "", {}))->close().data(),
            source->columns.close.data());
  ReadRequest request = Request();
  request.end = "2021-06-08";
  const auto bars = MakeBars(request, source, {}, "", {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ(Closes(**bars), (std::vector<double>{1, 2}));
  EXPECT_EQ(source.use_count(), 1);
}

TEST(MakeBarsTest, TheDigestIsThatOfTheBarsWhereverTheyAre) {
  ReadRequest request = Request();
  request.end = "2021-06-08";
  const auto mapped = MakeBars(request, Days(5), {}, "", {});
  const auto copied = MakeBars(request, Days(5, false), {}, "", {});
  EXPECT_EQ((*mapped)->digest(), (*copied)->digest());
  EXPECT_NE((*mapped)->digest(),
            (*MakeBars(Request(), Days(5), {}, "", {}))->digest());
}

TEST(MakeBarsTest, TakesADigestThatIsKnown) {
  EXPECT_EQ((*MakeBars(Request(), Days(5), {}, "known", {}))->digest(),
            "known");
}

TEST(MakeBarsTest, AdjustsBeforeItResamples) {
  ReadRequest request = Request();
  request.timeframe = Timeframe(1, Timeframe::Unit::kWeek);
  request.adjustment_method = AdjustmentMethod::kSplit;
  // 2021-06-10 is day 18788: closes 0.5, 1, 1.5, 4, 5.
  const auto bars = MakeBars(request, Days(5),
                             {{18'788, Adjustment::Kind::kSplit, 2}}, "", {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  ASSERT_EQ((*bars)->size(), 1u);
  EXPECT_EQ((*bars)->open()[0], 0.5);
  EXPECT_EQ((*bars)->low()[0], 0.5);
  EXPECT_EQ((*bars)->high()[0], 5);
  EXPECT_EQ((*bars)->close()[0], 5);
}

TEST(MakeBarsTest, EventsAfterTheLastBarThatIsUsedChangeNothing) {
  ReadRequest request = Request();
  request.end = "2021-06-09";
  request.adjustment_method = AdjustmentMethod::kSplit;
  const auto bars = MakeBars(request, Days(5),
                             {{18'788, Adjustment::Kind::kSplit, 2}}, "", {});
  EXPECT_EQ(Closes(**bars), (std::vector<double>{1, 2, 3}));
}

TEST(MakeBarsTest, GapsAreErrorsOrWarnings) {
  ReadRequest request = Request();
  request.calendar = ExchangeCalendar::Kind::kNyse;
  // Monday to Friday.
  const auto good = MakeBars(request, Days(5), {}, "", {});
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_TRUE((*good)->warnings().empty());
  // To Saturday.
  EXPECT_EQ(MakeBars(request, Days(6), {}, "", {}).status(),
            absl::InvalidArgumentError(
                "data/walk.csv: 1 bar is of a day without a session of the "
                "calendar nyse: 2021-06-12; correct the data, or set gaps: "
                "warn to use it as it is"));
  request.gaps = ReadRequest::Gaps::kWarn;
  const auto warned = MakeBars(request, Days(6), {}, "", {});
  ASSERT_TRUE(warned.ok()) << warned.status();
  EXPECT_EQ((*warned)->warnings(),
            (std::vector<std::string>{
                "data/walk.csv: 1 bar is of a day without a session of the "
                "calendar nyse: 2021-06-12"}));
  // They don't change what the bars are.
  request.calendar.reset();
  EXPECT_EQ((*MakeBars(request, Days(6), {}, "", {}))->digest(),
            (*warned)->digest());
}

TEST(MakeBarsTest, GapsAreLookedForBetweenTheBoundsOnly) {
  ReadRequest request = Request();
  request.calendar = ExchangeCalendar::Kind::kNyse;
  request.end = "2021-06-11";
  EXPECT_TRUE(MakeBars(request, Days(6), {}, "", {}).ok());
  EXPECT_TRUE(FindRequestedGaps(request, *Days(6), {})->empty());
  request.end = "2021-06-12";
  EXPECT_EQ(FindRequestedGaps(request, *Days(6), {})->unexpected, 1);
}

TEST(MakeBarsTest, ARuleMakesBarsOfTheSameTimeframeAnew) {
  ReadRequest request = Request();
  request.timeframe = Timeframe();
  request.period_rule.label = PeriodEdge::kRight;
  const auto bars = MakeBars(request, Days(2), {}, "", {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->time_us()[0], Utc("2021-06-08T00:00:00Z"));
  EXPECT_EQ((*bars)->time_us()[1], Utc("2021-06-09T00:00:00Z"));
}

}  // namespace
}  // namespace admf
