#include "coordinator/workflow_queue.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

using Ids = std::vector<std::string>;

TEST(WorkflowQueueTest, HigherPriorityFirstThenFirstCome) {
  WorkflowQueue queue;
  queue.Push("a", 3);
  queue.Push("b", 5);
  queue.Push("c", 3);
  queue.Push("d", 1);
  EXPECT_EQ(queue.Ids(), (Ids{"b", "a", "c", "d"}));
  EXPECT_EQ(queue.Front(), "b");
  EXPECT_EQ(queue.Position("c"), 2);
}

TEST(WorkflowQueueTest, RemoveTakesOutOnce) {
  WorkflowQueue queue;
  queue.Push("a", 3);
  queue.Push("b", 3);
  EXPECT_TRUE(queue.Remove("a"));
  EXPECT_FALSE(queue.Remove("a"));
  EXPECT_EQ(queue.Ids(), Ids{"b"});
  EXPECT_FALSE(queue.Position("a").has_value());
}

TEST(WorkflowQueueTest, EmptyQueueHasNoFront) {
  WorkflowQueue queue;
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.Front().has_value());
}

TEST(WorkflowQueueTest, PushedAgainItGoesToTheEnd) {
  WorkflowQueue queue;
  queue.Push("a", 3);
  queue.Push("b", 3);
  queue.Remove("a");
  queue.Push("a", 3);
  EXPECT_EQ(queue.Ids(), (Ids{"b", "a"}));
}

}  // namespace
}  // namespace admf
