// What Journal promises, of both of its implementations.

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/in_memory_journal.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

using Ids = std::vector<std::string>;

constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();
constexpr auto kComputation = v1::WORKFLOW_PHASE_COMPUTATION;

class JournalConformanceTest : public testing::TestWithParam<bool> {
 protected:
  JournalConformanceTest() : journal_(Make()), driver_(journal_.get()) {}

  std::unique_ptr<Journal> Make() {
    if (!GetParam()) return std::make_unique<InMemoryJournal>();
    auto journal = SqliteJournal::Open(
        {.path = folder_ / "journal.db", .callbacks = &executor_});
    EXPECT_TRUE(journal.ok()) << journal.status();
    return *std::move(journal);
  }

  Ids List(const WorkflowFilter& filter, int64_t before = kNewest,
           size_t limit = 100) {
    Ids ids;
    const auto page = journal_->List(filter, before, limit);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const auto& listed : *page) ids.push_back(listed.status.workflow_id());
    return ids;
  }

  Ids Queue(size_t limit = 100) {
    Ids ids;
    const auto queue = journal_->NextQueued(limit);
    EXPECT_TRUE(queue.ok()) << queue.status();
    for (const auto& queued : *queue) ids.push_back(queued.id);
    return ids;
  }

  TemporaryFolder folder_;
  InlineExecutor executor_;
  std::unique_ptr<Journal> journal_;
  JournalDriver driver_;
};

INSTANTIATE_TEST_SUITE_P(Both, JournalConformanceTest, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& info) {
                           return info.param ? "Sqlite" : "InMemory";
                         });

TEST_P(JournalConformanceTest, CreateKeepsTheSubmittedEvent) {
  const auto created = driver_.Create(MakeWorkflow("wf-1"));
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_FALSE(created->already_existed);
  EXPECT_EQ(created->status.state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(created->status.last_sequence(), 1);
  const auto batch = journal_->ReadEvents("wf-1", 0, 10);
  ASSERT_TRUE(batch.ok()) << batch.status();
  ASSERT_EQ(batch->events.size(), 1u);
  EXPECT_EQ(batch->events[0].sequence(), 1);
  EXPECT_EQ(batch->events[0].workflow_id(), "wf-1");
  EXPECT_TRUE(batch->events[0].has_submitted());
  EXPECT_EQ(batch->events[0].time().seconds(), 1'001);
  EXPECT_FALSE(batch->ended);
}

TEST_P(JournalConformanceTest, SameRequestIdAndContentIsTheSameWorkflow) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1", "request", "digest")).ok());
  ASSERT_TRUE(driver_.Append("wf-1", {Started()}).ok());
  const auto again = driver_.Create(MakeWorkflow("wf-2", "request", "digest"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->status.workflow_id(), "wf-1");
  EXPECT_EQ(again->status.state(), v1::WORKFLOW_STATE_RUNNING);
  EXPECT_TRUE(again->already_existed);
  EXPECT_TRUE(absl::IsNotFound(journal_->GetStatus("wf-2").status()));
  const auto found = journal_->FindRequest("request", "digest");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->workflow_id(), "wf-1");
}

TEST_P(JournalConformanceTest, SameRequestIdWithOtherContentIsRefused) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1", "request", "digest")).ok());
  const auto other = driver_.Create(MakeWorkflow("wf-2", "request", "other"));
  EXPECT_TRUE(absl::IsAlreadyExists(other.status()));
  EXPECT_TRUE(absl::IsAlreadyExists(
      journal_->FindRequest("request", "other").status()));
  EXPECT_EQ(List({}), Ids{"wf-1"});
}

TEST_P(JournalConformanceTest, WithoutRequestIdEverySubmissionIsNew) {
  EXPECT_FALSE(driver_.Create(MakeWorkflow("wf-1"))->already_existed);
  EXPECT_FALSE(driver_.Create(MakeWorkflow("wf-2"))->already_existed);
  EXPECT_FALSE(journal_->FindRequest("", "")->has_value());
  EXPECT_FALSE(journal_->FindRequest("unknown", "")->has_value());
}

