#include "coordinator/journal_checkpoints.h"

#include <string>
#include <thread>

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
