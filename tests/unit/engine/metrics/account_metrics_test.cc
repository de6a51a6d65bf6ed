#include "engine/metrics/account_metrics.h"

#include <cstdint>
#include <vector>

#include "engine/base/random.h"
#include "engine/execution/replay.h"
#include "engine/execution/simulator.h"
#include "engine/metrics/metric_collector.h"
#include "engine/metrics/metrics.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

/// Decisions at random bars of random prices.
struct RandomRun {
  std::shared_ptr<const BarSeries> bars;
  std::vector<Decision> decisions;
};

RandomRun MakeRandomRun(uint64_t seed) {
  Random random(seed, 0);
  std::vector<double> prices;
  RandomRun run;
  double price = 100;
  auto side = Side::kFlat;
  for (int64_t bar = 0; bar < 300; ++bar) {
    price *= 1 + 0.05 * (random.NextUniform() - 0.5);
    prices.push_back(price);
    if (random.NextBelow(10) != 0) continue;
    const auto next =
        static_cast<Side>(static_cast<int64_t>(random.NextBelow(3)) - 1);
    if (next != side) run.decisions.push_back({bar, side = next});
  }
  run.bars = MakeFlatBars(prices);
  return run;
}

TEST(AccountMetricsTest, AreThoseOfTheBacktestToTheBit) {
  SimulationSettings settings;
  settings.commission = {.type = Commission::Type::kPercent, .rate = 0.001};
  const MetricsOptions options = {.risk_free_rate = 0.02};
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const RandomRun run = MakeRandomRun(seed);
    const auto simulation = Simulate(*run.bars, run.decisions, settings, {});
    ASSERT_TRUE(simulation.ok());
    const Metrics all =
        ComputeMetrics(*run.bars, *simulation, settings, options);
    Replayed replayed;
    ASSERT_TRUE(Replay(*run.bars, run.decisions, settings, {}, &replayed).ok());
    std::vector<double> returns;
    Metrics account;
    AllMetrics out(&account);
    ComputeAccountMetrics(*run.bars, replayed.states, settings.initial_cash,
                          replayed.closed_trades, options, out, &returns);

    for (const auto& [name, value] : all.values) {
      if (!IsAccountMetric(name)) continue;
      ASSERT_TRUE(account.values.contains(name)) << name;
      EXPECT_EQ(account.values.at(name), value) << name;
    }
    for (const auto& [name, reason] : all.undefined) {
      if (!IsAccountMetric(name)) continue;
      EXPECT_EQ(account.undefined.at(name), reason);
    }
    EXPECT_EQ(returns.size(), run.bars->size() - 1);
  }
}

TEST(AccountMetricsTest, HasThoseAndNoOthers) {
  const RandomRun run = MakeRandomRun(1);
  Replayed replayed;
  ASSERT_TRUE(
      Replay(*run.bars, run.decisions, SimulationSettings(), {}, &replayed)
          .ok());
  Metrics account;
  AllMetrics out(&account);
  ComputeAccountMetrics(*run.bars, replayed.states, 10000,
                        replayed.closed_trades, MetricsOptions(), out, nullptr);
  size_t count = account.values.size() + account.undefined.size();
  EXPECT_EQ(count, 13u);
  for (const auto& [name, value] : account.values) {
    EXPECT_TRUE(IsAccountMetric(name)) << name;
  }
  for (const auto& [name, reason] : account.undefined) {
    EXPECT_TRUE(IsAccountMetric(name)) << name;
  }
  EXPECT_FALSE(IsAccountMetric("sqn"));
}

}  // namespace
}  // namespace admf
