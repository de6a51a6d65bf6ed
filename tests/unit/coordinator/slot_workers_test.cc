#include "coordinator/slot_workers.h"

#include <atomic>
#include <latch>
#include <memory>
#include <new>
#include <set>
#include <thread>

#include "containers/platform/mutex.h"
#include "containers/platform/testing/manual_executor.h"
#include "containers/platform/thread_pool.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

std::unique_ptr<ThreadPool> MakePool(int threads) {
  auto pool = ThreadPool::Create({.threads = threads});
  EXPECT_TRUE(pool.ok()) << pool.status();
  return *std::move(pool);
}

TEST(SlotWorkersTest, OneWorkerIsTheCaller) {
  ManualExecutor executor;
  SlotWorkers workers(&executor, 1);
  EXPECT_EQ(workers.workers(), 1);
  std::thread::id thread;
  int calls = 0;
  workers.Run([&] {
    ++calls;
    thread = std::this_thread::get_id();
  });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(thread, std::this_thread::get_id());
  EXPECT_EQ(executor.pending(), 0u);
}

TEST(SlotWorkersTest, ThereIsAlwaysTheCaller) {
  ManualExecutor executor;
  EXPECT_EQ(SlotWorkers(&executor, 0).workers(), 1);
}

/// The executor's threads are all busy: nothing of it begins in time.
TEST(SlotWorkersTest, TakesBackWhatHasNotBegun) {
  ManualExecutor executor;
  SlotWorkers workers(&executor, 3);
  int calls = 0;
  workers.Run([&] { ++calls; });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(executor.pending(), 2u);
  EXPECT_EQ(executor.RunAll(), 2);
  EXPECT_EQ(calls, 1);
}

TEST(SlotWorkersTest, WhatHasNotBegunIsNotHandedOverTwice) {
  ManualExecutor executor;
  SlotWorkers workers(&executor, 3);
  for (int i = 0; i < 10; ++i) workers.Run([] {});
  EXPECT_EQ(executor.pending(), 2u);
  // One of the old tasks takes part in the next call.
  int calls = 0;
  workers.Run([&] {
    if (++calls == 1) executor.RunOne();
  });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(executor.pending(), 1u);
}

TEST(SlotWorkersTest, TasksMayOutliveIt) {
  ManualExecutor executor;
  SlotWorkers(&executor, 2).Run([] {});
  EXPECT_EQ(executor.RunAll(), 1);
}

TEST(SlotWorkersTest, WorksOnSeveralThreadsAtOnce) {
  const auto pool = MakePool(2);
  SlotWorkers workers(pool.get(), 3);
  // Nobody gets past it alone.
  std::latch all(3);
  Mutex mutex;
  std::set<std::thread::id> threads;
  workers.Run([&] {
    all.arrive_and_wait();
    MutexLock lock(&mutex);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(threads.size(), 3u);
}

TEST(SlotWorkersTest, ReturnsWhenEverythingIsDone) {
  const auto pool = MakePool(3);
  SlotWorkers workers(pool.get(), 4);
  for (int round = 0; round < 200; ++round) {
    constexpr int kPieces = 64;
    std::atomic<int> next = 0;
    int done[kPieces] = {};
    workers.Run([&] {
      for (int piece = next++; piece < kPieces; piece = next++) {
        done[piece] += round + 1;
      }
    });
    for (const int value : done) ASSERT_EQ(value, round + 1);
  }
}

/// A workflow whose work can't be divided just now leaves its second thread to
/// others, in the middle of a call as between two of them.
TEST(SlotWorkersTest, GivesThreadsBackThatHaveNothingToDo) {
  const auto pool = MakePool(1);
  SlotWorkers workers(pool.get(), 2);
  const auto caller = std::this_thread::get_id();
  std::latch helper_is_done(1);
  std::latch other_workflow_ran(1);
  workers.Run([&] {
    if (std::this_thread::get_id() != caller) {
      helper_is_done.count_down();
      return;
    }
    helper_is_done.wait();
    pool->Schedule([&] { other_workflow_ran.count_down(); });
    other_workflow_ran.wait();
  });
  std::latch another_one_ran(1);
  pool->Schedule([&] { another_one_ran.count_down(); });
  another_one_ran.wait();
}

TEST(SlotWorkersTest, ThrowsWhatAHelperHasThrown) {
  const auto pool = MakePool(1);
  SlotWorkers workers(pool.get(), 2);
  const auto caller = std::this_thread::get_id();
  std::latch both(2);
  bool caller_finished = false;
  EXPECT_THROW(workers.Run([&] {
    both.arrive_and_wait();
    if (std::this_thread::get_id() != caller) throw std::bad_alloc();
    caller_finished = true;
  }),
               std::bad_alloc);
  EXPECT_TRUE(caller_finished);
  // It is as good as new.
  int calls = 0;
  SlotWorkers(pool.get(), 1).Run([&] { ++calls; });
  workers.Run([] {});
  EXPECT_EQ(calls, 1);
}

TEST(SlotWorkersTest, TheOthersFinishWhenTheCallerThrows) {
  const auto pool = MakePool(1);
  SlotWorkers workers(pool.get(), 2);
  const auto caller = std::this_thread::get_id();
  std::latch both(2);
  bool helper_finished = false;
  EXPECT_THROW(workers.Run([&] {
    both.arrive_and_wait();
    if (std::this_thread::get_id() == caller) throw std::bad_alloc();
    helper_finished = true;
  }),
               std::bad_alloc);
  EXPECT_TRUE(helper_finished);
}

}  // namespace
}  // namespace admf
