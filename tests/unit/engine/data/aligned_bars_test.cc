#include "engine/data/aligned_bars.h"

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

std::shared_ptr<const BarSeries> Bars(BarSeries::Info info,
                                      std::vector<int64_t> times) {
  BarSeries::Columns columns;
  const std::vector<double> prices(times.size(), 1.0);
  columns.open = columns.high = columns.low = columns.close = prices;
  columns.time_us = std::move(times);
  auto bars = BarSeries::Create(std::move(info), std::move(columns));
  EXPECT_TRUE(bars.ok()) << bars.status();
  return *bars;
}

std::shared_ptr<const BarSeries> Bars(const std::string& symbol,
                                      std::vector<int64_t> times) {
  return Bars({.symbol = symbol, .timeframe = Timeframe(), .timezone = "UTC"},
              std::move(times));
}

std::vector<int32_t> Rows(const AlignedBars& aligned, size_t symbol) {
  const auto rows = aligned.rows(symbol);
  return {rows.begin(), rows.end()};
}

std::vector<int64_t> Times(const AlignedBars& aligned) {
  return {aligned.time_us().begin(), aligned.time_us().end()};
}

absl::Status CreateStatus(std::vector<std::shared_ptr<const BarSeries>> bars) {
  return AlignedBars::Create(std::move(bars)).status();
}

TEST(AlignedBarsTest, UnionOfTimesWithHolesLeftOpen) {
  const auto aligned =
      AlignedBars::Create({Bars("AAPL", {10, 20, 40}), Bars("GOOG", {20, 30}),
                           Bars("MSFT", {5, 40, 50})});
  ASSERT_TRUE(aligned.ok()) << aligned.status();
  EXPECT_EQ((*aligned)->symbols(), 3u);
  EXPECT_EQ((*aligned)->ticks(), 6u);
  EXPECT_EQ(Times(**aligned), (std::vector<int64_t>{5, 10, 20, 30, 40, 50}));
  EXPECT_EQ(Rows(**aligned, 0), (std::vector<int32_t>{-1, 0, 1, -1, 2, -1}));
  EXPECT_EQ(Rows(**aligned, 1), (std::vector<int32_t>{-1, -1, 0, 1, -1, -1}));
  EXPECT_EQ(Rows(**aligned, 2), (std::vector<int32_t>{0, -1, -1, -1, 1, 2}));
  EXPECT_EQ((*aligned)->bars(1).symbol(), "GOOG");
  // Six times of 8 bytes, and three rows of 4 bytes for each.
  EXPECT_EQ((*aligned)->bytes(), 6u * 8u + 18u * 4u);
}

TEST(AlignedBarsTest, OneSymbolIsItsOwnClock) {
  const auto bars = Bars("GOOG", {1, 2, 7});
  const auto aligned = AlignedBars::Create({bars});
  ASSERT_TRUE(aligned.ok()) << aligned.status();
  EXPECT_EQ(Times(**aligned), (std::vector<int64_t>{1, 2, 7}));
  EXPECT_EQ(Rows(**aligned, 0), (std::vector<int32_t>{0, 1, 2}));
  EXPECT_EQ(&(*aligned)->bars(0), bars.get());
}

TEST(AlignedBarsTest, ExtremeTimes) {
  const auto aligned = AlignedBars::Create(
      {Bars("A", {INT64_MIN, 0}), Bars("B", {0, INT64_MAX})});
  ASSERT_TRUE(aligned.ok()) << aligned.status();
  EXPECT_EQ(Times(**aligned), (std::vector<int64_t>{INT64_MIN, 0, INT64_MAX}));
  EXPECT_EQ(Rows(**aligned, 0), (std::vector<int32_t>{0, 1, -1}));
  EXPECT_EQ(Rows(**aligned, 1), (std::vector<int32_t>{-1, 0, 1}));
}

// The same in another way: a map from time to the row of each symbol.
TEST(AlignedBarsTest, AgreesWithAMapOfTimes) {
  constexpr size_t kSymbols = 7;
  Random random(/*seed=*/17, /*stream=*/3);
  std::vector<std::shared_ptr<const BarSeries>> series;
  std::map<int64_t, std::map<size_t, int32_t>> expected;
  for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
    std::vector<int64_t> times;
    for (int64_t time = 0; time < 500; ++time) {
      if (random.NextBelow(3) == 0) continue;
      expected[time][symbol] = static_cast<int32_t>(times.size());
      times.push_back(time);
    }
    series.push_back(Bars("S" + std::to_string(symbol), std::move(times)));
  }
  const auto aligned = AlignedBars::Create(series);
  ASSERT_TRUE(aligned.ok()) << aligned.status();
  ASSERT_EQ((*aligned)->ticks(), expected.size());
  size_t tick = 0;
  for (const auto& [time, rows] : expected) {
    ASSERT_EQ((*aligned)->time_us()[tick], time);
    for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
      const auto found = rows.find(symbol);
      ASSERT_EQ((*aligned)->rows(symbol)[tick],
                found == rows.end() ? AlignedBars::kNoBar : found->second);
    }
    ++tick;
  }
}

TEST(AlignedBarsTest, RefusesNothingAndTheSameSymbolTwice) {
  EXPECT_EQ(CreateStatus({}),
            absl::InvalidArgumentError("there are no symbols"));
  EXPECT_EQ(CreateStatus({Bars("GOOG", {1}), Bars("GOOG", {2})}),
            absl::InvalidArgumentError("the symbol GOOG is there twice"));
}

TEST(AlignedBarsTest, RefusesDifferentTimeframes) {
  EXPECT_EQ(CreateStatus({Bars("AAPL", {1}),
                          Bars({.symbol = "GOOG",
                                .timeframe = Timeframe::FromSeconds(300),
                                .timezone = "UTC"},
                               {1})}),
            absl::InvalidArgumentError(
                "the bars of GOOG have the timeframe 5m, those of AAPL have "
                "1d: bars of one clock need one timeframe"));
}

TEST(AlignedBarsTest, RefusesDifferentTimezones) {
  EXPECT_EQ(
      CreateStatus({Bars("AAPL", {1}), Bars({.symbol = "GOOG",
                                             .timeframe = Timeframe(),
                                             .timezone = "America/New_York"},
                                            {1})}),
      absl::InvalidArgumentError(
          "the bars of GOOG have the timezone America/New_York, those of AAPL "
          "have UTC: bars of one clock need one timezone"));
}

TEST(AlignedBarsTest, RefusesWhatTakesTooMuchMemory) {
  // Three times of 8 bytes, and two rows of 4 bytes for each.
  const auto create = [](int64_t max_bytes) {
    return AlignedBars::Create({Bars("AAPL", {1, 2}), Bars("GOOG", {2, 3})},
                               std::stop_token(), max_bytes)
        .status();
  };
  EXPECT_TRUE(create(48).ok());
  EXPECT_EQ(create(47), absl::ResourceExhaustedError(
                            "the 3 times of 2 symbols take 48 bytes, more than "
                            "the 47 that there are"));
  EXPECT_EQ(create(-1).code(), absl::StatusCode::kResourceExhausted);
}

TEST(AlignedBarsTest, CancelledWhenStopIsRequested) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(AlignedBars::Create({Bars("GOOG", {1})}, source.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

TEST(AlignedBarsDeathTest, NoNullPointers) {
  EXPECT_DEATH(CreateStatus({nullptr}).IgnoreError(), "broken invariant");
}

}  // namespace
}  // namespace admf
