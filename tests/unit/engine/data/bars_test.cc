#include "engine/data/bars.h"

#include <limits>
#include <stop_token>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/sha256.h"
#include "engine/data/timeframe.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

BarSeries::Info DailyInfo() {
  return {.symbol = "GOOG", .timeframe = Timeframe(), .timezone = "UTC"};
}

BarSeries::Columns ThreeBars() {
  return {{1'000, 2'000, 3'000}, {10.0, 11.0, 12.0}, {11.0, 12.0, 13.0},
          {9.0, 10.0, 11.0},     {10.5, 11.5, 12.5}, {100.0, 0.0, 300.0}};
}

absl::Status CreateStatus(BarSeries::Columns columns) {
  return BarSeries::Create(DailyInfo(), std::move(columns)).status();
}

TEST(BarSeriesTest, KeepsColumnsAndInfo) {
  const auto bars =
      BarSeries::Create({.symbol = "EURUSD",
                         .timeframe = Timeframe(1, Timeframe::Unit::kHour),
                         .timezone = "Europe/Berlin"},
                        ThreeBars());
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->size(), 3u);
  EXPECT_EQ((*bars)->time_us()[2], 3'000);
  EXPECT_EQ((*bars)->open()[1], 11.0);
  EXPECT_EQ((*bars)->high()[1], 12.0);
  EXPECT_EQ((*bars)->low()[1], 10.0);
  EXPECT_EQ((*bars)->close()[1], 11.5);
  EXPECT_EQ((*bars)->volume()[2], 300.0);
  EXPECT_EQ((*bars)->symbol(), "EURUSD");
  EXPECT_EQ((*bars)->timeframe().ToString(), "1h");
  EXPECT_EQ((*bars)->timezone(), "Europe/Berlin");
  EXPECT_EQ((*bars)->bytes(), 3u * 6u * 8u);
}

TEST(BarSeriesTest, VolumeMayBeAbsent) {
  BarSeries::Columns columns = ThreeBars();
  columns.volume.clear();
  const auto bars = BarSeries::Create(DailyInfo(), std::move(columns));
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_TRUE((*bars)->volume().empty());
  EXPECT_EQ((*bars)->bytes(), 3u * 5u * 8u);
}

TEST(BarSeriesTest, RefusesNoBarsAndUnequalColumns) {
  EXPECT_EQ(CreateStatus({}), absl::InvalidArgumentError("there are no bars"));

  BarSeries::Columns columns = ThreeBars();
  columns.low.pop_back();
  EXPECT_EQ(
      CreateStatus(columns),
      absl::InvalidArgumentError("a price column has 2 rows, time has 3"));

  columns = ThreeBars();
  columns.volume.pop_back();
  EXPECT_EQ(CreateStatus(columns),
            absl::InvalidArgumentError("volume has 2 rows, time has 3"));
}

TEST(BarSeriesTest, RefusesImpossibleRowsByTheirNumber) {
  BarSeries::Columns columns = ThreeBars();
  columns.high[2] = 10.0;
  EXPECT_EQ(CreateStatus(columns),
            absl::InvalidArgumentError("row 2: high 10 is below low 11"));

  columns = ThreeBars();
  columns.volume[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(
      CreateStatus(columns),
      absl::InvalidArgumentError("row 1: volume is not a finite number: nan"));
}

TEST(BarSeriesTest, RefusesTimesThatDoNotIncrease) {
  for (const int64_t time : {1'000, 999}) {
    BarSeries::Columns columns = ThreeBars();
    columns.time_us[1] = time;
    const absl::Status status = CreateStatus(columns);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message().substr(0, 11), "row 1: time") << status;
  }
}

TEST(BarSeriesTest, DigestIsThatOfTheDocumentedParts) {
  const BarSeries::Columns columns = ThreeBars();
  Sha256 sha256;
  sha256.AddText("GOOG");
  sha256.AddText("1d");
  sha256.AddText("UTC");
  sha256.AddColumn(columns.time_us);
  for (const auto* column : {&columns.open, &columns.high, &columns.low,
                             &columns.close, &columns.volume}) {
    sha256.AddColumn(*column);
  }
  EXPECT_EQ((*BarSeries::Create(DailyInfo(), columns))->digest(),
            sha256.Finish());
}

TEST(BarSeriesTest, DigestChangesWithEveryPart) {
  const std::string digest =
      (*BarSeries::Create(DailyInfo(), ThreeBars()))->digest();
  const auto with_columns = [](auto change) {
    BarSeries::Columns columns = ThreeBars();
    change(columns);
    return (*BarSeries::Create(DailyInfo(), std::move(columns)))->digest();
  };
  const auto with_info = [](BarSeries::Info info) {
    return (*BarSeries::Create(std::move(info), ThreeBars()))->digest();
  };
  EXPECT_EQ(digest, with_columns([](auto&) {}));
  EXPECT_NE(digest, with_columns([](auto& c) { c.time_us[0] = 999; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.open[0] = 10.25; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.high[0] = 11.25; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.low[0] = 9.25; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.close[0] = 10.25; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.volume[0] = 101.0; }));
  EXPECT_NE(digest, with_columns([](auto& c) { c.volume.clear(); }));
  EXPECT_NE(digest, with_info({.symbol = "GOOGL",
                               .timeframe = Timeframe(),
                               .timezone = "UTC"}));
  EXPECT_NE(digest, with_info({.symbol = "GOOG",
                               .timeframe = Timeframe::FromSeconds(60),
                               .timezone = "UTC"}));
  EXPECT_NE(digest, with_info({.symbol = "GOOG",
                               .timeframe = Timeframe(),
                               .timezone = "America/New_York"}));
}

TEST(BarSeriesTest, CancelledWhenStopIsRequested) {
  std::stop_source source;
  EXPECT_TRUE(
      BarSeries::Create(DailyInfo(), ThreeBars(), source.get_token()).ok());
  source.request_stop();
  EXPECT_EQ(BarSeries::Create(DailyInfo(), ThreeBars(), source.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
