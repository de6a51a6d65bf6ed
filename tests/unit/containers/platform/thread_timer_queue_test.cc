#include "containers/platform/thread_timer_queue.h"

#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "containers/platform/real_clock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

// Stands still at the moment when it is made, so that the deadlines of a test
// do not depend on how fast it runs.
class StandingClock : public Clock {
 public:
  absl::Time Now() const override { return absl::UnixEpoch(); }
  MonotonicTime MonotonicNow() const override { return start_; }

 private:
  const MonotonicTime start_ = RealClock().MonotonicNow();
};

class ThreadTimerQueueTest : public ::testing::Test {
 protected:
  const StandingClock clock_{};
};

TEST_F(ThreadTimerQueueTest, RunsCallbacksOnItsOwnThread) {
  std::latch done(1);
  std::thread::id thread;
  ThreadTimerQueue timers(&clock_);
  timers.Schedule(absl::ZeroDuration(), [&] {
    thread = std::this_thread::get_id();
    done.count_down();
  });
  done.wait();
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST_F(ThreadTimerQueueTest, RunsCallbacksByDeadline) {
  std::latch done(3);
  // Only the timers' thread writes; done makes it visible here.
  std::string order;
  auto append = [&](char name) {
    return [&order, &done, name] {
      order += name;
      done.count_down();
    };
  };
  ThreadTimerQueue timers(&clock_);
  // Scheduled from a callback, so that none is due before all are there.
  timers.Schedule(absl::ZeroDuration(), [&] {
    timers.Schedule(absl::Milliseconds(2), append('c'));
    timers.Schedule(absl::Milliseconds(1), append('b'));
    timers.Schedule(-absl::Hours(1), append('a'));
  });
  done.wait();
  EXPECT_EQ(order, "abc");
}

TEST_F(ThreadTimerQueueTest, EqualDeadlinesKeepTheOrderOfScheduling) {
  constexpr int kTimers = 20;
  std::latch done(kTimers);
  std::vector<int> order;
  ThreadTimerQueue timers(&clock_);
  timers.Schedule(absl::ZeroDuration(), [&] {
    for (int i = 0; i < kTimers; ++i) {
      timers.Schedule(absl::ZeroDuration(), [&order, &done, i] {
        order.push_back(i);
        done.count_down();
      });
    }
  });
  done.wait();
  for (int i = 0; i < kTimers; ++i) EXPECT_EQ(order[i], i);
}

TEST_F(ThreadTimerQueueTest, AnEarlierTimerOvertakesTheOneWaitedFor) {
  std::latch done(1);
  ThreadTimerQueue timers(&clock_);
  const TimerId late = timers.Schedule(absl::Hours(1), [] { FAIL(); });
  timers.Schedule(absl::ZeroDuration(), [&] { done.count_down(); });
  done.wait();
  EXPECT_TRUE(timers.Cancel(late));
}

TEST_F(ThreadTimerQueueTest, WhatComesAfterACancelledTimerRuns) {
  std::latch done(1);
  ThreadTimerQueue timers(&clock_);
  // The thread waits for the first one, and nobody wakes it for the second.
  const TimerId first = timers.Schedule(absl::Milliseconds(10), [] {});
  timers.Cancel(first);
  timers.Schedule(absl::Milliseconds(20), [&] { done.count_down(); });
  done.wait();
}

TEST_F(ThreadTimerQueueTest, ACancelledCallbackDoesNotRun) {
  std::latch done(1);
  bool ran = false;
  ThreadTimerQueue timers(&clock_);
  timers.Schedule(absl::ZeroDuration(), [&] {
    // On the timers' thread, so that it can't start before it is cancelled.
    const TimerId id =
        timers.Schedule(absl::ZeroDuration(), [&ran] { ran = true; });
    EXPECT_TRUE(timers.Cancel(id));
    EXPECT_FALSE(timers.Cancel(id));
    timers.Schedule(absl::ZeroDuration(), [&done] { done.count_down(); });
  });
  done.wait();
  EXPECT_FALSE(ran);
}

TEST_F(ThreadTimerQueueTest, CancelSaysThatACallbackIsRunning) {
  std::latch started(1);
  std::latch may_end(1);
  ThreadTimerQueue timers(&clock_);
  const TimerId id = timers.Schedule(absl::ZeroDuration(), [&] {
    started.count_down();
    may_end.wait();
  });
  started.wait();
  EXPECT_FALSE(timers.Cancel(id));
  may_end.count_down();
}

TEST_F(ThreadTimerQueueTest, CancelDestroysWhatTheCallbackHolds) {
  auto held = std::make_shared<int>(1);
  ThreadTimerQueue timers(&clock_);
  const TimerId id = timers.Schedule(absl::Hours(1), [held] {});
  EXPECT_EQ(held.use_count(), 2);
  EXPECT_TRUE(timers.Cancel(id));
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(ThreadTimerQueueTest, AnUnknownIdIsNotCancelled) {
  ThreadTimerQueue timers(&clock_);
  EXPECT_FALSE(timers.Cancel(12345));
}

TEST_F(ThreadTimerQueueTest, TheDestructorDropsWhatIsNotDue) {
  auto held = std::make_shared<int>(1);
  {
    ThreadTimerQueue timers(&clock_);
    timers.Schedule(absl::Hours(1), [held] { FAIL(); });
    timers.Schedule(absl::InfiniteDuration(), [held] { FAIL(); });
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(ThreadTimerQueueTest, TheDestructorWaitsForTheRunningCallback) {
  bool finished = false;
  {
    std::latch started(1);
    ThreadTimerQueue timers(&clock_);
    timers.Schedule(absl::ZeroDuration(), [&] {
      started.count_down();
      // Gives the destructor the time to do what it must not do yet.
      for (int i = 0; i < 1000; ++i) std::this_thread::yield();
      finished = true;
    });
    started.wait();
  }
  EXPECT_TRUE(finished);
}

TEST_F(ThreadTimerQueueTest, AnExceptionEndsTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        std::latch never(1);
        ThreadTimerQueue timers(&clock_);
        timers.Schedule(absl::ZeroDuration(), [] { throw 1; });
        never.wait();
      },
      "timer's callback threw");
}

}  // namespace
}  // namespace admf
