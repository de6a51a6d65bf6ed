#include "coordinator/sqlite/sqlite_journal.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/manual_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

class SqliteJournalTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteJournal> Open(Executor* callbacks) {
    auto journal = SqliteJournal::Open(
        {.path = folder_ / "journal.db", .callbacks = callbacks});
    EXPECT_TRUE(journal.ok()) << journal.status();
    return *std::move(journal);
  }

  TemporaryFolder folder_;
  InlineExecutor inline_executor_;
};

TEST_F(SqliteJournalTest, ReopeningKeepsEverything) {
  int64_t newest = 0;
  std::string status;
  {
    const auto journal = Open(&inline_executor_);
    JournalDriver driver(journal.get());
    ASSERT_TRUE(driver.RunToEnd(MakeWorkflow("wf-1", "r1", "d1")).ok());
    ASSERT_TRUE(driver.Create(MakeWorkflow("wf-2")).ok());
    ASSERT_TRUE(
        driver
            .Append("wf-2",
                    {Started(), PhaseStarted(v1::WORKFLOW_PHASE_COMPUTATION, 1),
                     Progress(0.5)})
            .ok());
    ASSERT_TRUE(
        driver.Save("wf-2", v1::WORKFLOW_PHASE_COMPUTATION, "k", "v").ok());
    ASSERT_TRUE(driver.Create(MakeWorkflow("wf-3")).ok());
    newest = (*journal->List({}, kNewest, 1))[0].ordinal;
    status = journal->GetStatus("wf-2")->SerializeAsString();
  }
  const auto journal = Open(&inline_executor_);
  JournalDriver driver(journal.get());
  EXPECT_TRUE(journal->health().ok());
  EXPECT_EQ(journal->queued_count(), 1);
  EXPECT_EQ(journal->GetStatus("wf-2")->SerializeAsString(), status);
  EXPECT_EQ(journal->ReadEvents("wf-2", 0, 10)->events.size(), 4u);
  EXPECT_EQ(
      journal->LoadCheckpoints("wf-2", v1::WORKFLOW_PHASE_COMPUTATION)->size(),
      1u);
  EXPECT_TRUE(journal->GetResult("wf-1").ok());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-9", "r1", "d1"))->already_existed);
  // It goes on where it was.
  EXPECT_EQ(driver.Append("wf-2", {Progress(0.6)})->last_sequence(), 5);
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-4")).ok());
  EXPECT_EQ((*journal->List({}, kNewest, 1))[0].ordinal, newest + 1);
}

TEST_F(SqliteJournalTest, CallbacksComeInOrderFromTheExecutor) {
  ManualExecutor executor;
  const auto journal = Open(&executor);
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) {
    journal->Create(MakeWorkflow("wf-" + std::to_string(i)),
                    absl::FromUnixSeconds(i),
                    [&order, i](absl::StatusOr<Journal::Created> created) {
                      EXPECT_TRUE(created.ok()) << created.status();
                      order.push_back(i);
                    });
  }
  EXPECT_TRUE(order.empty());
  // Waits until all is committed.
  journal->Close();
  EXPECT_TRUE(order.empty());
  EXPECT_LE(executor.RunAll(), 100);
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
  // Reading goes on.
  EXPECT_EQ(journal->List({}, kNewest, 1000)->size(), 100u);
}

TEST_F(SqliteJournalTest, WritesAfterCloseAreRefused) {
  const auto journal = Open(&inline_executor_);
  JournalDriver driver(journal.get());
  journal->Close();
  journal->Close();
  EXPECT_TRUE(
      absl::IsUnavailable(driver.Create(MakeWorkflow("wf-1")).status()));
  EXPECT_TRUE(absl::IsUnavailable(
      driver.Save("wf-1", v1::WORKFLOW_PHASE_COMPUTATION, "k", "v")));
}

}  // namespace
}  // namespace admf
