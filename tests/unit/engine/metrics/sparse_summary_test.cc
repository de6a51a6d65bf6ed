#include "engine/metrics/sparse_summary.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/metrics/close_index.h"
#include "engine/metrics/equity_summary.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr double kCash = 1000;

/// Minutes of a random walk, with gaps of hours.
std::shared_ptr<const BarSeries> RandomMinutes(int count, Random& random) {
  constexpr int64_t kMinute = 60'000'000;
  BarSeries::Columns columns;
  int64_t time = 0;
  double price = 100;
  for (int i = 0; i < count; ++i) {
    time += random.NextBelow(200) == 0
                ? static_cast<int64_t>(random.NextBelow(2000)) * kMinute
                : 0;
    time += kMinute;
    price *= 1 + 0.01 * (random.NextUniform() - 0.5);
    columns.time_us.push_back(time);
    columns.open.push_back(price);
    columns.high.push_back(price);
    columns.low.push_back(price);
    columns.close.push_back(price);
  }
  auto bars =
      BarSeries::Create({.symbol = "TEST",
                         .timeframe = Timeframe(1, Timeframe::Unit::kMinute),
                         .timezone = "America/New_York"},
                        std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

/// Of a long, short or flat account that changes after `longest` bars at most.
std::vector<AccountState> RandomStates(const BarSeries& bars, uint64_t longest,
                                       Random& random) {
  std::vector<AccountState> states = {{.bar = 0, .cash = kCash, .units = 0}};
  double cash = kCash;
  double units = 0;
  for (size_t bar = random.NextBelow(longest); bar < bars.size();
       bar += 1 + random.NextBelow(longest)) {
    const double price = bars.close()[bar];
    cash += units * price;
    units = (static_cast<double>(random.NextBelow(3)) - 1) * cash / price;
    cash -= units * price;
    const AccountState state = {
        .bar = static_cast<int64_t>(bar), .cash = cash, .units = units};
    if (states.back().bar == state.bar) states.pop_back();
    states.push_back(state);
  }
  return states;
}

TEST(SparseSummaryTest, IsThatOfAllBarsToTheBit) {
  Random random(/*seed=*/11, /*stream=*/0);
  for (int round = 0; round < 60; ++round) {
    const auto bars =
        RandomMinutes(1 + static_cast<int>(random.NextBelow(6000)), random);
    const auto states = RandomStates(
        *bars, 1 + random.NextBelow(round % 2 == 0 ? 20 : 1000), random);
    const CloseIndex closes(bars);
    std::vector<double> returns;
    const AccountSummary sparse =
        SummariseSparsely(closes, states, kCash, &returns);
    std::vector<double> all_returns;
    const AccountSummary all =
        SummariseEquity(*bars, states, kCash, &all_returns).account;

    EXPECT_EQ(sparse.max_drawdown, all.max_drawdown) << round;
    EXPECT_EQ(sparse.longest_drawdown_days, all.longest_drawdown_days);
    EXPECT_EQ(returns, all_returns);
    EXPECT_EQ(sparse.returns.growth, all.returns.growth);
    EXPECT_EQ(sparse.returns.all_positive, all.returns.all_positive);
    EXPECT_EQ(sparse.returns.moments.count(), all.returns.moments.count());
    EXPECT_EQ(sparse.returns.moments.mean(), all.returns.moments.mean());
    if (all.returns.moments.count() < 2) continue;
    EXPECT_EQ(sparse.returns.moments.sample_variance(),
              all.returns.moments.sample_variance());
  }
}

TEST(SparseSummaryTest, FallsInTheMiddleOfABlockCount) {
  // 100 minutes at 100 but for one at 50 and one at 120, in different blocks.
  BarSeries::Columns columns;
  for (int64_t i = 0; i < 200; ++i) {
    const double price = i == 30 ? 50 : i == 150 ? 120 : 100;
    columns.time_us.push_back(i * 60'000'000);
    for (auto* const column :
         {&columns.open, &columns.high, &columns.low, &columns.close}) {
      column->push_back(price);
    }
  }
  const auto bars =
      BarSeries::Create({.symbol = "TEST",
                         .timeframe = Timeframe(1, Timeframe::Unit::kMinute),
                         .timezone = "UTC"},
                        std::move(columns));
  ASSERT_TRUE(bars.ok());
  const CloseIndex closes(*bars);
  const std::vector<AccountState> states = {{.bar = 0, .cash = 0, .units = 10}};
  const AccountSummary summary = SummariseSparsely(closes, states, kCash);
  EXPECT_EQ(summary.max_drawdown, -0.5);
  EXPECT_DOUBLE_EQ(summary.longest_drawdown_days, 49.0 / (24 * 60));
}

}  // namespace
}  // namespace admf
