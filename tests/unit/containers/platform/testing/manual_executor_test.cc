#include "containers/platform/testing/manual_executor.h"

#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(ManualExecutorTest, RunsTasksWhenTold) {
  ManualExecutor executor;
  std::string order;
  executor.Schedule([&] { order += "a"; });
  executor.Schedule([&] { order += "b"; });
  EXPECT_EQ(order, "");
  EXPECT_EQ(executor.pending(), 2u);
  EXPECT_TRUE(executor.RunOne());
  EXPECT_EQ(order, "a");
  EXPECT_TRUE(executor.RunOne());
  EXPECT_EQ(order, "ab");
  EXPECT_FALSE(executor.RunOne());
}

TEST(ManualExecutorTest, RunAllRunsWhatTasksSchedule) {
  ManualExecutor executor;
  std::string order;
  executor.Schedule([&] {
    order += "a";
    executor.Schedule([&] { order += "c"; });
  });
  executor.Schedule([&] { order += "b"; });
  EXPECT_EQ(executor.RunAll(), 3);
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(executor.pending(), 0u);
}

}  // namespace
}  // namespace admf
