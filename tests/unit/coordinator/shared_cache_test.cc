#include "coordinator/shared_cache.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <latch>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

struct Blob {
  size_t size;
  size_t bytes() const { return size; }
};
using Cache = SharedCache<Blob>;

auto Make(size_t size) {
  return [size]() -> absl::StatusOr<Cache::Pointer> {
    return std::make_shared<const Blob>(Blob{size});
  };
}

TEST(SharedCacheTest, MakesAValueOnce) {
  Cache cache(100);
  const auto first = cache.Get("a", {}, Make(10));
  const auto second = cache.Get("a", {}, Make(10));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->get(), second->get());
  EXPECT_EQ(cache.statistics().made, 1);
  EXPECT_EQ(cache.statistics().shared, 1);
}

TEST(SharedCacheTest, TrimDropsTheLeastRecentlyUsedOfTheUnused) {
  Cache cache(24);
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_TRUE(cache.Get(key, {}, Make(10)).ok());
  }
  ASSERT_TRUE(cache.Get("a", {}, Make(10)).ok());  // b is the oldest now
  cache.Trim();
  EXPECT_EQ(cache.statistics().bytes, 20);
  ASSERT_TRUE(cache.Get("a", {}, Make(10)).ok());
  ASSERT_TRUE(cache.Get("c", {}, Make(10)).ok());
  EXPECT_EQ(cache.statistics().made, 3);
  ASSERT_TRUE(cache.Get("b", {}, Make(10)).ok());
  EXPECT_EQ(cache.statistics().made, 4);
}

TEST(SharedCacheTest, WhatIsInUseIsNeverDropped) {
  Cache cache(0);
  const auto used = cache.Get("a", {}, Make(10));
  ASSERT_TRUE(cache.Get("b", {}, Make(10)).ok());
  cache.Trim();
  EXPECT_EQ(cache.statistics().values, 1);
  EXPECT_EQ(cache.Get("a", {}, Make(10))->get(), used->get());
}

TEST(SharedCacheTest, WhatIsLetGoAtOnceNeverExceedsTheCapacity) {
  Cache cache(80);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(cache.Get(std::to_string(i), {}, Make(1)).ok());
    // The one that was just made was in use then.
    EXPECT_LE(cache.statistics().bytes, 80 + 1) << i;
    EXPECT_GE(cache.statistics().bytes, std::min(i + 1, 70)) << i;
  }
}

TEST(SharedCacheTest, WhatIsLetGoLaterMakesRoomForWhatIsMade) {
  Cache cache(80);
  std::deque<Cache::Pointer> used;
  for (int i = 0; i < 1000; ++i) {
    used.push_back(*cache.Get(std::to_string(i), {}, Make(1)));
    if (used.size() > 200) used.pop_front();
    EXPECT_LE(cache.statistics().bytes, (80 + 200) * 9 / 8) << i;
  }
  // The latest ones are there still.
  const int64_t made = cache.statistics().made;
  for (int i = 999; i > 760; --i) {
    ASSERT_TRUE(cache.Get(std::to_string(i), {}, Make(1)).ok());
  }
  EXPECT_EQ(cache.statistics().made, made);
}

TEST(SharedCacheTest, FailuresAreNotKept) {
  Cache cache(100);
  const auto failed =
      cache.Get("a", {}, []() -> absl::StatusOr<Cache::Pointer> {
        return absl::DataLossError("broken");
      });
  EXPECT_TRUE(absl::IsDataLoss(failed.status()));
  EXPECT_TRUE(cache.Get("a", {}, Make(10)).ok());
}

TEST(SharedCacheTest, AMakerThatThrowsLeavesTheKeyFree) {
  Cache cache(100);
  const auto make_none = []() -> absl::StatusOr<Cache::Pointer> {
    throw std::bad_alloc();
  };
  EXPECT_THROW(cache.Get("a", {}, make_none).status().IgnoreError(),
               std::bad_alloc);
  EXPECT_TRUE(cache.Get("a", {}, Make(1)).ok());
  EXPECT_EQ(cache.statistics().made, 1);
}

TEST(SharedCacheTest, StopIsNoticedBeforeAnythingIsMade) {
  Cache cache(100);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(
      absl::IsCancelled(cache.Get("a", stop.get_token(), Make(1)).status()));
  EXPECT_EQ(cache.statistics().made, 0);
}

TEST(SharedCacheTest, WhoeverWaitsForTheSameKeySharesTheValue) {
  Cache cache(100);
  constexpr int kThreads = 8;
  std::latch all(kThreads);
  std::atomic<int> made = 0;
  std::vector<std::thread> threads;
  std::vector<Cache::Pointer> values(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      all.arrive_and_wait();
      values[i] = *cache.Get("a", {}, [&]() -> absl::StatusOr<Cache::Pointer> {
        ++made;
        return std::make_shared<const Blob>(Blob{1});
      });
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  for (const auto& value : values) EXPECT_EQ(value, values[0]);
}

TEST(SharedCacheTest, AStoppedMakerLeavesTheWorkToWhoWaits) {
  Cache cache(100);
  std::latch making(1);
  std::latch stop_maker(1);
  std::thread stopped([&] {
    const auto value =
        cache.Get("a", {}, [&]() -> absl::StatusOr<Cache::Pointer> {
          making.count_down();
          stop_maker.wait();
          return absl::CancelledError("stopped");
        });
    EXPECT_TRUE(absl::IsCancelled(value.status()));
  });
  making.wait();
  std::thread waiter([&] { EXPECT_TRUE(cache.Get("a", {}, Make(1)).ok()); });
  stop_maker.count_down();
  stopped.join();
  waiter.join();
  EXPECT_EQ(cache.statistics().made, 1);
}

TEST(SharedCacheTest, AMakerThatThrowsLeavesTheWorkToWhoWaits) {
  Cache cache(100);
  std::latch making(1);
  std::latch throw_now(1);
  std::thread thrower([&] {
    const auto make = [&]() -> absl::StatusOr<Cache::Pointer> {
      making.count_down();
      throw_now.wait();
      throw std::bad_alloc();
    };
    EXPECT_THROW(cache.Get("a", {}, make).status().IgnoreError(),
                 std::bad_alloc);
  });
  making.wait();
  std::thread waiter([&] { EXPECT_TRUE(cache.Get("a", {}, Make(1)).ok()); });
  throw_now.count_down();
  thrower.join();
  waiter.join();
  EXPECT_EQ(cache.statistics().made, 1);
}

TEST(SharedCacheTest, AWaiterThatIsStoppedLeavesAtOnce) {
  Cache cache(100);
  std::latch making(1);
  std::latch finish(1);
  std::thread maker([&] {
    EXPECT_TRUE(cache
                    .Get("a", {},
                         [&]() -> absl::StatusOr<Cache::Pointer> {
                           making.count_down();
                           finish.wait();
                           return std::make_shared<const Blob>(Blob{1});
                         })
                    .ok());
  });
  making.wait();
  std::stop_source stop;
  std::thread waiter([&] {
    EXPECT_TRUE(
        absl::IsCancelled(cache.Get("a", stop.get_token(), Make(1)).status()));
  });
  stop.request_stop();
  waiter.join();
  finish.count_down();
  maker.join();
}

}  // namespace
}  // namespace admf
