#include "containers/platform/mutex.h"

#include <chrono>
#include <thread>

#include "gtest/gtest.h"

namespace admf {
namespace {

using std::chrono::steady_clock;

// A counter as the project's classes use the mutex.
class Counter {
 public:
  void Increment() {
    {
      MutexLock lock(&mutex_);
      ++value_;
    }
    changed_.NotifyAll();
  }
  void WaitFor(int value) {
    MutexLock lock(&mutex_);
    changed_.Wait(&mutex_, [this, value]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(
                               mutex_) { return value_ >= value; });
  }
  bool WaitUntil(int value, steady_clock::time_point deadline) {
    MutexLock lock(&mutex_);
    return changed_.WaitUntil(&mutex_, deadline,
                              [this, value]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(
                                  mutex_) { return value_ >= value; });
  }
  int value() {
    MutexLock lock(&mutex_);
    return value_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int value_ ABSL_GUARDED_BY(mutex_) = 0;
};

TEST(MutexTest, ExcludesThreads) {
  constexpr int kIncrements = 10'000;
  Counter counter;
  auto increment = [&counter] {
    for (int i = 0; i < kIncrements; ++i) counter.Increment();
  };
  std::thread one(increment);
  std::thread other(increment);
  one.join();
  other.join();
  EXPECT_EQ(counter.value(), 2 * kIncrements);
}

TEST(CondVarTest, WaitReturnsOnceThePredicateHolds) {
  Counter counter;
  std::thread waiter([&counter] { counter.WaitFor(3); });
  for (int i = 0; i < 3; ++i) counter.Increment();
  waiter.join();
  EXPECT_EQ(counter.value(), 3);
}

TEST(CondVarTest, WaitUntilSaysWhetherThePredicateHolds) {
  Counter counter;
  const auto past = steady_clock::now() - std::chrono::hours(1);
  EXPECT_FALSE(counter.WaitUntil(1, past));
  counter.Increment();
  EXPECT_TRUE(counter.WaitUntil(1, past));
}

TEST(CondVarTest, WaitUntilNeedNotWaitForTheDeadline) {
  Counter counter;
  bool held = false;
  std::thread waiter([&] {
    held = counter.WaitUntil(
        1, steady_clock::now() + std::chrono::hours(24 * 365));
  });
  counter.Increment();
  waiter.join();
  EXPECT_TRUE(held);
}

TEST(CondVarTest, TheMutexIsHeldAfterWaiting) {
  Counter counter;
  EXPECT_FALSE(counter.WaitUntil(1, steady_clock::now()));
  // Would hang or be undefined if waiting had left the mutex in a wrong state.
  counter.Increment();
  EXPECT_EQ(counter.value(), 1);
}

}  // namespace
}  // namespace admf
