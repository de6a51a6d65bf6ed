#include "engine/metrics/equity_summary.h"

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "engine/base/random.h"
#include "engine/execution/equity_curve.h"
#include "engine/metrics/drawdown.h"
#include "engine/metrics/return_sampling.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"
#include "tests/unit/engine/metrics/test_series.h"

namespace admf {
namespace {

using Time = absl::CivilSecond;

TEST(EquitySummaryTest, MeasuresDailyBars) {
  const auto bars = MakeFlatBars({100, 100, 80, 90});
  const std::vector<AccountState> states = {{0, 1000, 0}, {1, 0, 10}};
  std::vector<double> returns;
  const EquitySummary summary = SummariseEquity(*bars, states, 1000, &returns);
  EXPECT_DOUBLE_EQ(summary.account.max_drawdown, -0.2);
  EXPECT_EQ(summary.account.longest_drawdown_days, 2);
  EXPECT_EQ(summary.mean, 925);  // (1000 + 1000 + 800 + 900) / 4
  EXPECT_EQ(summary.account.returns.growth, 0.9);
  EXPECT_EQ(summary.account.returns.moments.count(), 3);
  EXPECT_TRUE(summary.account.returns.all_positive);
  EXPECT_THAT(returns, ::testing::ElementsAre(0, ::testing::DoubleEq(-0.2),
                                              ::testing::DoubleEq(0.125)));
}

TEST(EquitySummaryTest, DrawdownsSeeEveryBarWhereReturnsSeeDays) {
  const auto bars =
      MakeBarsAt({Time(2024, 1, 2, 10, 0), Time(2024, 1, 2, 11, 0),
                  Time(2024, 1, 3, 9, 0)},
                 "1h", "UTC");
  const std::vector<AccountState> states = {
      {0, 100, 0}, {1, 50, 0}, {2, 200, 0}};
  const EquitySummary summary = SummariseEquity(*bars, states, 100);
  EXPECT_EQ(summary.account.max_drawdown, -0.5);
  EXPECT_EQ(summary.account.returns.moments.count(), 2);  // 100 to 50 to 200
  EXPECT_EQ(summary.account.returns.growth, 2);
}

TEST(EquitySummaryTest, IsWhatSeparatePassesSay) {
  Random random(/*seed=*/6, /*stream=*/0);
  std::vector<double> prices;
  for (int i = 0; i < 5000; ++i) prices.push_back(50 + random.NextUniform());
  const auto bars = MakeFlatBars(prices);
  Simulation simulation;
  simulation.states = {{0, 1000, 0}};
  for (int64_t bar = 3; bar < 5000; bar += 1 + random.NextBelow(40)) {
    const double units = static_cast<double>(random.NextBelow(21)) - 10;
    simulation.states.push_back({bar, 1000 - 50 * units, units});
  }
  std::vector<double> returns;
  const EquitySummary summary =
      SummariseEquity(*bars, simulation.states, 1000, &returns);
  const SampledReturns sampled = SampleReturns(*bars, simulation, 1000);
  EXPECT_EQ(returns, sampled.returns);
  EXPECT_EQ(summary.account.returns.moments.mean(),
            sampled.summary.moments.mean());
  EXPECT_EQ(summary.account.returns.moments.sample_variance(),
            sampled.summary.moments.sample_variance());
  EXPECT_EQ(summary.account.returns.growth, sampled.summary.growth);
  const DrawdownTracker drawdowns = MeasureDrawdowns(*bars, simulation, 1000);
  EXPECT_EQ(summary.account.max_drawdown, drawdowns.maximum());
  EXPECT_EQ(summary.account.longest_drawdown_days, drawdowns.longest_days());
}

TEST(EquitySummaryTest, AColumnOfTheEquityGivesTheSame) {
  Random random(/*seed=*/8, /*stream=*/0);
  std::vector<Time> times;
  for (int hour = 0; hour < 3000; ++hour) {
    times.push_back(Time(2024, 1, 1, hour, 0));
  }
  for (const std::string timeframe : {"1h", "1d"}) {
    const auto bars = MakeBarsAt(times, timeframe, "Asia/Tokyo");
    Simulation simulation;
    for (int64_t bar = 0; bar < 3000; bar += 1 + random.NextBelow(9)) {
      simulation.states.push_back({bar, 1000 + random.NextUniform(), 0.25});
    }
    std::vector<double> returns, returns_of_column;
    const EquitySummary summary =
        SummariseEquity(*bars, simulation.states, 1000, &returns);
    const std::vector<double> column = EquityColumn(*bars, simulation);
    const EquitySummary of_column = SummariseEquity(
        *bars,
        [&column](size_t begin, size_t end) {
          return std::vector<double>(&column[begin], column.data() + end);
        },
        1000, &returns_of_column);
    EXPECT_EQ(returns_of_column, returns);
    EXPECT_EQ(of_column.mean, summary.mean);
    EXPECT_EQ(of_column.account.max_drawdown, summary.account.max_drawdown);
    EXPECT_EQ(of_column.account.longest_drawdown_days,
              summary.account.longest_drawdown_days);
    EXPECT_EQ(of_column.account.returns.growth, summary.account.returns.growth);
    EXPECT_EQ(of_column.account.returns.moments.mean(),
              summary.account.returns.moments.mean());
  }
}

}  // namespace
}  // namespace admf
