#include "coordinator/in_memory_journal.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace admf {
namespace {

using v1::WorkflowEvent;

constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

NewWorkflow Workflow(std::string id, std::string request_id = "",
                     std::string digest = "") {
  NewWorkflow workflow;
  workflow.id = std::move(id);
  workflow.request_id = std::move(request_id);
  workflow.request_digest = std::move(digest);
  workflow.config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  return workflow;
}

class InMemoryJournalTest : public testing::Test {
 protected:
  absl::StatusOr<Journal::Created> Create(NewWorkflow workflow) {
    absl::StatusOr<Journal::Created> result;
    time_ += absl::Seconds(1);
    journal_.Create(std::move(workflow), time_,
                    [&](absl::StatusOr<Journal::Created> created) {
                      result = std::move(created);
                    });
    return result;
  }

  absl::Status Append(std::string_view id, std::vector<WorkflowEvent> events,
                      std::optional<v1::WorkflowResult> result = {}) {
    absl::Status status = absl::UnknownError("not called");
    time_ += absl::Seconds(1);
    journal_.Append(id, std::move(events), std::move(result), time_,
                    [&](absl::Status appended) { status = appended; });
    return status;
  }

  static WorkflowEvent Started() {
    WorkflowEvent event;
    event.mutable_started();
    return event;
  }
  static WorkflowEvent Completed(v1::WorkflowState state) {
    WorkflowEvent event;
    event.mutable_completed()->set_state(state);
    return event;
  }

