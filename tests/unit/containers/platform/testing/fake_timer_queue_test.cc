#include "containers/platform/testing/fake_timer_queue.h"

#include "absl/time/time.h"
#include "containers/platform/testing/fake_clock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(FakeTimerQueueTest, RunsCallbacksWhenTheClockIsAdvanced) {
  FakeClock clock;
  FakeTimerQueue timers(&clock);
  int ran = 0;
  timers.Schedule(absl::Seconds(10), [&] { ++ran; });
  clock.Advance(absl::Seconds(9));
  EXPECT_EQ(ran, 0);
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(ran, 1);
  clock.Advance(absl::Hours(1));
  EXPECT_EQ(ran, 1);
}

TEST(FakeTimerQueueTest, CancelSaysWhetherItCameInTime) {
  FakeClock clock;
  FakeTimerQueue timers(&clock);
  int ran = 0;
  const TimerId first = timers.Schedule(absl::Seconds(1), [&] { ++ran; });
  const TimerId second = timers.Schedule(absl::Seconds(2), [&] { ++ran; });
  clock.Advance(absl::Seconds(1));
  EXPECT_FALSE(timers.Cancel(first));
  EXPECT_TRUE(timers.Cancel(second));
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(ran, 1);
}

}  // namespace
}  // namespace admf
