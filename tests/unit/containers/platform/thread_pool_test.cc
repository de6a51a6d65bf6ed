#include "containers/platform/thread_pool.h"

#include <atomic>
#include <barrier>
#include <latch>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

std::unique_ptr<ThreadPool> MakePool(int threads) {
  auto pool = ThreadPool::Create({.threads = threads});
  EXPECT_TRUE(pool.ok()) << pool.status();
  return *std::move(pool);
}

TEST(ThreadPoolTest, NeedsAThread) {
  const auto pool = ThreadPool::Create({.threads = 0});
  EXPECT_EQ(pool.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(pool.status().message(),
            "a thread pool needs at least 1 thread, not 0");
}

TEST(ThreadPoolTest, RunsTasksOnOtherThreads) {
  const auto pool = MakePool(1);
  EXPECT_EQ(pool->threads(), 1);
  std::latch done(1);
  std::thread::id thread;
  pool->Schedule([&] {
    thread = std::this_thread::get_id();
    done.count_down();
  });
  done.wait();
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST(ThreadPoolTest, RunsTasksAtOnce) {
  constexpr int kThreads = 3;
  // No task gets past it unless all are running.
  std::barrier all_running(kThreads);
  std::latch done(kThreads);
  const auto pool = MakePool(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    pool->Schedule([&] {
      all_running.arrive_and_wait();
      done.count_down();
    });
  }
  done.wait();
}

TEST(ThreadPoolTest, NeverRunsMoreTasksThanThreads) {
  constexpr int kThreads = 2;
  std::atomic<int> running = 0;
  std::atomic<int> too_many = 0;
  const auto pool = MakePool(kThreads);
  for (int i = 0; i < 200; ++i) {
    pool->Schedule([&] {
      if (++running > kThreads) ++too_many;
      std::this_thread::yield();
      --running;
    });
  }
  pool->Shutdown();
  EXPECT_EQ(too_many, 0);
}

TEST(ThreadPoolTest, StartsTasksInOrder) {
  std::vector<int> order;
  const auto pool = MakePool(1);
  for (int i = 0; i < 100; ++i) {
    pool->Schedule([&order, i] { order.push_back(i); });
  }
  pool->Shutdown();
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(ThreadPoolTest, ShutdownRunsWhatIsQueuedAndWhatThatSchedules) {
  std::latch may_run(1);
  std::atomic<int> ran = 0;
  const auto pool = MakePool(2);
  for (int i = 0; i < 10; ++i) {
    pool->Schedule([&] {
      may_run.wait();
      ++ran;
      pool->Schedule([&] { ++ran; });
    });
  }
  may_run.count_down();
  pool->Shutdown();
  EXPECT_EQ(ran, 20);
}

TEST(ThreadPoolTest, ShutdownIsIdempotentAndThreadSafe) {
  std::atomic<bool> ran = false;
  const auto pool = MakePool(2);
  pool->Schedule([&] { ran = true; });
  std::thread other([&] {
    pool->Shutdown();
    EXPECT_TRUE(ran);
  });
  pool->Shutdown();
  EXPECT_TRUE(ran);
  other.join();
  pool->Shutdown();
}

TEST(ThreadPoolTest, TheDestructorShutsDown) {
  std::atomic<int> ran = 0;
  {
    const auto pool = MakePool(2);
    for (int i = 0; i < 50; ++i) pool->Schedule([&] { ++ran; });
  }
  EXPECT_EQ(ran, 50);
}

TEST(ThreadPoolTest, WhatATaskHoldsEndsWithTheTask) {
  auto held = std::make_shared<int>(1);
  std::latch next_task(1);
  const auto pool = MakePool(1);
  pool->Schedule([held] {});
  pool->Schedule([&] { next_task.count_down(); });
  next_task.wait();
  EXPECT_EQ(held.use_count(), 1);
}

TEST(ThreadPoolDeathTest, AnExceptionEndsTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        const auto pool = MakePool(1);
        pool->Schedule([] { throw 1; });
        pool->Shutdown();
      },
      "task of a thread pool threw");
}

TEST(ThreadPoolDeathTest, NothingIsScheduledAfterShutdown) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        const auto pool = MakePool(1);
        pool->Shutdown();
        pool->Schedule([] {});
      },
      "shutting_down_");
}

}  // namespace
}  // namespace admf
