#include "engine/data/gap_check.h"

#include <initializer_list>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/data/exchange_calendar.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

using Kind = ExchangeCalendar::Kind;

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

std::vector<int64_t> Times(std::initializer_list<const char*> texts) {
  std::vector<int64_t> times;
  for (const char* text : texts) times.push_back(Utc(text));
  return times;
}

/// `count` bars from `first` on.
void Append(const char* first, int count, int64_t step,
            std::vector<int64_t>& times) {
  for (int i = 0; i < count; ++i) times.push_back(Utc(first) + i * step);
}

GapReport Gaps(Kind kind, const std::vector<int64_t>& times, int64_t distance,
               LocalClock clock = LocalClock(absl::UTCTimeZone())) {
  auto report =
      FindGaps(times, distance, *ExchangeCalendar::Create(kind), clock, {});
  EXPECT_TRUE(report.ok()) << report.status();
  return *std::move(report);
}

TEST(GapCheckTest, DailyBarsOfAllSessionsHaveNoGap) {
  // Around Thanksgiving 2021, which was on the 25th.
  const auto times = Times({"2021-11-23T00:00:00Z", "2021-11-24T00:00:00Z",
                            "2021-11-26T00:00:00Z", "2021-11-29T00:00:00Z"});
  EXPECT_TRUE(Gaps(Kind::kNyse, times, kDay).empty());
}

TEST(GapCheckTest, DailyBarsThatAreMissingOrUnexpected) {
  // Wednesday and Monday are missing; Thursday and Saturday have no session.
  const auto times = Times({"2021-11-23T00:00:00Z", "2021-11-25T00:00:00Z",
                            "2021-11-26T00:00:00Z", "2021-11-27T00:00:00Z",
                            "2021-11-30T00:00:00Z"});
  const GapReport report = Gaps(Kind::kNyse, times, kDay);
  EXPECT_TRUE(report.daily);
  EXPECT_EQ(report.missing, 2);
  EXPECT_EQ(report.first_missing_us,
            Times({"2021-11-24T00:00:00Z", "2021-11-29T00:00:00Z"}));
  EXPECT_EQ(report.unexpected, 2);
  EXPECT_EQ(report.first_unexpected_us,
            Times({"2021-11-25T00:00:00Z", "2021-11-27T00:00:00Z"}));
  EXPECT_EQ(report.Describe("nyse", LocalClock(absl::UTCTimeZone())),
            (std::vector<std::string>{
                "2 bars are missing in the sessions of the calendar nyse: "
                "2021-11-24, 2021-11-29",
                "2 bars are of days without a session of the calendar nyse: "
                "2021-11-25, 2021-11-27"}));
}

TEST(GapCheckTest, DaysAreThoseOfTheDatasTimezone) {
  // Midnights in New York.
  const auto times = Times({"2021-11-05T04:00:00Z", "2021-11-08T05:00:00Z"});
  EXPECT_TRUE(Gaps(Kind::kNyse, times, kDay, LocalClock(NewYork())).empty());
  // UTC midnights are the evening before in New York: 2021-11-07 is a Sunday.
  const auto utc = Times({"2021-11-05T00:00:00Z", "2021-11-08T00:00:00Z"});
  const GapReport report = Gaps(Kind::kNyse, utc, kDay, LocalClock(NewYork()));
  EXPECT_EQ(report.missing, 1);
  EXPECT_EQ(report.first_missing_us, Times({"2021-11-05T04:00:00Z"}));
  EXPECT_EQ(report.first_unexpected_us, Times({"2021-11-07T04:00:00Z"}));
}

TEST(GapCheckTest, OnlyTheFirstAreNamed) {
  const auto times = Times({"2021-06-01T00:00:00Z", "2021-06-11T00:00:00Z"});
  const GapReport report = Gaps(Kind::k24x7, times, kDay);
  EXPECT_EQ(report.missing, 9);
  EXPECT_EQ(report.first_missing_us.size(), kNamedTimes);
  EXPECT_EQ(report.Describe("24x7", LocalClock(absl::UTCTimeZone())).front(),
            "9 bars are missing in the sessions of the calendar 24x7: "
            "2021-06-02, 2021-06-03, 2021-06-04, 2021-06-05, 2021-06-06, ...");
}

TEST(GapCheckTest, IntradayBarsOfWholeSessions) {
  // 13 half hours from 09:30 to 16:00, Friday and Monday, across the clock
  // change; and 7 on the day after Thanksgiving, which ends at 13:00.
  std::vector<int64_t> times;
  Append("2021-11-05T13:30:00Z", 13, 30 * kMinute, times);
  Append("2021-11-08T14:30:00Z", 13, 30 * kMinute, times);
  EXPECT_TRUE(Gaps(Kind::kNyse, times, 30 * kMinute).empty());
  times.clear();
  Append("2021-11-26T14:30:00Z", 7, 30 * kMinute, times);
  Append("2021-11-29T14:30:00Z", 13, 30 * kMinute, times);
  EXPECT_TRUE(Gaps(Kind::kNyse, times, 30 * kMinute).empty());
}

