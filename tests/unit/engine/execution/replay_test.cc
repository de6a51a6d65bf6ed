#include "engine/execution/replay.h"

#include <memory>
#include <stop_token>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

Replayed ReplayAll(const BarSeries& bars,
                   const std::vector<Decision>& decisions,
                   const SimulationSettings& settings) {
  Replayed replayed;
  const absl::Status status = Replay(bars, decisions, settings, {}, &replayed);
  EXPECT_TRUE(status.ok()) << status;
  return replayed;
}

TEST(ReplayTest, KeepsTheAccountAfterEveryFill) {
  const auto bars = MakeFlatBars({10, 20, 25, 50, 40});
  SimulationSettings settings;
  settings.initial_cash = 1000;
  const Replayed replayed = ReplayAll(
      *bars, {{0, Side::kLong}, {1, Side::kLong}, {2, Side::kShort}}, settings);
  ASSERT_EQ(replayed.states.size(), 3u);
  EXPECT_EQ(replayed.states[0].bar, 0);
  EXPECT_EQ(replayed.states[0].cash, 1000);
  EXPECT_EQ(replayed.states[0].units, 0);
  // 50 units at 20; sold at 50, and 50 more of them for 2500.
  EXPECT_EQ(replayed.states[1].bar, 1);
  EXPECT_EQ(replayed.states[1].cash, 0);
  EXPECT_EQ(replayed.states[1].units, 50);
  EXPECT_EQ(replayed.states[2].bar, 3);
  EXPECT_EQ(replayed.states[2].cash, 5000);
  EXPECT_EQ(replayed.states[2].units, -50);
  EXPECT_EQ(replayed.closed_trades, 1);
  EXPECT_EQ(replayed.rejections, 0);
}

TEST(ReplayTest, CountsRejections) {
  const auto bars = MakeFlatBars({10, 2000, 10});
  SimulationSettings settings;
  settings.initial_cash = 1000;
  const Replayed replayed =
      ReplayAll(*bars, {{0, Side::kLong}, {1, Side::kShort}}, settings);
  EXPECT_EQ(replayed.rejections, 1);
  EXPECT_EQ(replayed.states.back().units, -100);
}

TEST(ReplayTest, NothingStaysOfTheReplayBefore) {
  const auto bars = MakeFlatBars({10, 20, 25});
  Replayed replayed;
  SimulationSettings settings;
  settings.close_at_end = true;
  const std::vector<Decision> decisions = {{0, Side::kLong}};
  ASSERT_TRUE(Replay(*bars, decisions, settings, {}, &replayed).ok());
  EXPECT_EQ(replayed.closed_trades, 1);
  ASSERT_TRUE(Replay(*bars, {}, settings, {}, &replayed).ok());
  EXPECT_EQ(replayed.closed_trades, 0);
  EXPECT_EQ(replayed.states.size(), 1u);
}

TEST(ReplayTest, RefusesDecisionsOutOfOrder) {
  const auto bars = MakeFlatBars({10, 20});
  Replayed replayed;
  for (const std::vector<Decision>& decisions :
       {std::vector<Decision>{{1, Side::kLong}, {1, Side::kShort}},
        std::vector<Decision>{{2, Side::kLong}}}) {
    EXPECT_EQ(Replay(*bars, decisions, {}, {}, &replayed).code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(ReplayTest, CanBeCancelled) {
  std::stop_source stop;
  stop.request_stop();
  Replayed replayed;
  EXPECT_EQ(
      Replay(*MakeFlatBars({10}), {}, {}, stop.get_token(), &replayed).code(),
      absl::StatusCode::kCancelled);
}

TEST(ReplayTest, LeavesToTheSimulatorWhatClosesBetweenDecisions) {
  EXPECT_TRUE(CanReplay({}));
  SimulationSettings stop, target, trailing, holding;
  stop.stop_loss = 0.1;
  target.take_profit = 0.1;
  trailing.trailing_stop = 0.1;
  holding.max_holding_bars = 3;
  for (const auto& settings : {stop, target, trailing, holding}) {
    EXPECT_FALSE(CanReplay(settings));
  }
}

TEST(ReplayDeathTest, ChecksWhatItCannotReplay) {
  SimulationSettings settings;
  settings.stop_loss = 0.1;
  Replayed replayed;
  EXPECT_DEATH((void)Replay(*MakeFlatBars({10}), {}, settings, {}, &replayed),
               "broken invariant");
}

}  // namespace
}  // namespace admf