TEST_P(JournalConformanceTest, EventsAreNumberedWithoutGapsAndReadInBatches) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  const auto appended =
      driver_.Append("wf-1", {Started(), Progress(0.1), Progress(0.2)});
  ASSERT_TRUE(appended.ok()) << appended.status();
  EXPECT_EQ(appended->status.last_sequence(), 4);
  const auto first = journal_->ReadEvents("wf-1", 0, 3);
  ASSERT_EQ(first->events.size(), 3u);
  EXPECT_EQ(first->events[2].sequence(), 3);
  const auto second = journal_->ReadEvents("wf-1", 3, 3);
  ASSERT_EQ(second->events.size(), 1u);
  EXPECT_EQ(second->events[0].sequence(), 4);
  // Who appends them is told what is read later.
  const auto kept = journal_->ReadEvents("wf-1", 1, 3)->events;
  ASSERT_EQ(appended->events.size(), kept.size());
  for (size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(appended->events[i].DebugString(), kept[i].DebugString());
  }
  EXPECT_TRUE(journal_->ReadEvents("wf-1", 99, 3)->events.empty());
}

TEST_P(JournalConformanceTest, AppendTakesAllEventsOrNone) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  // started, then started again: the second one is impossible.
  EXPECT_TRUE(
      absl::IsAborted(driver_.Append("wf-1", {Started(), Started()}).status()));
  EXPECT_EQ(journal_->GetStatus("wf-1")->state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_EQ(journal_->ReadEvents("wf-1", 0, 10)->events.size(), 1u);
  EXPECT_EQ(journal_->queued_count(), 1);
}

TEST_P(JournalConformanceTest, WritesOfAWorkflowAreInTheirOrder) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.Append("wf-1", {Started()}).ok());
  constexpr int kPhases = 6;
  const auto must = Journal::Urgency::kMustCommit;
  std::vector<Pending<Appended>> appends;
  for (int i = 1; i <= kPhases; ++i) {
    const auto phase = static_cast<v1::WorkflowPhase>(i);
    appends.push_back(
        driver_.StartAppend("wf-1", {PhaseStarted(phase, i)}, {}, must));
    driver_.StartSave("wf-1", phase, "progress", "half");
    appends.push_back(
        driver_.StartAppend("wf-1", {PhaseCompleted(phase)}, {}, must));
  }
  int64_t sequence = 2;
  for (const auto& append : appends) {
    const Appended appended = append.Wait();
    ASSERT_TRUE(appended.ok()) << appended.status();
    EXPECT_EQ(appended->status.last_sequence(), ++sequence);
  }
  EXPECT_EQ(journal_->GetStatus("wf-1")->completed_phases_size(), kPhases);
}

/// So that a run need not wait for each of its writes.
TEST_P(JournalConformanceTest, WhatFollowsAnAppendThatFailedIsRefused) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.Append("wf-1", {Started()}).ok());
  const auto must = Journal::Urgency::kMustCommit;
  const auto first = v1::WORKFLOW_PHASE_INITIALIZATION;
  const auto second = v1::WORKFLOW_PHASE_COMPUTATION;
  v1::WorkflowResult result;
  result.set_state(v1::WORKFLOW_STATE_SUCCEEDED);
  // A workflow can't be started twice.
  const auto failed = driver_.StartAppend(
      "wf-1", {PhaseStarted(first, 1), Started()}, {}, must);
  const auto next = driver_.StartAppend(
      "wf-1", {PhaseCompleted(first), PhaseStarted(second, 2)}, {}, must);
  const auto end = driver_.StartAppend(
      "wf-1", {PhaseCompleted(second), Completed(v1::WORKFLOW_STATE_SUCCEEDED)},
      result, must);
  EXPECT_TRUE(absl::IsAborted(failed.Wait().status()));
  EXPECT_TRUE(absl::IsAborted(next.Wait().status()));
  EXPECT_TRUE(absl::IsAborted(end.Wait().status()));
  EXPECT_EQ(journal_->GetStatus("wf-1")->last_sequence(), 2);
  EXPECT_FALSE(journal_->GetResult("wf-1").ok());
}