TEST(GapCheckTest, HolesInsideASessionAndAtItsEnds) {
  std::vector<int64_t> times;
  // Monday: 09:30 to 11:00, then 12:00 to 15:00, so 11:00 and 11:30 are
  // missing, and 15:00 and 15:30 at the end.
  Append("2021-06-07T13:30:00Z", 3, 30 * kMinute, times);
  Append("2021-06-07T16:00:00Z", 6, 30 * kMinute, times);
  // Tuesday begins at 10:00.
  Append("2021-06-08T14:00:00Z", 12, 30 * kMinute, times);
  const GapReport report = Gaps(Kind::kNyse, times, 30 * kMinute);
  EXPECT_FALSE(report.daily);
  EXPECT_EQ(report.missing, 5);
  EXPECT_EQ(report.first_missing_us,
            Times({"2021-06-07T15:00:00Z", "2021-06-07T15:30:00Z",
                   "2021-06-07T19:00:00Z", "2021-06-07T19:30:00Z",
                   "2021-06-08T13:30:00Z"}));
  EXPECT_EQ(report.unexpected, 0);
}

TEST(GapCheckTest, AWholeSessionThatIsMissing) {
  std::vector<int64_t> times;
  Append("2021-06-07T13:30:00Z", 13, 30 * kMinute, times);
  Append("2021-06-09T13:30:00Z", 13, 30 * kMinute, times);
  EXPECT_EQ(Gaps(Kind::kNyse, times, 30 * kMinute).missing, 13);
  // Bars that are longer than the session: one.
  const auto long_bars =
      Times({"2021-06-07T12:00:00Z", "2021-06-09T12:00:00Z"});
  const GapReport report = Gaps(Kind::kNyse, long_bars, 12 * kHour);
  EXPECT_EQ(report.missing, 1);
  EXPECT_EQ(report.first_missing_us, Times({"2021-06-08T13:30:00Z"}));
}

TEST(GapCheckTest, BarsNeedNotBeginWithTheSession) {
  // Whole hours: the bar of 09:00 covers the first half hour.
  std::vector<int64_t> times;
  Append("2021-06-07T13:00:00Z", 7, kHour, times);
  Append("2021-06-08T13:00:00Z", 7, kHour, times);
  EXPECT_TRUE(Gaps(Kind::kNyse, times, kHour).empty());
  // From 10:00 on; half an hour is no bar.
  times.clear();
  Append("2021-06-07T14:00:00Z", 6, kHour, times);
  Append("2021-06-08T14:00:00Z", 6, kHour, times);
  EXPECT_TRUE(Gaps(Kind::kNyse, times, kHour).empty());
}

TEST(GapCheckTest, BarsOutsideOfSessionsAreFine) {
  // The whole day, before and after trading hours.
  std::vector<int64_t> times;
  Append("2021-06-07T08:00:00Z", 32, 30 * kMinute, times);
  EXPECT_TRUE(Gaps(Kind::kNyse, times, 30 * kMinute).empty());
}

TEST(GapCheckTest, TheWeekendOfForeignExchange) {
  std::vector<int64_t> times;
  // Hours until Friday, 17:00, and from Sunday, 17:00, on (21:00 UTC).
  Append("2021-06-04T00:00:00Z", 21, kHour, times);
  Append("2021-06-06T21:00:00Z", 30, kHour, times);
  EXPECT_TRUE(Gaps(Kind::k24x5, times, kHour).empty());
  // Beginning two hours late on Sunday.
  times.clear();
  Append("2021-06-04T00:00:00Z", 21, kHour, times);
  Append("2021-06-06T23:00:00Z", 30, kHour, times);
  const GapReport report = Gaps(Kind::k24x5, times, kHour);
  EXPECT_EQ(report.missing, 2);
  EXPECT_EQ(report.first_missing_us,
            Times({"2021-06-06T21:00:00Z", "2021-06-06T22:00:00Z"}));
  // The same hours have holes for a market that never closes.
  EXPECT_EQ(Gaps(Kind::k24x7, times, kHour).missing, 50);
}

TEST(GapCheckTest, ASingleBarHasNone) {
  EXPECT_TRUE(Gaps(Kind::kNyse, Times({"2021-06-05T00:00:00Z"}), 0).empty());
}

TEST(GapCheckTest, RefusesLongBarsAndTimesBeforeTheCalendar) {
  const LocalClock utc(absl::UTCTimeZone());
  const auto find = [&](const std::vector<int64_t>& times, int64_t distance) {
    return FindGaps(times, distance, *ExchangeCalendar::Create(Kind::kNyse),
                    utc, {})
        .status();
  };
  EXPECT_EQ(find({0, 7 * kDay}, 7 * kDay).code(),
            absl::StatusCode::kInvalidArgument);
  for (const int64_t distance : {kDay, kHour}) {
    const absl::Status status = find({0, distance}, distance);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(status.message().find("known from 1981-01-01 on"),
              absl::string_view::npos)
        << status;
  }
}

TEST(GapCheckTest, CancelledWhenStopIsRequested) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(FindGaps(Times({"2021-06-04T00:00:00Z", "2021-06-04T01:00:00Z"}),
                     kHour, *ExchangeCalendar::Create(Kind::k24x7),
                     LocalClock(absl::UTCTimeZone()), source.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
