#include "coordinator/watch_hub.h"

#include <atomic>
#include <cstdint>
#include <latch>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(WatchHubTest, TellsOnlyTheWatchersOfThatWorkflow) {
  WatchHub hub;
  std::vector<int64_t> first, second, other;
  const auto add = [&hub](std::string_view id, std::vector<int64_t>* seen) {
    return hub.Add(id, [seen](WatchHub::Events events) {
      for (const auto& event : events) seen->push_back(event.sequence());
    });
  };
  const auto a = add("wf-1", &first);
  const auto b = add("wf-1", &second);
  const auto c = add("wf-2", &other);
  std::vector<v1::WorkflowEvent> events(2);
  events[0].set_sequence(4);
  events[1].set_sequence(5);
  hub.Notify("wf-1", events);
  EXPECT_EQ(first, (std::vector<int64_t>{4, 5}));
  EXPECT_EQ(second, first);
  EXPECT_TRUE(other.empty());
}

TEST(WatchHubTest, NothingComesAfterTheEnd) {
  WatchHub hub;
  int calls = 0;
  auto watch = hub.Add("wf-1", [&](WatchHub::Events) { ++calls; });
  watch.reset();
  hub.Notify("wf-1", {});
  EXPECT_EQ(calls, 0);
}

TEST(WatchHubTest, TheEndWaitsForARunningCallback) {
  WatchHub hub;
  std::latch running(1);
  std::latch finish(1);
  std::atomic<bool> finished = false;
  auto watch = hub.Add("wf-1", [&](WatchHub::Events) {
    running.count_down();
    finish.wait();
    finished = true;
  });
  std::thread notifier([&] { hub.Notify("wf-1", {}); });
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
