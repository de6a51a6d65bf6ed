#include "engine/data/timeframe.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(TimeframeTest, ParsesEveryUnit) {
  EXPECT_EQ(Timeframe::Parse("30s")->seconds(), 30);
  EXPECT_EQ(Timeframe::Parse("5m")->seconds(), 300);
  EXPECT_EQ(Timeframe::Parse("4h")->seconds(), 14'400);
  EXPECT_EQ(Timeframe::Parse("1d")->seconds(), 86'400);
  EXPECT_EQ(Timeframe::Parse("2w")->seconds(), 1'209'600);
}

TEST(TimeframeTest, TextReadsBack) {
  for (const char* text :
       {"1s", "90s", "5m", "90m", "23h", "36h", "3d", "1w"}) {
    EXPECT_EQ(Timeframe::Parse(text)->ToString(), text);
  }
}

TEST(TimeframeTest, IsKeptInTheLargestUnit) {
  EXPECT_EQ(Timeframe::Parse("60s")->ToString(), "1m");
  EXPECT_EQ(Timeframe::Parse("120m")->ToString(), "2h");
  EXPECT_EQ(Timeframe::Parse("24h")->ToString(), "1d");
  EXPECT_EQ(Timeframe::Parse("14d")->ToString(), "2w");
  EXPECT_EQ(Timeframe::Parse("604800s")->ToString(), "1w");
  EXPECT_EQ(Timeframe(7, Timeframe::Unit::kDay),
            Timeframe(1, Timeframe::Unit::kWeek));
}

TEST(TimeframeTest, FromSecondsTakesTheLargestUnit) {
  EXPECT_EQ(Timeframe::FromSeconds(1).ToString(), "1s");
  EXPECT_EQ(Timeframe::FromSeconds(3'600).ToString(), "1h");
  EXPECT_EQ(Timeframe::FromSeconds(86'400), Timeframe());
  EXPECT_EQ(Timeframe::FromSeconds(172'800).ToString(), "2d");
}

TEST(TimeframeTest, IntradayIsNotAWholeNumberOfDays) {
  EXPECT_TRUE(Timeframe::Parse("23h")->intraday());
  EXPECT_TRUE(Timeframe::Parse("25h")->intraday());
  EXPECT_FALSE(Timeframe::Parse("1440m")->intraday());
  EXPECT_FALSE(Timeframe::Parse("1w")->intraday());
}

TEST(TimeframeTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "d", "1", "0d", "-1d", "+1d", " 1d", "1d ", "1 d", "1.5h", "1D",
        "1mo", "1x", "d1", "99999999999999999999d"}) {
    const absl::Status status = Timeframe::Parse(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_NE(status.message().find("such as 5m, 1h or 1d"),
              absl::string_view::npos)
        << status;
  }
}

TEST(TimeframeTest, RefusesMoreThanACentury) {
  EXPECT_TRUE(Timeframe::Parse("36525d").ok());
  const absl::Status status = Timeframe::Parse("36526d").status();
  EXPECT_EQ(status, absl::InvalidArgumentError(
                        "the timeframe 36526d is too long: at most 36525d"));
  EXPECT_FALSE(Timeframe::Parse("9223372036854775807w").ok());
}

}  // namespace
}  // namespace admf
