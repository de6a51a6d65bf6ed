#include "coordinator/pause_switch.h"

#include <cstdint>
#include <stop_token>

#include "gtest/gtest.h"

namespace admf {
namespace {

v1::WorkflowStatus Status(int64_t sequence, bool pause_requested) {
  v1::WorkflowStatus status;
  status.set_last_sequence(sequence);
  status.set_pause_requested(pause_requested);
  return status;
}

class PauseSwitchTest : public testing::Test {
 protected:
  PauseSwitch pause_;
  std::stop_source outer_;
};

TEST_F(PauseSwitchTest, TheNewestStatusCounts) {
  EXPECT_FALSE(pause_.on());
  pause_.Update(Status(3, true));
  EXPECT_TRUE(pause_.on());
  // It is from before the pause.
  pause_.Update(Status(2, false));
  EXPECT_TRUE(pause_.on());
  pause_.Update(Status(4, false));
  EXPECT_FALSE(pause_.on());
  pause_.Update(Status(3, true));
  EXPECT_FALSE(pause_.on());
}

TEST_F(PauseSwitchTest, APauseStopsThePhase) {
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  EXPECT_FALSE(listener.token().stop_requested());
  EXPECT_FALSE(listener.heard());
  pause_.Update(Status(1, true));
  EXPECT_TRUE(listener.token().stop_requested());
  EXPECT_TRUE(listener.heard());
}

TEST_F(PauseSwitchTest, AStatusOfBeforeStopsNothing) {
  pause_.Update(Status(5, false));
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  pause_.Update(Status(4, true));
  EXPECT_FALSE(listener.token().stop_requested());
  EXPECT_FALSE(listener.heard());
}

TEST_F(PauseSwitchTest, APauseBeforeThePhaseIsSeen) {
  pause_.Update(Status(1, true));
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  EXPECT_TRUE(listener.token().stop_requested());
  EXPECT_TRUE(listener.heard());
}

TEST_F(PauseSwitchTest, AResumptionDoesNotUndoWhatThePhaseHeard) {
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  pause_.Update(Status(1, true));
  pause_.Update(Status(2, false));
  EXPECT_FALSE(pause_.on());
  EXPECT_TRUE(listener.token().stop_requested());
  EXPECT_TRUE(listener.heard());
}

TEST_F(PauseSwitchTest, AnOuterStopIsNoPause) {
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  outer_.request_stop();
  EXPECT_TRUE(listener.token().stop_requested());
  EXPECT_FALSE(listener.heard());
  EXPECT_FALSE(pause_.on());
}

TEST_F(PauseSwitchTest, TheNextPhaseHearsForItself) {
  {
    const PauseSwitch::Listener first(&pause_, outer_.get_token());
    pause_.Update(Status(1, true));
    pause_.Update(Status(2, false));
  }
  const PauseSwitch::Listener second(&pause_, outer_.get_token());
  EXPECT_FALSE(second.token().stop_requested());
  EXPECT_FALSE(second.heard());
}

TEST_F(PauseSwitchTest, APhaseThatHasEndedIsNotStopped) {
  std::stop_token ended;
  {
    const PauseSwitch::Listener listener(&pause_, outer_.get_token());
    ended = listener.token();
  }
  pause_.Update(Status(1, true));
  EXPECT_FALSE(ended.stop_requested());
}

TEST_F(PauseSwitchTest, WhatWaitsForTheTokenMayAskTheSwitch) {
  const PauseSwitch::Listener listener(&pause_, outer_.get_token());
  bool was_on = false;
  const std::stop_callback on_stop(listener.token(),
                                   [&] { was_on = pause_.on(); });
  pause_.Update(Status(1, true));
  EXPECT_TRUE(was_on);
}

}  // namespace
}  // namespace admf
