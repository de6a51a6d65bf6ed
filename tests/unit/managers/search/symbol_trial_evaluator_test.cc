#include "managers/search/symbol_trial_evaluator.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/validation/bar_segments.h"
#include "engine/validation/segment_run.h"
#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

/// A run of 120 bars that goes short by all of the account, and is ruined by
/// the jump of bar 80.
v1::BacktestConfig RuinedRun() {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_portfolio()->set_direction(v1::DIRECTION_SHORT_ONLY);
  return run;
}

class RuinedTrialTest : public testing::Test {
 protected:
  /// One of the metrics needs a replay, or else a run in full.
  SymbolTrialEvaluator MakeEvaluator(const std::string& metric) {
    return SymbolTrialEvaluator(
        {.bars = ShortSqueeze(),
         .indicators = &indicators_,
         .metrics = {metric},
         .blocks = 4,
         .regime_of_period = std::vector<uint8_t>(119, 0),
         .regime_count = 1});
  }

  TrialOutcome Evaluate(const std::string& metric,
                        const v1::BacktestConfig& run) {
    auto outcomes = MakeEvaluator(metric).Evaluate(
        std::vector<v1::BacktestConfig>{run}, {});
    CHECK(outcomes.ok());
    return outcomes->front();
  }

  ComputingIndicatorSource indicators_;
};

TEST_F(RuinedTrialTest, HasLostEverythingOnceAndGainsNothingAfterIt) {
  for (const char* metric : {"total_return", "win_rate"}) {
    SCOPED_TRACE(metric);
    const TrialOutcome outcome = Evaluate(metric, RuinedRun());
    // 119 returns in blocks of 29 or 30: return 79 is in the third one.
    ASSERT_EQ(outcome.block_sums.size(), 4u);
    EXPECT_LT(outcome.block_sums[2], -0.5);
    EXPECT_GE(outcome.block_squares[2], 1);
    EXPECT_EQ(outcome.block_sums[3], 0);
    EXPECT_EQ(outcome.block_squares[3], 0);
    EXPECT_EQ(outcome.regimes[0].count, 0);
  }
  EXPECT_EQ(Evaluate("total_return", RuinedRun()).block_sums,
            Evaluate("win_rate", RuinedRun()).block_sums);
}

TEST_F(RuinedTrialTest, OthersAreInTheirRegimes) {
  EXPECT_EQ(Evaluate("total_return", CrossoverRun()).regimes[0].count, 119);
}

TEST_F(RuinedTrialTest, ItsReturnsSayThatItIsRuined) {
  const SymbolTrialEvaluator evaluator = MakeEvaluator("total_return");
  const auto sampled = evaluator.ReturnsOf(RuinedRun(), {});
  ASSERT_TRUE(sampled.ok()) << sampled.status();
  EXPECT_FALSE(sampled->solvent);
  EXPECT_EQ(sampled->returns[79], -1);
  EXPECT_EQ(
      std::count(sampled->returns.begin() + 80, sampled->returns.end(), 0.0),
      39);
  EXPECT_TRUE(evaluator.ReturnsOf(CrossoverRun(), {})->solvent);
}

/// Weeks that begin as often as the days of `days`.
std::shared_ptr<const BarSeries> AsWeeks(const BarSeries& days) {
  BarSeries::Columns columns;
  for (const int64_t time_us : days.time_us()) {
    columns.time_us.push_back(7 * time_us);
  }
  columns.close.assign(days.close().begin(), days.close().end());
  columns.open = columns.high = columns.low = columns.close;
  auto bars =
      BarSeries::Create({.symbol = "TEST",
                         .timeframe = Timeframe(1, Timeframe::Unit::kWeek),
                         .timezone = "UTC"},
                        std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

TEST(EvaluateRangesTest, AHoleBetweenRangesIsNoTimeWithoutBars) {
  ComputingIndicatorSource indicators;
  const auto bars = AsWeeks(*RandomWalk(200, 1));
  const SymbolTrialEvaluator evaluator(
      {.bars = bars, .indicators = &indicators});
  const v1::BacktestConfig run = CrossoverRun();
  v1::BacktestConfig of_52 = run;
  of_52.mutable_metrics()->set_periods_per_year(52);
  const std::vector<BarRange> ends = {{0, 60}, {140, 200}};
  const auto ranges = SegmentedBars::Create(bars, ends);
  CHECK(ranges.ok());
  const auto decisions = evaluator.Decide(run, {});
  CHECK(decisions.ok());
  const auto by_default =
      evaluator.EvaluateRanges(run, *decisions, *ranges, {});
  const auto by_hand = evaluator.EvaluateRanges(of_52, *decisions, *ranges, {});
  ASSERT_TRUE(by_default.ok() && by_hand.ok());
  EXPECT_GT(by_hand->values.at("volatility"), 0);
  EXPECT_EQ(by_default->values.at("volatility"),
            by_hand->values.at("volatility"));
}

}  // namespace
}  // namespace admf