TEST_P(JournalConformanceTest, NothingFollowsTheEnd) {
  ASSERT_TRUE(driver_.RunToEnd(MakeWorkflow("wf-1")).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      driver_.Append("wf-1", {Progress(1)}).status()));
  EXPECT_EQ(journal_->ReadEvents("wf-1", 0, 10)->events.size(), 3u);
}

TEST_P(JournalConformanceTest, ResultIsThereOnceTheWorkflowHasEnded) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(journal_->GetResult("wf-1").status()));
  v1::WorkflowResult result;
  result.set_result_digest("abc");
  ASSERT_TRUE(driver_
                  .Append("wf-1",
                          {Started(), Completed(v1::WORKFLOW_STATE_SUCCEEDED)},
                          result)
                  .ok());
  const auto kept = journal_->GetResult("wf-1");
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->result_digest(), "abc");
  EXPECT_EQ(kept->submit_time().seconds(), 1'001);
  EXPECT_EQ(kept->start_time().seconds(), 1'002);
  EXPECT_EQ(kept->end_time().seconds(), 1'002);
  EXPECT_TRUE(journal_->ReadEvents("wf-1", 0, 10)->ended);
  EXPECT_TRUE(journal_->ReadEvents("wf-1", 3, 10)->ended);
  EXPECT_FALSE(journal_->ReadEvents("wf-1", 0, 2)->ended);
}

TEST_P(JournalConformanceTest, UnknownWorkflowIsNotFoundEverywhere) {
  EXPECT_TRUE(absl::IsNotFound(journal_->GetStatus("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_->GetResult("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_->Load("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_->FindQueued("wf-9").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_->ReadEvents("wf-9", 0, 1).status()));
  EXPECT_TRUE(absl::IsNotFound(
      journal_->ReadCheckpoints("wf-9", kComputation, {}, 1 << 20).status()));
  EXPECT_TRUE(absl::IsNotFound(driver_.Append("wf-9", {Started()}).status()));
  EXPECT_TRUE(absl::IsNotFound(driver_.Save("wf-9", kComputation, "k", "v")));
}

TEST_P(JournalConformanceTest, LoadGivesBackWhatWasSubmitted) {
  NewWorkflow workflow = MakeWorkflow("wf-2", "request", "digest");
  workflow.priority = 5;
  workflow.queue_rank = -7;
  workflow.config.set_name("goog-cross");
  (*workflow.config.mutable_labels())["team"] = "research";
  workflow.retry_of = "wf-1";
  workflow.inherited_phases.emplace_back().set_phase(
      v1::WORKFLOW_PHASE_INITIALIZATION);
  ASSERT_TRUE(driver_.Create(workflow).ok());
  ASSERT_TRUE(driver_
                  .Append("wf-2", {Started(), PhaseStarted(kComputation, 3),
                                   Progress(0.5), PhaseCompleted(kComputation)})
                  .ok());

  const auto stored = journal_->Load("wf-2");
  ASSERT_TRUE(stored.ok()) << stored.status();
  const NewWorkflow& loaded = stored->workflow;
  EXPECT_EQ(loaded.id, "wf-2");
  EXPECT_EQ(loaded.request_id, "request");
  EXPECT_EQ(loaded.request_digest, "digest");
  EXPECT_EQ(loaded.priority, 5);
  EXPECT_EQ(loaded.queue_rank, -7);
  EXPECT_EQ(loaded.config.SerializeAsString(),
            workflow.config.SerializeAsString());
  EXPECT_EQ(loaded.config_digest, "config");
  EXPECT_EQ(loaded.retry_of, "wf-1");
  ASSERT_EQ(loaded.inherited_phases.size(), 1u);
  EXPECT_EQ(loaded.inherited_phases[0].phase(),
            v1::WORKFLOW_PHASE_INITIALIZATION);
  EXPECT_EQ(stored->status.SerializeAsString(),
            journal_->GetStatus("wf-2")->SerializeAsString());
  // Without the progress.
  ASSERT_EQ(stored->history.size(), 4u);
  EXPECT_TRUE(stored->history[0].has_submitted());
  EXPECT_EQ(stored->history[3].sequence(), 5);
}

TEST_P(JournalConformanceTest, CheckpointsAreKeptByPhaseAndKey) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  const std::string binary("\0\xff\n", 3);
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "b", "old").ok());
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "b", binary).ok());
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "a", "1").ok());
  ASSERT_TRUE(
      driver_.Save("wf-1", v1::WORKFLOW_PHASE_VALIDATION, "c", "2").ok());
  const auto kept =
      journal_->ReadCheckpoints("wf-1", kComputation, {}, 1 << 20);
  ASSERT_TRUE(kept.ok()) << kept.status();
  ASSERT_EQ(kept->size(), 2u);
  EXPECT_EQ((*kept)[0].key, "a");
  EXPECT_EQ((*kept)[0].value, "1");
  EXPECT_EQ((*kept)[1].key, "b");
  EXPECT_EQ((*kept)[1].value, binary);
}

