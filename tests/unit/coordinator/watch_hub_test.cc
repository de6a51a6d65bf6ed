#include "coordinator/watch_hub.h"

#include <atomic>
#include <latch>
#include <thread>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(WatchHubTest, TellsOnlyTheWatchersOfThatWorkflow) {
  WatchHub hub;
  int first = 0;
  int second = 0;
  int other = 0;
  const auto a = hub.Add("wf-1", [&] { ++first; });
  const auto b = hub.Add("wf-1", [&] { ++second; });
  const auto c = hub.Add("wf-2", [&] { ++other; });
  hub.Notify("wf-1");
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  EXPECT_EQ(other, 0);
}

TEST(WatchHubTest, NothingComesAfterTheEnd) {
  WatchHub hub;
  int calls = 0;
  auto watch = hub.Add("wf-1", [&] { ++calls; });
  watch.reset();
  hub.Notify("wf-1");
  EXPECT_EQ(calls, 0);
}

TEST(WatchHubTest, TheEndWaitsForARunningCallback) {
  WatchHub hub;
  std::latch running(1);
  std::latch finish(1);
  std::atomic<bool> finished = false;
  auto watch = hub.Add("wf-1", [&] {
    running.count_down();
    finish.wait();
    finished = true;
  });
  std::thread notifier([&] { hub.Notify("wf-1"); });
  running.wait();
  std::thread ender([&] {
    watch.reset();
    EXPECT_TRUE(finished);
  });
  finish.count_down();
  ender.join();
  notifier.join();
}

}  // namespace
}  // namespace admf
