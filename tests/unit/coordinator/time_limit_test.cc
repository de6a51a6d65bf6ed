#include "coordinator/time_limit.h"

#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/fake_timer_queue.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

class TimeLimitTest : public testing::Test {
 protected:
  FakeClock clock_;
  FakeTimerQueue timers_{&clock_};
  std::stop_source outer_;
};

TEST_F(TimeLimitTest, StopsWhenTheTimeIsUp) {
  const TimeLimit limit(&timers_, absl::Seconds(5), outer_.get_token());
  clock_.Advance(absl::Seconds(4));
  EXPECT_FALSE(limit.token().stop_requested());
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(limit.token().stop_requested());
  EXPECT_TRUE(limit.expired());
}

TEST_F(TimeLimitTest, StopsWhenTheOuterOneDoes) {
  const TimeLimit limit(&timers_, absl::InfiniteDuration(), outer_.get_token());
  EXPECT_EQ(clock_.pending(), 0);
  outer_.request_stop();
  EXPECT_TRUE(limit.token().stop_requested());
  EXPECT_FALSE(limit.expired());
}

TEST_F(TimeLimitTest, AnOuterStopBeforeIsSeen) {
  outer_.request_stop();
  const TimeLimit limit(&timers_, absl::Seconds(5), outer_.get_token());
  EXPECT_TRUE(limit.token().stop_requested());
}

TEST_F(TimeLimitTest, LeavesNoTimerBehind) {
  { const TimeLimit limit(&timers_, absl::Seconds(5), outer_.get_token()); }
  EXPECT_EQ(clock_.pending(), 0);
  outer_.request_stop();
}

}  // namespace
}  // namespace admf
