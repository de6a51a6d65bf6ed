#include "engine/data/adjustments.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "engine/data/bars.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

using Kind = Adjustment::Kind;

constexpr int64_t kDayUs = int64_t{86'400'000'000};

int64_t Day(int year, int month, int day) {
  return absl::CivilDay(year, month, day) - absl::CivilDay(1970, 1, 1);
}

LocalClock UtcClock() { return LocalClock(absl::UTCTimeZone()); }

/// Bars of the days 10, 11, 12, 13 with all prices the closes.
BarSeries::Columns FourDays(std::vector<double> close) {
  BarSeries::Columns columns;
  for (int64_t day = 10; day < 14; ++day) {
    columns.time_us.push_back(day * kDayUs);
  }
  columns.open = columns.high = columns.low = columns.close = std::move(close);
  columns.volume = {1000, 2000, 3000, 4000};
  return columns;
}

BarSeries::Columns Adjusted(
    const BarSeries::Columns& columns, std::vector<Adjustment> adjustments,
    AdjustmentMethod method = AdjustmentMethod::kSplitDividend) {
  auto adjusted = Adjust(columns, adjustments, method, UtcClock());
  EXPECT_TRUE(adjusted.ok()) << adjusted.status();
  return *std::move(adjusted);
}

TEST(AdjustTest, ASplitDividesPricesAndMultipliesVolumes) {
  const BarSeries::Columns bars =
      Adjusted(FourDays({700, 707, 101, 102}), {{12, Kind::kSplit, 7}});
  EXPECT_EQ(bars.close, (std::vector<double>{100, 101, 101, 102}));
  EXPECT_EQ(bars.open, bars.close);
  EXPECT_EQ(bars.high, bars.close);
  EXPECT_EQ(bars.low, bars.close);
  EXPECT_EQ(bars.volume, (std::vector<double>{7000, 14000, 3000, 4000}));
  EXPECT_EQ(bars.time_us, FourDays({1, 1, 1, 1}).time_us);
}

TEST(AdjustTest, AReverseSplit) {
  const BarSeries::Columns bars =
      Adjusted(FourDays({1, 2, 4, 8}), {{11, Kind::kSplit, 0.5}});
  EXPECT_EQ(bars.close, (std::vector<double>{2, 2, 4, 8}));
  EXPECT_EQ(bars.volume, (std::vector<double>{500, 2000, 3000, 4000}));
}

TEST(AdjustTest, ADividendIsAFactorOfTheCloseBeforeIt) {
  // 1 - 20 / 80 = 0.75; volumes stay.
  const BarSeries::Columns bars =
      Adjusted(FourDays({100, 80, 64, 60}), {{12, Kind::kDividend, 20}});
  EXPECT_EQ(bars.close, (std::vector<double>{75, 60, 64, 60}));
  EXPECT_EQ(bars.volume, (std::vector<double>{1000, 2000, 3000, 4000}));
}

TEST(AdjustTest, LaterEventsAddUp) {
  // Dividend of day 11: 1 - 25 / 100 = 0.75. Split 2:1 of day 12. Dividend of
  // day 13: 1 - 32 / 64 = 0.5.
  const BarSeries::Columns bars =
      Adjusted(FourDays({100, 80, 64, 60}), {{11, Kind::kDividend, 25},
                                             {12, Kind::kSplit, 2},
                                             {13, Kind::kDividend, 32}});
  // 100 / 2 * 0.375, 80 / 2 * 0.5, 64 * 0.5, 60.
  EXPECT_EQ(bars.close, (std::vector<double>{18.75, 20, 32, 60}));
  EXPECT_EQ(bars.volume, (std::vector<double>{2000, 4000, 3000, 4000}));
}

TEST(AdjustTest, ADividendOfTheDayOfASplitIsPerNewShare) {
  // The close before is 80 / 2 = 40 for a new share: 1 - 10 / 40 = 0.75.
  const BarSeries::Columns bars =
      Adjusted(FourDays({100, 80, 30, 30}),
               {{12, Kind::kSplit, 2}, {12, Kind::kDividend, 10}});
  EXPECT_EQ(bars.close, (std::vector<double>{37.5, 30, 30, 30}));
}

TEST(AdjustTest, AReturnAcrossAnEventIsThatOfTheInvestor) {
  // He pays 50, gets 10 and has a share of 45: 45 / (50 - 10) - 1 = 12.5 %, as
  // one who puts the dividend into the share at the close before.
  const BarSeries::Columns bars =
      Adjusted(FourDays({50, 50, 45, 45}), {{12, Kind::kDividend, 10}});
  EXPECT_DOUBLE_EQ(bars.close[2] / bars.close[1] - 1, 0.125);
}

TEST(AdjustTest, SplitsOnlyLeavesDividendsOut) {
  const std::vector<Adjustment> adjustments = {{11, Kind::kDividend, 25},
                                               {12, Kind::kSplit, 2}};
  EXPECT_EQ(Adjusted(FourDays({100, 80, 64, 60}), adjustments,
                     AdjustmentMethod::kSplit)
                .close,
            (std::vector<double>{50, 40, 64, 60}));
  EXPECT_EQ(Adjusted(FourDays({100, 80, 64, 60}), adjustments,
                     AdjustmentMethod::kNone)
                .close,
            (std::vector<double>{100, 80, 64, 60}));
}

TEST(AdjustTest, EventsBeyondTheBarsChangeNothing) {
  EXPECT_EQ(Adjusted(FourDays({1, 2, 4, 8}), {{5, Kind::kSplit, 2},
                                              {10, Kind::kDividend, 100},
                                              {14, Kind::kSplit, 2}})
                .close,
            (std::vector<double>{1, 2, 4, 8}));
}

TEST(AdjustTest, ADayWithoutABarCountsForTheNextOne) {
  BarSeries::Columns columns = FourDays({100, 80, 64, 60});
  columns.time_us = {10 * kDayUs, 11 * kDayUs, 15 * kDayUs, 16 * kDayUs};
  EXPECT_EQ(Adjusted(columns, {{13, Kind::kSplit, 2}}).close,
            (std::vector<double>{50, 40, 64, 60}));
  // A dividend between the same two bars, after the split: 1 - 10 / 40.
  EXPECT_EQ(
      Adjusted(columns, {{12, Kind::kSplit, 2}, {13, Kind::kDividend, 10}})
          .close,
      (std::vector<double>{37.5, 30, 64, 60}));
  // Before it: 1 - 20 / 80.
  EXPECT_EQ(
      Adjusted(columns, {{12, Kind::kDividend, 20}, {13, Kind::kSplit, 2}})
          .close,
      (std::vector<double>{37.5, 30, 64, 60}));
}

TEST(AdjustTest, DaysBeginInTheDatasTimezone) {
  // Day 12 begins in New York five hours later than in UTC.
  BarSeries::Columns columns = FourDays({100, 80, 64, 60});
  columns.time_us = {12 * kDayUs, 12 * kDayUs + 4 * 3'600'000'000,
                     12 * kDayUs + 5 * 3'600'000'000, 13 * kDayUs};
  const auto adjusted =
      Adjust(columns, {{12, Kind::kSplit, 2}}, AdjustmentMethod::kSplitDividend,
             LocalClock(NewYork()));
  ASSERT_TRUE(adjusted.ok());
  EXPECT_EQ(adjusted->close, (std::vector<double>{50, 40, 64, 60}));
}

TEST(AdjustTest, RefusesADividendOfTheWholeShare) {
  EXPECT_EQ(Adjust(FourDays({100, 80, 64, 60}), {{12, Kind::kDividend, 80}},
                   AdjustmentMethod::kSplitDividend, UtcClock())
                .status(),
            absl::InvalidArgumentError(
                "the dividend of 1970-01-13, 80, is not below the close before "
                "it, 80"));
}

TEST(ParseAdjustmentsTest, ReadsTheRowsOfOneSymbolInOrder) {
  const auto adjustments = ParseAdjustments(
      "Date,Symbol,Split,Dividend,Note\r\n"
      "2014-06-09,AAPL,7,,seven for one\r\n"
      "\r\n"
      "2012-08-09,AAPL,,2.65,\r\n"
      "2013-01-01,MSFT,nonsense,,other symbols don't matter\r\n"
      "2015-02-05,AAPL,2,0.47,\r\n"
      "2012-08-09,AAPL,,0.35,special\r\n",
      "AAPL");
  ASSERT_TRUE(adjustments.ok()) << adjustments.status();
  EXPECT_EQ(*adjustments, (std::vector<Adjustment>{
                              {Day(2012, 8, 9), Kind::kDividend, 3.0},
                              {Day(2014, 6, 9), Kind::kSplit, 7},
                              {Day(2015, 2, 5), Kind::kSplit, 2},
                              {Day(2015, 2, 5), Kind::kDividend, 0.47}}));
}

TEST(ParseAdjustmentsTest, OneOfTheTwoColumnsIsEnough) {
  const auto adjustments =
      ParseAdjustments("symbol;date;dividend\nA;2020-01-02;1\n", "A");
  ASSERT_TRUE(adjustments.ok()) << adjustments.status();
  EXPECT_EQ(adjustments->size(), 1u);
  EXPECT_TRUE(ParseAdjustments("symbol,date,split\n", "A")->empty());
}

TEST(ParseAdjustmentsTest, SaysWhatIsWrong) {
  const std::string header = "date,symbol,split,dividend\n";
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "it is empty"},
      {"date,symbol\n",
       "its first line must name the columns date, symbol, and split or "
       "dividend or both, such as date,symbol,split,dividend"},
      {"date,symbol,split,Split\n", "its header has two columns split"},
      {header + "2020-01-02,A,2\n",
       "line 2: it has 3 columns, the header has 4"},
      {header + "2020-01-02,A,,\n",
       "line 2: it has neither a split nor a dividend"},
      {header + "\n2020-01-02,A,-2,\n",
       "line 3: the split \"-2\" is not a positive number"},
      {header + "2020-01-02,A,,inf\n",
       "line 2: the dividend \"inf\" is not a positive number"},
      {header + "02.01.2020,A,2,\n",
       "line 2: \"02.01.2020\" is not a date such as 2014-06-09"},
      {header + "2020-01-02,A,2,\n2020-01-02,A,3,\n",
       "it has two splits of 2020-01-02"},
      {header + "2020-01-02,\"A,2,\n", "line 2: its quotes don't match"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_EQ(ParseAdjustments(text, "A").status(),
              absl::InvalidArgumentError(message));
  }
}

}  // namespace
}  // namespace admf