TEST_P(JournalConformanceTest, CheckpointsAreReadInPages) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  for (const char* key : {"", "a", "b", "c"}) {
    ASSERT_TRUE(driver_.Save("wf-1", kComputation, key, "1234").ok());
  }
  ASSERT_TRUE(
      driver_.Save("wf-1", v1::WORKFLOW_PHASE_VALIDATION, "d", "2").ok());
  const auto keys = [&](const std::optional<std::string>& after, size_t bytes) {
    const auto page =
        journal_->ReadCheckpoints("wf-1", kComputation, after, bytes);
    std::string joined;
    for (const auto& checkpoint : *page) {
      joined += checkpoint.key + ",";
    }
    return joined;
  };
  // One entry in any case, and the one with which the page is full.
  EXPECT_EQ(keys({}, 1), ",");
  EXPECT_EQ(keys("", 5), "a,");
  EXPECT_EQ(keys("", 6), "a,b,");
  EXPECT_EQ(keys("aa", 100), "b,c,");
  EXPECT_EQ(keys("c", 100), "");
}

TEST_P(JournalConformanceTest, CheckpointsGoWithSuccess) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "a", "1").ok());
  ASSERT_TRUE(driver_
                  .Append("wf-1",
                          {Started(), Completed(v1::WORKFLOW_STATE_SUCCEEDED)},
                          v1::WorkflowResult())
                  .ok());
  EXPECT_TRUE(
      journal_->ReadCheckpoints("wf-1", kComputation, {}, 1 << 20)->empty());
  // Nor do stragglers come after it.
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "b", "2").ok());
  EXPECT_TRUE(
      journal_->ReadCheckpoints("wf-1", kComputation, {}, 1 << 20)->empty());
}

/// A phase that is over is read again after an interruption.
TEST_P(JournalConformanceTest, CheckpointsOutliveTheirPhase) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "a", "1").ok());
  ASSERT_TRUE(driver_
                  .Append("wf-1", {Started(), PhaseStarted(kComputation, 3),
                                   PhaseCompleted(kComputation)})
                  .ok());
  EXPECT_EQ(
      journal_->ReadCheckpoints("wf-1", kComputation, {}, 1 << 20)->size(), 1u);
}

TEST_P(JournalConformanceTest, ARetryGetsTheCheckpoints) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.Save("wf-1", kComputation, "a", "1").ok());
  ASSERT_TRUE(driver_
                  .Append("wf-1",
                          {Started(), Completed(v1::WORKFLOW_STATE_FAILED)},
                          v1::WorkflowResult())
                  .ok());
  NewWorkflow retry = MakeWorkflow("wf-2");
  retry.retry_of = "wf-1";
  ASSERT_TRUE(driver_.Create(retry).ok());
  ASSERT_EQ(
      journal_->ReadCheckpoints("wf-2", kComputation, {}, 1 << 20)->size(), 1u);
  EXPECT_EQ(
      journal_->ReadCheckpoints("wf-1", kComputation, {}, 1 << 20)->size(), 1u);
}

