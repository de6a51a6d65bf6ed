#include "coordinator/sqlite/sqlite_journal.h"

#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/manual_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "containers/platform/thread_pool.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

class SqliteJournalTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteJournal> Open(Executor* callbacks) {
    auto journal = SqliteJournal::Open({.path = folder_ / "journal.db",
                                        .callbacks = callbacks,
                                        // Until the test is killed.
                                        .busy_timeout = absl::Hours(1)});
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
      journal
          ->ReadCheckpoints("wf-2", v1::WORKFLOW_PHASE_COMPUTATION, {}, 1 << 20)
          ->size(),
      1u);
  EXPECT_TRUE(journal->GetResult("wf-1").ok());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-9", "r1", "d1"))->already_existed);
  // It goes on where it was.
  EXPECT_EQ(driver.Append("wf-2", {Progress(0.6)})->status.last_sequence(), 5);
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-4")).ok());
  EXPECT_EQ((*journal->List({}, kNewest, 1))[0].ordinal, newest + 1);
}

/// However many backtests there are, the table has no more rows than it takes
/// to tell what each workflow that has not ended may ask for.
TEST_F(SqliteJournalTest, TrialsThatNobodyTellsApartAreOneRow) {
  const auto journal = Open(&inline_executor_);
  JournalDriver driver(journal.get());
  const auto run = [&](int number, const std::string& data) {
    const std::string id = absl::StrCat("wf-", number);
    ASSERT_TRUE(driver.Create(MakeWorkflow(id)).ok());
    ASSERT_TRUE(driver.End(id, data, "rules", 1).ok());
  };
  const auto rows = [&] {
    SQLite::Database file(folder_ / "journal.db", SQLite::OPEN_READONLY);
    return file.execAndGet("SELECT COUNT(*) FROM trials").getInt();
  };
  for (int i = 0; i < 20; ++i) run(i, "a");
  EXPECT_EQ(rows(), 1);
  run(20, "b");
  EXPECT_EQ(rows(), 2);

  ASSERT_TRUE(driver.Create(MakeWorkflow("waits")).ok());
  run(30, "a");
  run(31, "a");
  ASSERT_TRUE(driver.Create(MakeWorkflow("last")).ok());
  EXPECT_EQ(*journal->CountEarlierTrials("waits", "a", "rules"), 20);
  EXPECT_EQ(*journal->CountEarlierTrials("last", "a", "rules"), 22);

  ASSERT_TRUE(driver.End("waits", "a", "rules", 100).ok());
  ASSERT_TRUE(driver.End("last", "a", "rules", 1000).ok());
  EXPECT_EQ(rows(), 2);
  ASSERT_TRUE(driver.Create(MakeWorkflow("new")).ok());
  EXPECT_EQ(*journal->CountEarlierTrials("new", "a", "rules"), 1122);
  EXPECT_EQ(*journal->CountEarlierTrials("new", "b", "rules"), 1);
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

TEST_F(SqliteJournalTest, RequestIdsAreUniqueWithinOneCommit) {
  const auto journal = Open(&inline_executor_);
  JournalDriver driver(journal.get());
  // While this one has the lock, writes gather.
  SQLite::Database other(folder_ / "journal.db", SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const auto before = driver.StartCreate(MakeWorkflow("wf-0"));
  const auto first = driver.StartCreate(MakeWorkflow("wf-1", "r", "digest"));
  const auto same = driver.StartCreate(MakeWorkflow("wf-2", "r", "digest"));
  const auto conflict = driver.StartCreate(MakeWorkflow("wf-3", "r", "other"));
  const auto after = driver.StartCreate(MakeWorkflow("wf-4"));
  other.exec("ROLLBACK");
  EXPECT_TRUE(before.Wait().ok()) << before.Wait().status();
  EXPECT_FALSE(first.Wait()->already_existed);
  EXPECT_TRUE(same.Wait()->already_existed);
  EXPECT_EQ(same.Wait()->status.workflow_id(), "wf-1");
  EXPECT_TRUE(absl::IsAlreadyExists(conflict.Wait().status()));
  EXPECT_FALSE(after.Wait()->already_existed);
  EXPECT_EQ(journal->queued_count(), 3);
}

TEST_F(SqliteJournalTest, EventsOfOneCommitBuildOnEachOther) {
  const auto journal = Open(&inline_executor_);
  JournalDriver driver(journal.get());
  SQLite::Database other(folder_ / "journal.db", SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const auto created = driver.StartCreate(MakeWorkflow("wf-1"));
  const auto started = driver.StartAppend("wf-1", {Started()});
  const auto impossible = driver.StartAppend("wf-1", {Started()});
  const auto ended = driver.StartAppend(
      "wf-1", {Completed(v1::WORKFLOW_STATE_SUCCEEDED)}, v1::WorkflowResult());
  const auto too_late = driver.StartAppend("wf-1", {Progress(1)});
  other.exec("ROLLBACK");
  EXPECT_TRUE(created.Wait().ok()) << created.Wait().status();
  EXPECT_EQ(started.Wait()->status.last_sequence(), 2);
  EXPECT_TRUE(absl::IsAborted(impossible.Wait().status()));
  EXPECT_EQ(ended.Wait()->status.last_sequence(), 3);
  EXPECT_TRUE(absl::IsFailedPrecondition(too_late.Wait().status()));
  EXPECT_EQ(journal->queued_count(), 0);
}

TEST_F(SqliteJournalTest, ThreadsShareIt) {
  constexpr int kThreads = 4;
  constexpr int kWorkflows = 20;
  auto pool = ThreadPool::Create({.threads = 2});
  ASSERT_TRUE(pool.ok());
  const auto journal = Open(pool->get());
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      JournalDriver driver(journal.get());
      for (int i = 0; i < kWorkflows; ++i) {
        const std::string id = absl::StrCat("wf-", t, "-", i);
        ASSERT_TRUE(driver.Create(MakeWorkflow(id)).ok());
        // What was acknowledged is seen by whoever reads.
        ASSERT_EQ(journal->GetStatus(id)->last_sequence(), 1);
        ASSERT_TRUE(driver.Append(id, {Started(), Progress(0.5)}).ok());
        ASSERT_EQ(journal->ReadEvents(id, 0, 10)->events.size(), 3u);
        ASSERT_TRUE(journal->List({}, kNewest, 5).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(journal->queued_count(), 0);
  EXPECT_EQ(journal->List({}, kNewest, 1000)->size(),
            static_cast<size_t>(kThreads * kWorkflows));
  journal->Close();
  (*pool)->Shutdown();
}

}  // namespace
}  // namespace admf
