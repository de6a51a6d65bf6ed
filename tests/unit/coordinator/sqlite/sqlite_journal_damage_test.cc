// A journal whose file is damaged, taken away or locked by somebody else.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "containers/platform/mutex.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/errors.h"
#include "coordinator/sqlite/maintenance/check_journal.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

constexpr int64_t kNewest = INT64_MAX;

class SqliteJournalDamageTest : public testing::Test {
 protected:
  SqliteJournalDamageTest() : path_(folder_ / "journal.db") {}

  absl::StatusOr<std::unique_ptr<SqliteJournal>> Open() {
    auto journal = SqliteJournal::Open({.path = path_,
                                        .callbacks = &executor_,
                                        .retry_interval = absl::Milliseconds(1),
                                        .busy_timeout = absl::ZeroDuration()});
    if (journal.ok()) {
      (*journal)->OnHealthChange([this] {
        MutexLock lock(&mutex_);
        ++health_changes_;
        changed_.NotifyAll();
      });
    }
    return journal;
  }

  void AwaitHealthChanges(int count) {
    MutexLock lock(&mutex_);
    changed_.Wait(&mutex_, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return health_changes_ >= count;
    });
  }

  // Many workflows, in a file without a log.
  void Fill() {
    auto journal = Open();
    ASSERT_TRUE(journal.ok()) << journal.status();
    JournalDriver driver(journal->get());
    for (int i = 0; i < 100; ++i) {
      const std::string id = "wf-" + std::to_string(i);
      ASSERT_TRUE(driver.Create(MakeWorkflow(id, "request-" + id, "d")).ok());
    }
  }

  void Overwrite(int64_t offset, int64_t count) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file << std::string(count, '\x5a');
    ASSERT_TRUE(file.good());
  }

  static void ExpectNamesTheFile(const absl::Status& status,
                                 const std::string& path) {
    EXPECT_NE(status.message().find(path), absl::string_view::npos) << status;
    EXPECT_EQ(ReasonOf(status), reason::kStorageUnavailable) << status;
  }

  TemporaryFolder folder_;
  const std::string path_;
  InlineExecutor executor_;

  Mutex mutex_;
  CondVar changed_;
  int health_changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

TEST_F(SqliteJournalDamageTest, AFileThatIsNoDatabaseIsRefused) {
  std::ofstream(path_) << std::string(10'000, 'x');
  const absl::Status status = Open().status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  ExpectNamesTheFile(status, path_);
  EXPECT_NE(status.message().find("it is damaged"), absl::string_view::npos);
  EXPECT_NE(status.message().find("journal check"), absl::string_view::npos);
}

TEST_F(SqliteJournalDamageTest, ACutOffFileIsRefused) {
  Fill();
  std::filesystem::resize_file(path_, 3 * 4096);
  const absl::Status status = Open().status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  ExpectNamesTheFile(status, path_);
}

TEST_F(SqliteJournalDamageTest, DamageThatIsFoundLaterStopsAllWriting) {
  Fill();
  const int64_t size = std::filesystem::file_size(path_);
  auto journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  // All but the schema and the first tables.
  Overwrite(20 * 4096, size - 20 * 4096);
  const absl::Status read = (*journal)->List({}, kNewest, 1000).status();
  EXPECT_TRUE(absl::IsUnavailable(read)) << read;
  ExpectNamesTheFile(read, path_);
  AwaitHealthChanges(1);
  EXPECT_TRUE(absl::IsUnavailable((*journal)->health()));
  JournalDriver driver(journal->get());
  EXPECT_TRUE(
      absl::IsUnavailable(driver.Create(MakeWorkflow("wf-new")).status()));
  const auto waiting = driver.StartAppend("wf-1", {Started()}, {},
                                          Journal::Urgency::kMustCommit);
  (*journal)->RetryNow();
  EXPECT_FALSE(waiting.done());
  // There is no way to commit it.
  (*journal)->Close();
  EXPECT_TRUE(absl::IsUnavailable(waiting.Wait().status()));
  EXPECT_EQ(waiting.calls(), 1);
  const auto findings = CheckJournal(path_);
  EXPECT_TRUE(!findings.ok() || !findings->empty());
}

TEST_F(SqliteJournalDamageTest, ALockOfSomebodyElseIsWaitedFor) {
  auto journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  JournalDriver driver(journal->get());
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-1")).ok());

  SQLite::Database other(path_, SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const absl::Status refused =
      driver.Create(MakeWorkflow("wf-2", "request", "d")).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  ExpectNamesTheFile(refused, path_);
  EXPECT_NE(refused.message().find("another process has locked it"),
            absl::string_view::npos);
  EXPECT_TRUE(absl::IsUnavailable((*journal)->health()));
  const auto first = driver.StartAppend("wf-1", {Started()}, {},
                                        Journal::Urgency::kMustCommit);
  const auto second = driver.StartAppend("wf-1", {Progress(0.5)}, {},
                                         Journal::Urgency::kMustCommit);
  // Reading goes on.
  EXPECT_EQ((*journal)->GetStatus("wf-1")->state(), v1::WORKFLOW_STATE_QUEUED);
  EXPECT_FALSE(first.done());

  other.exec("ROLLBACK");
  EXPECT_EQ(first.Wait()->status.last_sequence(), 2);
  EXPECT_EQ(second.Wait()->status.last_sequence(), 3);
  AwaitHealthChanges(2);
  EXPECT_TRUE((*journal)->health().ok());
  const auto again = driver.Create(MakeWorkflow("wf-3", "request", "d"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->already_existed);
  EXPECT_TRUE(absl::IsNotFound((*journal)->GetStatus("wf-2").status()));
}

TEST_F(SqliteJournalDamageTest, AReaderHoldsUpNothing) {
  auto journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  JournalDriver driver(journal->get());
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-1")).ok());
  SQLite::Database other(path_, SQLite::OPEN_READWRITE);
  other.exec("BEGIN; SELECT COUNT(*) FROM workflows");
  ASSERT_TRUE(driver.Append("wf-1", {Started()}).ok());
  // Neither closing nor opening waits for it.
  journal->reset();
  journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ((*journal)->GetStatus("wf-1")->last_sequence(), 2);
}

TEST_F(SqliteJournalDamageTest, AnotherFileInItsPlaceIsNotTaken) {
  auto journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  JournalDriver driver(journal->get());
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-1")).ok());
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-2")).ok());
  {
    // Makes it go down, and find an older file when it is opened again.
    SQLite::Database other(path_, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    EXPECT_FALSE(driver.Create(MakeWorkflow("wf-3")).ok());
    other.exec("UPDATE meta SET value = 0 WHERE key = 'commit_counter'");
    other.exec("COMMIT");
  }
  (*journal)->RetryNow();
  const auto waiting = driver.StartAppend("wf-1", {Started()}, {},
                                          Journal::Urgency::kMustCommit);
  (*journal)->Close();
  const absl::Status status = waiting.Wait().status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_NE(status.message().find("not the file that was open before"),
            absl::string_view::npos)
      << status;
}

}  // namespace
}  // namespace admf