TEST_P(JournalConformanceTest, CountsTrialsBeforeTheSubmission) {
  for (const char* id : {"wf-1", "wf-2", "wf-3", "wf-4", "wf-5"}) {
    ASSERT_TRUE(driver_.Create(MakeWorkflow(id)).ok());
  }
  ASSERT_TRUE(driver_.End("wf-1", "data", "sma_crossover", 5).ok());
  ASSERT_TRUE(driver_.End("wf-2", "data", "rules", 70).ok());
  ASSERT_TRUE(driver_.End("wf-3", "other data", "sma_crossover", 800).ok());
  ASSERT_TRUE(
      driver_
          .End("wf-4", "data", "sma_crossover", 9000, v1::WORKFLOW_STATE_FAILED)
          .ok());
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-6")).ok());
  ASSERT_TRUE(driver_.End("wf-5", "data", "sma_crossover", 30).ok());
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-7")).ok());

  const auto count = [&](const char* id, const char* strategy) {
    return *journal_->CountEarlierTrials(id, "data", strategy);
  };
  // It was there before any of them had ended.
  EXPECT_EQ(count("wf-5", "sma_crossover"), 0);
  EXPECT_EQ(count("wf-6", "sma_crossover"), 5);
  EXPECT_EQ(count("wf-7", "sma_crossover"), 35);
  EXPECT_EQ(count("wf-7", "rules"), 70);
  EXPECT_EQ(count("wf-7", "momentum"), 0);
  EXPECT_TRUE(absl::IsNotFound(
      journal_->CountEarlierTrials("wf-9", "data", "rules").status()));

  // What ends meanwhile changes nothing for those that run, its own trials
  // neither.
  ASSERT_TRUE(driver_.End("wf-6", "data", "sma_crossover", 1).ok());
  EXPECT_EQ(count("wf-7", "sma_crossover"), 35);
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-8")).ok());
  EXPECT_EQ(count("wf-8", "sma_crossover"), 36);
}

TEST_P(JournalConformanceTest, WhatIsRunAgainIsTriedOnce) {
  const auto create = [&](const std::string& id, const std::string& config) {
    NewWorkflow workflow = MakeWorkflow(id);
    workflow.config_digest = config;
    ASSERT_TRUE(driver_.Create(std::move(workflow)).ok());
  };
  const auto end = [&](const std::string& id, const std::string& config,
                       const std::string& data, int64_t trials) {
    ASSERT_TRUE(driver_
                    .End(id, data, "rules", trials,
                         v1::WORKFLOW_STATE_SUCCEEDED, config)
                    .ok());
  };
  const auto count = [&](const char* id) {
    return *journal_->CountEarlierTrials(id, "data", "rules");
  };
  create("wf-1", "a");
  end("wf-1", "a", "data", 36);
  create("wf-2", "a");
  create("wf-3", "b");
  EXPECT_EQ(count("wf-2"), 0);
  EXPECT_EQ(count("wf-3"), 36);
  end("wf-2", "a", "data", 36);
  // The same on other data is something else.
  create("wf-4", "a");
  end("wf-4", "a", "other data", 36);
  create("wf-5", "a");
  EXPECT_EQ(count("wf-5"), 0);
  end("wf-3", "b", "data", 7);
  create("wf-6", "a");
  create("wf-7", "c");
  EXPECT_EQ(count("wf-6"), 7);
  EXPECT_EQ(count("wf-7"), 36 + 7);

  // The latest one is still there, so it is still known what was tried.
  end("wf-6", "a", "data", 36);
  ASSERT_EQ(*driver_.RemoveFinished({.max_finished = 1}, 10), 4);
  create("wf-8", "a");
  EXPECT_EQ(count("wf-8"), 7);
  // Without it there are 36 trials of somebody.
  ASSERT_EQ(*driver_.RemoveFinished({.max_finished = 0}, 10), 1);
  EXPECT_EQ(count("wf-8"), 36 + 7);
}

