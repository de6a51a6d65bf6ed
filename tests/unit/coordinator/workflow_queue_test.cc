#include "coordinator/workflow_queue.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

/// Takes out all that is known, in order.
std::vector<std::string> TakeAll(WorkflowQueue& queue) {
  std::vector<std::string> ids;
  while (const QueuedWorkflow* front = queue.Front()) {
    ids.push_back(front->id);
    queue.Remove(ids.back());
  }
  return ids;
}

/// A queue that knows that the journal has nothing else.
WorkflowQueue KnownToBeEmpty() {
  WorkflowQueue queue;
  queue.BeginRefill();
  queue.EndRefill({}, /*all=*/true);
  return queue;
}

TEST(WorkflowQueueTest, TheSmallestRankRunsFirstAndEqualsAsTheyCame) {
  WorkflowQueue queue = KnownToBeEmpty();
  queue.Push({.id = "a", .rank = 5});
  queue.Push({.id = "b", .rank = 1});
  queue.Push({.id = "c", .rank = 5});
  EXPECT_EQ(TakeAll(queue), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_FALSE(queue.NeedsRefill());
}

TEST(WorkflowQueueTest, RemoveTakesOut) {
  WorkflowQueue queue = KnownToBeEmpty();
  queue.Push({.id = "a"});
  EXPECT_TRUE(queue.Remove("a"));
  EXPECT_FALSE(queue.Remove("a"));
  EXPECT_EQ(queue.Front(), nullptr);
}

TEST(WorkflowQueueTest, ANewOneAsksTheJournalFirst) {
  WorkflowQueue queue;
  EXPECT_TRUE(queue.NeedsRefill());
  queue.Push({.id = "a"});
  EXPECT_EQ(queue.Front(), nullptr) << "earlier ones may be in the journal";
  queue.BeginRefill();
  EXPECT_FALSE(queue.NeedsRefill());
  queue.EndRefill({{.id = "z", .rank = -1}, {.id = "a"}}, /*all=*/true);
  EXPECT_EQ(TakeAll(queue), (std::vector<std::string>{"z", "a"}));
}

TEST(WorkflowQueueTest, WhatComesDuringARefillIsNotLost) {
  WorkflowQueue queue;
  queue.BeginRefill();
  queue.Push({.id = "late"});
  queue.EndRefill({}, /*all=*/true);
  EXPECT_TRUE(queue.NeedsRefill());
}

TEST(WorkflowQueueTest, WhatARefillHasReadAlreadyIsThereOnce) {
  WorkflowQueue queue;
  queue.BeginRefill();
  queue.EndRefill({{.id = "a"}}, /*all=*/true);
  queue.Push({.id = "a"});
  EXPECT_EQ(TakeAll(queue), (std::vector<std::string>{"a"}));
}

TEST(WorkflowQueueTest, KnowsOnlyTheFrontOfALongQueueInItsOrder) {
  WorkflowQueue queue = KnownToBeEmpty();
  const int count = static_cast<int>(WorkflowQueue::kWindow) + 10;
  for (int i = 0; i < count; ++i) {
    queue.Push({.id = std::to_string(i), .rank = 1000 - i});
  }
  const std::vector<std::string> known = TakeAll(queue);
  ASSERT_EQ(known.size(), WorkflowQueue::kWindow);
  EXPECT_EQ(known.front(), std::to_string(count - 1));
  EXPECT_EQ(known.back(), "10");
  EXPECT_TRUE(queue.NeedsRefill()) << "ten more are in the journal";
}

TEST(WorkflowQueueTest, WhatComesAfterTheWindowWaitsInTheJournal) {
  WorkflowQueue queue;
  queue.BeginRefill();
  queue.EndRefill({{.id = "a", .rank = 1}, {.id = "b", .rank = 5}},
                  /*all=*/false);
  queue.Push({.id = "before", .rank = 4});
  queue.Push({.id = "after", .rank = 5});
  EXPECT_EQ(TakeAll(queue), (std::vector<std::string>{"a", "before", "b"}));
  EXPECT_TRUE(queue.NeedsRefill());
}

TEST(WorkflowQueueTest, AnAbandonedRefillIsTriedAgain) {
  WorkflowQueue queue;
  queue.BeginRefill();
  queue.AbandonRefill();
  EXPECT_TRUE(queue.NeedsRefill());
}

}  // namespace
}  // namespace admf
