#include "coordinator/journal_checkpoints.h"

#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "coordinator/in_memory_journal.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr v1::WorkflowPhase kPhase = v1::WORKFLOW_PHASE_COMPUTATION;

class JournalCheckpointsTest : public testing::Test {
 protected:
  JournalCheckpointsTest() {
    NewWorkflow workflow;
    workflow.id = "wf-1";
    journal_.Create(std::move(workflow), absl::UnixEpoch(),
                    [](const auto& created) { ASSERT_TRUE(created.ok()); });
  }

  InMemoryJournal journal_;
  std::stop_source stop_;
  JournalCheckpoints checkpoints_{"wf-1", kPhase, &journal_, stop_.get_token()};
};

TEST_F(JournalCheckpointsTest, KeepsTheLastValueOfEachKey) {
  ASSERT_TRUE(checkpoints_.Save("b", "1").ok());
  ASSERT_TRUE(checkpoints_.Save("a", "2").ok());
  ASSERT_TRUE(checkpoints_.Save("b", "3").ok());
  const auto loaded = checkpoints_.Load();
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->size(), 2u);
  EXPECT_EQ((*loaded)[0], std::make_pair(std::string("a"), std::string("2")));
  EXPECT_EQ((*loaded)[1], std::make_pair(std::string("b"), std::string("3")));
}

/// More than a page, with entries that are larger than one.
TEST_F(JournalCheckpointsTest, VisitsAllInTheOrderOfTheKeys) {
  const std::string large(JournalCheckpoints::kPageBytes + 1, 'x');
  const std::string half(JournalCheckpoints::kPageBytes / 2 + 1, 'y');
  const std::vector<std::pair<std::string, std::string>> entries = {
      {"", "empty key"}, {"a", large}, {"b", half}, {"c", half},
      {"d", half},       {"e", large}, {"f", ""}};
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    ASSERT_TRUE(checkpoints_.Save(entry->first, entry->second).ok());
  }
  std::vector<std::pair<std::string, std::string>> visited;
  const absl::Status status =
      checkpoints_.ForEach([&](std::string_view key, std::string value) {
        visited.emplace_back(key, std::move(value));
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_TRUE(visited == entries);
  EXPECT_TRUE(*checkpoints_.Load() == entries);
}

TEST_F(JournalCheckpointsTest, RefusesWhatNoJournalKeeps) {
  EXPECT_TRUE(
      checkpoints_.Save("a", std::string(Journal::kMaxValueBytes - 1, 'x'))
          .ok());
  EXPECT_TRUE(absl::IsResourceExhausted(
      checkpoints_.Save("b", std::string(Journal::kMaxValueBytes, 'x'))));
  EXPECT_EQ(checkpoints_.Load()->size(), 1u);
}

TEST_F(JournalCheckpointsTest, AVisitorsErrorEndsTheVisits) {
  ASSERT_TRUE(checkpoints_.Save("a", "1").ok());
  ASSERT_TRUE(checkpoints_.Save("b", "2").ok());
  std::string keys;
  const absl::Status status =
      checkpoints_.ForEach([&](std::string_view key, std::string) {
        keys += key;
        return absl::DataLossError("not mine");
      });
  EXPECT_EQ(status, absl::DataLossError("not mine"));
  EXPECT_EQ(keys, "a");
}

TEST_F(JournalCheckpointsTest, AStopEndsTheVisits) {
  ASSERT_TRUE(checkpoints_.Save("a", "1").ok());
  ASSERT_TRUE(checkpoints_.Save("b", "2").ok());
  std::string keys;
  const absl::Status status =
      checkpoints_.ForEach([&](std::string_view key, std::string) {
        keys += key;
        stop_.request_stop();
        return absl::OkStatus();
      });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(keys, "a");
}

TEST_F(JournalCheckpointsTest, PhasesDontSeeEachOthers) {
  ASSERT_TRUE(checkpoints_.Save("a", "1").ok());
  JournalCheckpoints other("wf-1", v1::WORKFLOW_PHASE_VALIDATION, &journal_,
                           stop_.get_token());
  EXPECT_TRUE(other.Load()->empty());
}

TEST_F(JournalCheckpointsTest, AFailureOfTheJournalIsTold) {
  JournalCheckpoints unknown("wf-none", kPhase, &journal_, stop_.get_token());
  ASSERT_TRUE(unknown.Save("a", "1").ok());
  EXPECT_TRUE(absl::IsNotFound(unknown.Save("a", "2")));
}

/// The disk is full: a phase that saves on and on waits for it.
TEST_F(JournalCheckpointsTest, WaitsWhileTooMuchIsNotOnDisk) {
  journal_.SetHealth(absl::UnavailableError("disk"));
  for (int i = 0; i < JournalCheckpoints::kMaxUncommitted; ++i) {
    ASSERT_TRUE(checkpoints_.Save(std::to_string(i), "").ok());
  }
  absl::Status saved;
  std::thread phase([&] { saved = checkpoints_.Save("one more", ""); });
  journal_.SetHealth(absl::OkStatus());
  phase.join();
  EXPECT_TRUE(saved.ok()) << saved;
  EXPECT_EQ(checkpoints_.Load()->size(),
            static_cast<size_t>(JournalCheckpoints::kMaxUncommitted) + 1);
}

/// A few large entries hold up a phase as many small ones do.
TEST_F(JournalCheckpointsTest, WaitsWhileTooManyBytesAreNotOnDisk) {
  journal_.SetHealth(absl::UnavailableError("disk"));
  ASSERT_TRUE(
      checkpoints_
          .Save("large",
                std::string(JournalCheckpoints::kMaxUncommittedBytes, 'x'))
          .ok());
  absl::Status saved;
  std::thread phase([&] { saved = checkpoints_.Save("one more", ""); });
  stop_.request_stop();
  phase.join();
  EXPECT_TRUE(absl::IsCancelled(saved)) << saved;
}

TEST_F(JournalCheckpointsTest, AStopEndsTheWait) {
  journal_.SetHealth(absl::UnavailableError("disk"));
  for (int i = 0; i < JournalCheckpoints::kMaxUncommitted; ++i) {
    ASSERT_TRUE(checkpoints_.Save(std::to_string(i), "").ok());
  }
  absl::Status saved;
  std::thread phase([&] { saved = checkpoints_.Save("one more", ""); });
  stop_.request_stop();
  phase.join();
  EXPECT_TRUE(absl::IsCancelled(saved)) << saved;
}

}  // namespace
}  // namespace admf