TEST_P(JournalConformanceTest, TrialsOutliveTheirWorkflows) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_.End("wf-1", "data", "rules", 4).ok());
  ASSERT_EQ(*driver_.RemoveFinished({.max_finished = 0}, 10), 1);
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-2")).ok());
  EXPECT_EQ(*journal_->CountEarlierTrials("wf-2", "data", "rules"), 4);
}

TEST_P(JournalConformanceTest, ListsNewestFirstInPages) {
  for (const char* id : {"wf-1", "wf-2", "wf-3"}) {
    ASSERT_TRUE(driver_.Create(MakeWorkflow(id)).ok());
  }
  const auto page = journal_->List({}, kNewest, 2);
  ASSERT_EQ(page->size(), 2u);
  EXPECT_EQ((*page)[0].status.workflow_id(), "wf-3");
  EXPECT_EQ((*page)[1].status.workflow_id(), "wf-2");
  EXPECT_EQ(List({}, (*page)[1].ordinal, 2), Ids{"wf-1"});
  EXPECT_EQ(List({}, kNewest, 0), Ids{});
}

TEST_P(JournalConformanceTest, ListFilters) {
  NewWorkflow labelled = MakeWorkflow("wf-1");
  labelled.config.set_name("goog-cross");
  (*labelled.config.mutable_labels())["team"] = "research";
  (*labelled.config.mutable_labels())["desk"] = "1";
  ASSERT_TRUE(driver_.Create(std::move(labelled)).ok());
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-2")).ok());
  ASSERT_TRUE(driver_.Append("wf-2", {Started()}).ok());

  const auto running = v1::WORKFLOW_STATE_RUNNING;
  const auto queued = v1::WORKFLOW_STATE_QUEUED;
  EXPECT_EQ(List({.states = {running}}), Ids{"wf-2"});
  EXPECT_EQ(List({.states = {running, queued, running}}),
            (Ids{"wf-2", "wf-1"}));
  EXPECT_EQ(List({.types = {v1::WORKFLOW_TYPE_ANALYSIS}}), Ids{});
  EXPECT_EQ(
      List({.types = {v1::WORKFLOW_TYPE_ANALYSIS, v1::WORKFLOW_TYPE_BACKTEST}}),
      (Ids{"wf-2", "wf-1"}));
  EXPECT_EQ(List({.labels = {{"team", "research"}}}), Ids{"wf-1"});
  EXPECT_EQ(List({.labels = {{"team", ""}}}), Ids{"wf-1"});
  EXPECT_EQ(List({.labels = {{"team", "trading"}}}), Ids{});
  EXPECT_EQ(List({.labels = {{"team", ""}, {"desk", "1"}}}), Ids{"wf-1"});
  EXPECT_EQ(List({.labels = {{"team", "research"}, {"desk", "2"}}}), Ids{});
  EXPECT_EQ(List({.states = {queued}, .labels = {{"desk", "1"}}}), Ids{"wf-1"});
  EXPECT_EQ(List({.states = {running}, .labels = {{"desk", "1"}}}), Ids{});
  EXPECT_EQ(List({.name_contains = "cross"}), Ids{"wf-1"});
  EXPECT_EQ(List({.name_contains = "%"}), Ids{});
  EXPECT_EQ(List({.submitted_after = absl::FromUnixSeconds(1'002)}),
            Ids{"wf-2"});
  EXPECT_EQ(List({.submitted_before = absl::FromUnixSeconds(1'002)}),
            Ids{"wf-1"});
  EXPECT_EQ(List({.states = {queued},
                  .submitted_after = absl::FromUnixSeconds(1'001),
                  .submitted_before = absl::FromUnixSeconds(1'002)}),
            Ids{"wf-1"});
}

TEST_P(JournalConformanceTest, TheQueueIsInOrderOfRankThenOfSubmission) {
  const auto submit = [&](const char* id, int64_t rank, int cores) {
    NewWorkflow workflow = MakeWorkflow(id);
    workflow.queue_rank = rank;
    workflow.config.mutable_infrastructure_config()->set_cpu_cores(cores);
    ASSERT_TRUE(driver_.Create(std::move(workflow)).ok());
  };
  submit("wf-1", 5, 1);
  submit("wf-2", 3, 4);
  submit("wf-3", 5, 1);
  submit("wf-4", -9, 1);
  EXPECT_EQ(Queue(), (Ids{"wf-4", "wf-2", "wf-1", "wf-3"}));
  EXPECT_EQ(Queue(2), (Ids{"wf-4", "wf-2"}));
  EXPECT_EQ(journal_->queued_count(), 4);
  ASSERT_TRUE(driver_.Append("wf-4", {Started()}).ok());
  EXPECT_EQ(journal_->queued_count(), 3);
  const auto first = journal_->NextQueued(1);
  EXPECT_EQ((*first)[0].rank, 3);
  EXPECT_EQ((*first)[0].cpu_cores, 4);
  const auto place = journal_->FindQueued("wf-3");
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ(place->ahead, 2);
  EXPECT_EQ(place->entry.id, "wf-3");
  EXPECT_EQ(place->entry.rank, 5);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(journal_->FindQueued("wf-4").status()));
}

TEST_P(JournalConformanceTest, ArtifactsAreFoundByDigest) {
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver_
                  .Append("wf-1", {Started(), PhaseStarted(kComputation, 1),
                                   PhaseCompleted(kComputation, "d1")})
                  .ok());
  EXPECT_TRUE(*journal_->HasArtifact("d1"));
  EXPECT_FALSE(*journal_->HasArtifact("d2"));
}

TEST_P(JournalConformanceTest, RetentionRemovesWhatEndedFirst) {
  // They end at 1002, 1004, 1006, 1008 s.
  for (const char* id : {"wf-1", "wf-2", "wf-3", "wf-4"}) {
    NewWorkflow workflow = MakeWorkflow(id, std::string("request-") + id, "d");
    (*workflow.config.mutable_labels())["team"] = "research";
    ASSERT_TRUE(driver_.RunToEnd(std::move(workflow)).ok());
  }
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-5")).ok());
  EXPECT_EQ(*driver_.RemoveFinished({}, 10), 0);
  // It is 1009 s now.
  EXPECT_EQ(*driver_.RemoveFinished({.max_age = absl::Seconds(5)}, 10), 1);
  EXPECT_EQ(List({}), (Ids{"wf-5", "wf-4", "wf-3", "wf-2"}));
  EXPECT_EQ(*driver_.RemoveFinished({.max_finished = 0}, 2), 2);
  EXPECT_EQ(List({}), (Ids{"wf-5", "wf-4"}));
  EXPECT_EQ(*driver_.RemoveFinished({.max_finished = 1}, 2), 0);
  EXPECT_EQ(List({.labels = {{"team", "research"}}}), Ids{"wf-4"});
  EXPECT_TRUE(absl::IsNotFound(journal_->GetResult("wf-1").status()));
  EXPECT_TRUE(absl::IsNotFound(journal_->ReadEvents("wf-1", 0, 1).status()));
  // Its request id went with it.
  const auto again = driver_.Create(MakeWorkflow("wf-6", "request-wf-1", "e"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->already_existed);
}

TEST_P(JournalConformanceTest, OrdinalsAreNeverUsedAgain) {
  ASSERT_TRUE(driver_.RunToEnd(MakeWorkflow("wf-1")).ok());
  const int64_t first = (*journal_->List({}, kNewest, 1))[0].ordinal;
  ASSERT_EQ(*driver_.RemoveFinished({.max_finished = 0}, 1), 1);
  ASSERT_TRUE(driver_.Create(MakeWorkflow("wf-2")).ok());
  EXPECT_GT((*journal_->List({}, kNewest, 1))[0].ordinal, first);
}

TEST_P(JournalConformanceTest, IsHealthy) {
  EXPECT_TRUE(journal_->health().ok());
}

}  // namespace
}  // namespace admf
