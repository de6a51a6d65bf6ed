#include "engine/metrics/periods_per_year.h"

#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/metrics/test_series.h"

namespace admf {
namespace {

using Time = absl::CivilSecond;

using ::testing::ElementsAre;

/// Midnights of `count` days from Monday, 2024-01-01 on, for which `keep`
/// holds.
template <typename Keep>
std::vector<absl::CivilSecond> DaysFromMonday(int count, Keep keep) {
  std::vector<absl::CivilSecond> times;
  for (int i = 0; i < count; ++i) {
    const absl::CivilDay day = absl::CivilDay(2024, 1, 1) + i;
    if (keep(absl::GetWeekday(day))) times.emplace_back(day);
  }
  return times;
}

bool IsWeekday(absl::Weekday day) {
  return day != absl::Weekday::saturday && day != absl::Weekday::sunday;
}
bool IsAnyDay(absl::Weekday) { return true; }

TEST(PeriodsPerYearTest, DailyBarsHave252) {
  const auto bars = MakeBarsAt(DaysFromMonday(100, IsWeekday), "1d", "UTC");
  EXPECT_FALSE(SampledDaily(*bars));
  EXPECT_EQ(DefaultPeriodsPerYear(*bars), 252);
}

TEST(PeriodsPerYearTest, DailyBarsWithWeekendsHave365) {
  const auto bars = MakeBarsAt(DaysFromMonday(100, IsAnyDay), "1d", "UTC");
  EXPECT_EQ(DefaultPeriodsPerYear(*bars), 365);
}

TEST(PeriodsPerYearTest, ASundayEveningIsNoWeekend) {
  // Six days a week, as where trading opens on Sunday evening.
  const auto times = DaysFromMonday(
      100, [](absl::Weekday day) { return day != absl::Weekday::saturday; });
  EXPECT_EQ(DefaultPeriodsPerYear(*MakeBarsAt(times, "1d", "UTC")), 252);
  EXPECT_EQ(DefaultPeriodsPerYear(*MakeBarsAt(times, "1h", "UTC")), 252);
}

TEST(PeriodsPerYearTest, WeekdaysAreLocal) {
  // Midnights in Tokyo are the afternoons before in UTC: Mondays to Fridays
  // there are Sundays to Thursdays here.
  const auto bars =
      MakeBarsAt(DaysFromMonday(12, IsWeekday), "1d", "Asia/Tokyo");
  EXPECT_EQ(DefaultPeriodsPerYear(*bars), 252);
}

/// `count` midnights, `days` days apart, from 2024-01-01 on.
std::vector<absl::CivilSecond> DaysApart(int count, int days) {
  std::vector<absl::CivilSecond> times;
  for (int i = 0; i < count; ++i) {
    times.emplace_back(absl::CivilDay(2024, 1, 1) + i * days);
  }
  return times;
}

TEST(PeriodsPerYearTest, CoarserBars) {
  const auto periods = [](int days, const char* timeframe) {
    return DefaultPeriodsPerYear(
        *MakeBarsAt(DaysApart(100, days), timeframe, "UTC"));
  };
  EXPECT_EQ(periods(7, "1w"), 52);
  EXPECT_EQ(periods(28, "4w"), 13);
  EXPECT_EQ(periods(5, "5d"), 73.05);
  EXPECT_EQ(DefaultPeriodsPerYear(*MakeBarsAt(DaysApart(1, 7), "1w", "UTC")),
            52);
}

TEST(PeriodsPerYearTest, AWeekThatEndsOnAThursdayOnceIsStillAWeek) {
  // 105 Fridays in 728 days but for one, whose bar is a day earlier.
  auto times = DaysApart(105, 7);
  times[50] = absl::CivilSecond(absl::CivilDay(times[50]) - 1);
  EXPECT_NEAR(DefaultPeriodsPerYear(*MakeBarsAt(times, "6d", "UTC")),
              104 / (728 / 365.25), 1e-9);
}

TEST(PeriodsPerYearTest, MonthsAreTwelve) {
  // Four years of 1461 days.
  std::vector<absl::CivilSecond> times;
  for (int i = 0; i <= 48; ++i) {
    times.emplace_back(absl::CivilMonth(2021, 1) + i);
  }
  EXPECT_NEAR(DefaultPeriodsPerYear(*MakeBarsAt(times, "4w", "UTC")), 12, 1e-9);
}

TEST(PeriodsPerYearTest, IntradayBarsAreSampledDaily) {
  const auto bars = MakeBarsAt(
      {Time(2024, 1, 2, 9, 30), Time(2024, 1, 2, 10, 30)}, "1h", "UTC");
  EXPECT_TRUE(SampledDaily(*bars));
  EXPECT_EQ(DefaultPeriodsPerYear(*bars), 252);
}

TEST(PeriodsPerYearTest, FindsTheLastBarsOfLocalDays) {
  // 20:00 and 22:00 in New York are two days in UTC and one there.
  const auto bars = MakeBarsAt(
      {Time(2024, 1, 2, 20, 0), Time(2024, 1, 2, 22, 0), Time(2024, 1, 3, 0, 0),
       Time(2024, 1, 5, 9, 0), Time(2024, 1, 5, 23, 59)},
      "1m", "America/New_York");
  EXPECT_THAT(LastBarsOfDays(*bars), ElementsAre(1, 2, 4));
}

TEST(PeriodsPerYearTest, DaysCanHave23And25Hours) {
  // Clocks go forward on 2024-03-10 and back on 2024-11-03.
  const auto bars =
      MakeBarsAt({Time(2024, 3, 9, 23, 30), Time(2024, 3, 10, 0, 30),
                  Time(2024, 3, 10, 23, 30), Time(2024, 11, 3, 0, 30),
                  Time(2024, 11, 3, 23, 30), Time(2024, 11, 4, 0, 30)},
                 "30m", "America/New_York");
  EXPECT_THAT(LastBarsOfDays(*bars), ElementsAre(0, 2, 4, 5));
}

}  // namespace
}  // namespace admf
