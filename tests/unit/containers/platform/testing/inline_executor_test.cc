#include "containers/platform/testing/inline_executor.h"

#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(InlineExecutorTest, RunsATaskBeforeScheduleReturns) {
  InlineExecutor executor;
  std::string order;
  executor.Schedule([&] {
    order += "a";
    executor.Schedule([&] { order += "b"; });
    order += "c";
  });
  EXPECT_EQ(order, "abc");
}

}  // namespace
}  // namespace admf
