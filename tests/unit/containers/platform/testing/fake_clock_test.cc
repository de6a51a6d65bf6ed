#include "containers/platform/testing/fake_clock.h"

#include <chrono>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

const absl::Time kStart =
    absl::FromCivil(absl::CivilDay(2020, 1, 1), absl::UTCTimeZone());

TEST(FakeClockTest, StandsStillUntilItIsAdvanced) {
  FakeClock clock;
  const MonotonicTime start = clock.MonotonicNow();
  EXPECT_EQ(clock.Now(), kStart);
  EXPECT_EQ(clock.Now(), kStart);
  clock.Advance(absl::Seconds(90));
  EXPECT_EQ(clock.Now(), kStart + absl::Seconds(90));
  EXPECT_EQ(clock.MonotonicNow() - start, std::chrono::seconds(90));
}

TEST(FakeClockTest, SettingTheWallClockLeavesTheMonotonicOne) {
  FakeClock clock;
  clock.Advance(absl::Seconds(5));
  const MonotonicTime monotonic = clock.MonotonicNow();
  clock.SetWallClock(kStart - absl::Hours(1));
  EXPECT_EQ(clock.Now(), kStart - absl::Hours(1));
  EXPECT_EQ(clock.MonotonicNow(), monotonic);
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(clock.Now(), kStart - absl::Hours(1) + absl::Seconds(1));
}

TEST(FakeClockTest, FiresTimersInOrderEachAtItsMoment) {
  FakeClock clock;
  std::string order;
  auto record = [&](char name, absl::Duration at) {
    return [&clock, &order, name, at] {
      order += name;
      EXPECT_EQ(clock.Now(), kStart + at);
    };
  };
  clock.RunAfter(absl::Seconds(3), record('c', absl::Seconds(3)));
  clock.RunAfter(absl::Seconds(1), record('a', absl::Seconds(1)));
  clock.RunAfter(absl::Seconds(1), record('b', absl::Seconds(1)));
  clock.RunAfter(absl::Seconds(4), record('d', absl::Seconds(4)));
  clock.RunAfter(absl::InfiniteDuration(), record('x', absl::ZeroDuration()));
  clock.Advance(absl::Seconds(3));
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(clock.pending(), 2);
  clock.Advance(absl::Seconds(1));
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(clock.Now(), kStart + absl::Seconds(4));
}

TEST(FakeClockTest, FiresWhatCallbacksSchedule) {
  FakeClock clock;
  int fired = 0;
  clock.RunAfter(absl::Seconds(1), [&] {
    ++fired;
    clock.RunAfter(absl::Seconds(1), [&] { ++fired; });
    clock.RunAfter(absl::Seconds(10), [&] { ++fired; });
  });
  clock.Advance(absl::Seconds(2));
  EXPECT_EQ(fired, 2);
  EXPECT_EQ(clock.pending(), 1);
}

TEST(FakeClockTest, WhatIsOverdueFiresWithoutMovingBack) {
  FakeClock clock;
  clock.Advance(absl::Seconds(5));
  bool fired = false;
  clock.RunAfter(absl::Seconds(-3), [&] {
    fired = true;
    EXPECT_EQ(clock.Now(), kStart + absl::Seconds(5));
  });
  EXPECT_FALSE(fired);
  clock.Advance(absl::ZeroDuration());
  EXPECT_TRUE(fired);
}

TEST(FakeClockTest, RemovedTimersDoNotFire) {
  FakeClock clock;
  bool fired = false;
  const TimerId id = clock.RunAfter(absl::Seconds(1), [&] { fired = true; });
  EXPECT_TRUE(clock.Remove(id));
  EXPECT_FALSE(clock.Remove(id));
  clock.Advance(absl::Seconds(2));
  EXPECT_FALSE(fired);
}

}  // namespace
}  // namespace admf