  InMemoryJournal journal_;
  absl::Time time_ = absl::FromUnixSeconds(1'000);
};

TEST_F(InMemoryJournalTest, CreateKeepsTheSubmittedEvent) {
  ASSERT_TRUE(Create(Workflow("wf-1")).ok());
  const auto batch = journal_.ReadEvents("wf-1", 0, 10);
  ASSERT_TRUE(batch.ok());
  ASSERT_EQ(batch->events.size(), 1u);
  EXPECT_EQ(batch->events[0].sequence(), 1);
  EXPECT_EQ(batch->events[0].workflow_id(), "wf-1");
  EXPECT_TRUE(batch->events[0].has_submitted());
  EXPECT_EQ(batch->events[0].time().seconds(), 1'001);
  EXPECT_FALSE(batch->ended);
}

TEST_F(InMemoryJournalTest, SameRequestIdAndContentIsTheSameWorkflow) {
  ASSERT_TRUE(Create(Workflow("wf-1", "request", "digest")).ok());
  const auto again = Create(Workflow("wf-2", "request", "digest"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->workflow_id, "wf-1");
  EXPECT_TRUE(again->already_existed);
  EXPECT_TRUE(absl::IsNotFound(journal_.GetStatus("wf-2").status()));
  EXPECT_EQ(journal_.FindRequest("request", "digest")->value(), "wf-1");
}

TEST_F(InMemoryJournalTest, SameRequestIdWithOtherContentIsRefused) {
  ASSERT_TRUE(Create(Workflow("wf-1", "request", "digest")).ok());
  const auto other = Create(Workflow("wf-2", "request", "other"));
  EXPECT_TRUE(absl::IsAlreadyExists(other.status()));
  EXPECT_TRUE(
      absl::IsAlreadyExists(journal_.FindRequest("request", "other").status()));
}

TEST_F(InMemoryJournalTest, WithoutRequestIdEverySubmissionIsNew) {
  EXPECT_FALSE(Create(Workflow("wf-1"))->already_existed);
  EXPECT_FALSE(Create(Workflow("wf-2"))->already_existed);
  EXPECT_EQ(journal_.FindRequest("", "")->has_value(), false);
}

TEST_F(InMemoryJournalTest, EventsAreNumberedWithoutGapsAndReadInBatches) {
  ASSERT_TRUE(Create(Workflow("wf-1")).ok());
  WorkflowEvent progress;
  progress.mutable_progress();
  ASSERT_TRUE(Append("wf-1", {Started(), progress, progress}).ok());
  const auto first = journal_.ReadEvents("wf-1", 0, 3);
  ASSERT_EQ(first->events.size(), 3u);
  EXPECT_EQ(first->events[2].sequence(), 3);
  const auto second = journal_.ReadEvents("wf-1", 3, 3);
  ASSERT_EQ(second->events.size(), 1u);
  EXPECT_EQ(second->events[0].sequence(), 4);
  EXPECT_TRUE(journal_.ReadEvents("wf-1", 99, 3)->events.empty());
}

TEST_F(InMemoryJournalTest, AppendTakesAllEventsOrNone) {
  ASSERT_TRUE(Create(Workflow("wf-1")).ok());
  // started, then started again: the second one is impossible.
  EXPECT_TRUE(absl::IsAborted(Append("wf-1", {Started(), Started()})));
  EXPECT_EQ(journal_.GetStatus("wf-1")->state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(journal_.ReadEvents("wf-1", 0, 10)->events.size(), 1u);
}

TEST_F(InMemoryJournalTest, ResultIsThereOnceTheWorkflowHasEnded) {
  ASSERT_TRUE(Create(Workflow("wf-1")).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(journal_.GetResult("wf-1").status()));
  v1::WorkflowResult result;
  result.set_result_digest("abc");
  ASSERT_TRUE(Append("wf-1",
                     {Started(), Completed(v1::WORKFLOW_STATE_SUCCEEDED)},
                     result)
                  .ok());
  const auto kept = journal_.GetResult("wf-1");
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->result_digest(), "abc");
  EXPECT_EQ(kept->submit_time().seconds(), 1'001);
  EXPECT_EQ(kept->end_time().seconds(), 1'002);
  EXPECT_TRUE(journal_.ReadEvents("wf-1", 0, 10)->ended);
  EXPECT_FALSE(journal_.ReadEvents("wf-1", 0, 2)->ended);
}

TEST_F(InMemoryJournalTest, UnknownWorkflowIsNotFoundEverywhere) {
  EXPECT_TRUE(absl::IsNotFound(journal_.GetStatus("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_.GetResult("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_.ReadEvents("wf-9", 0, 1).status()));
  EXPECT_TRUE(absl::IsNotFound(Append("wf-9", {Started()})));
}

TEST_F(InMemoryJournalTest, ListsNewestFirstInPages) {
  for (const char* id : {"wf-1", "wf-2", "wf-3"}) {
    ASSERT_TRUE(Create(Workflow(id)).ok());
  }
  const auto page = journal_.List({}, kNewest, 2);
  ASSERT_EQ(page->size(), 2u);
  EXPECT_EQ((*page)[0].status.workflow_id(), "wf-3");
  EXPECT_EQ((*page)[1].status.workflow_id(), "wf-2");
  const auto rest = journal_.List({}, (*page)[1].ordinal, 2);
  ASSERT_EQ(rest->size(), 1u);
  EXPECT_EQ((*rest)[0].status.workflow_id(), "wf-1");
}

TEST_F(InMemoryJournalTest, ListFilters) {
  NewWorkflow labelled = Workflow("wf-1");
  labelled.config.set_name("goog-cross");
  (*labelled.config.mutable_labels())["team"] = "research";
  ASSERT_TRUE(Create(std::move(labelled)).ok());
  ASSERT_TRUE(Create(Workflow("wf-2")).ok());
  ASSERT_TRUE(Append("wf-2", {Started()}).ok());

  const auto ids = [&](const WorkflowFilter& filter) {
    std::vector<std::string> found;
    const auto page = journal_.List(filter, kNewest, 10);
    for (const auto& listed : *page) {
      found.push_back(listed.status.workflow_id());
    }
    return found;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids({.states = {v1::WORKFLOW_STATE_RUNNING}}), Ids{"wf-2"});
  EXPECT_EQ(ids({.types = {v1::WORKFLOW_TYPE_ANALYSIS}}), Ids{});
  EXPECT_EQ(ids({.labels = {{"team", "research"}}}), Ids{"wf-1"});
  EXPECT_EQ(ids({.labels = {{"team", ""}}}), Ids{"wf-1"});
  EXPECT_EQ(ids({.labels = {{"team", "trading"}}}), Ids{});
  EXPECT_EQ(ids({.name_contains = "cross"}), Ids{"wf-1"});
  EXPECT_EQ(ids({.submitted_after = absl::FromUnixSeconds(1'002)}),
            Ids{"wf-2"});
  EXPECT_EQ(ids({.submitted_before = absl::FromUnixSeconds(1'002)}),
            Ids{"wf-1"});
}

}  // namespace
}  // namespace admf
