// Checking, backing up and compacting a journal.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/sqlite/maintenance/back_up_journal.h"
#include "coordinator/sqlite/maintenance/check_journal.h"
#include "coordinator/sqlite/maintenance/compact_journal.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

class MaintenanceTest : public testing::Test {
 protected:
  MaintenanceTest() : path_(folder_ / "journal.db") {
    auto opened = SqliteJournal::Open({.path = path_, .callbacks = &executor_});
    EXPECT_TRUE(opened.ok()) << opened.status();
    journal_ = *std::move(opened);
    JournalDriver driver(journal_.get());
    EXPECT_TRUE(driver.RunToEnd(MakeWorkflow("wf-1")).ok());
    EXPECT_TRUE(driver.Create(MakeWorkflow("wf-2")).ok());
  }

  void Execute(const std::string& sql) {
    SQLite::Database(path_, SQLite::OPEN_READWRITE).exec(sql);
  }

  // The one thing that the check finds after `sql`.
  std::string FindingAfter(const std::string& sql) {
    Execute(sql);
    const auto findings = CheckJournal(path_);
    EXPECT_TRUE(findings.ok()) << findings.status();
    EXPECT_EQ(findings->size(), 1u);
    return findings->empty() ? "" : findings->front();
  }

  TemporaryFolder folder_;
  const std::string path_;
  InlineExecutor executor_;
  std::unique_ptr<SqliteJournal> journal_;
};

TEST_F(MaintenanceTest, CheckFindsNothingInASoundJournalThatIsInUse) {
  const auto findings = CheckJournal(path_);
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(*findings, std::vector<std::string>{});
}

TEST_F(MaintenanceTest, CheckFindsAMissingEvent) {
  EXPECT_EQ(FindingAfter("DELETE FROM events WHERE ordinal = 1 AND "
                         "sequence = 2"),
            "wf-1: where event 2 should be is another one");
}

TEST_F(MaintenanceTest, CheckFindsAMissingLastEvent) {
  EXPECT_EQ(FindingAfter("DELETE FROM events WHERE ordinal = 1 AND "
                         "sequence = 3"),
            "wf-1: the status is not what the events make of it");
}

TEST_F(MaintenanceTest, CheckFindsAMissingResult) {
  EXPECT_EQ(FindingAfter("DELETE FROM results"),
            "wf-1: is SUCCEEDED and has no result");
}

TEST_F(MaintenanceTest, CheckFindsAColumnThatIsWrong) {
  EXPECT_EQ(FindingAfter("UPDATE workflows SET state = 'QUEUED' WHERE ordinal "
                         "= 1"),
            "wf-1: the columns contradict the status");
}

TEST_F(MaintenanceTest, CheckFindsRowsOfNoWorkflow) {
  EXPECT_EQ(FindingAfter("INSERT INTO labels VALUES ('a', 'b', 77)"),
            "the table labels has 1 rows of workflows that aren't there");
}

TEST_F(MaintenanceTest, CheckOfNoFileFails) {
  EXPECT_TRUE(absl::IsUnavailable(CheckJournal(folder_ / "other.db").status()));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "other.db"));
}

TEST_F(MaintenanceTest, BackupOfAJournalInUseIsAJournal) {
  const std::string copy = folder_ / "backup.db";
  ASSERT_TRUE(BackUpJournal(path_, copy).ok());
  JournalDriver driver(journal_.get());
  ASSERT_TRUE(driver.Create(MakeWorkflow("wf-3")).ok());
  EXPECT_EQ(*CheckJournal(copy), std::vector<std::string>{});
  // One file, and nothing of the making of it is left.
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_FALSE(absl::StrContains(entry.path().string(), ".tmp"))
        << entry.path();
  }
  const auto restored =
      SqliteJournal::Open({.path = copy, .callbacks = &executor_});
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_TRUE((*restored)->GetResult("wf-1").ok());
  EXPECT_EQ((*restored)->queued_count(), 1);
  EXPECT_TRUE(absl::IsNotFound((*restored)->GetStatus("wf-3").status()));
}

TEST_F(MaintenanceTest, BackupOfADamagedJournalIsNone) {
  journal_.reset();
  constexpr int kPage = 4096;
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    const auto pages =
        static_cast<int>(std::filesystem::file_size(path_)) / kPage;
    ASSERT_GT(pages, 4);
    for (int page = 2; page < pages; page += 2) {
      file.seekp(page * kPage);
      file << std::string(64, '\xff');
    }
  }
  const std::string copy = folder_ / "backup.db";
  const absl::Status status = BackUpJournal(path_, copy);
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_FALSE(std::filesystem::exists(copy));
}

TEST_F(MaintenanceTest, BackupReplacesNothing) {
  EXPECT_TRUE(absl::IsAlreadyExists(BackUpJournal(path_, path_)));
  EXPECT_FALSE(
      BackUpJournal(folder_ / "no such.db", folder_ / "backup.db").ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "backup.db"));
  EXPECT_FALSE(BackUpJournal(path_, folder_ / "no/such/folder.db").ok());
}

TEST_F(MaintenanceTest, CompactingRefusesAJournalInUse) {
  const absl::Status status = CompactJournal(path_);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_NE(status.message().find("another process has locked it"),
            absl::string_view::npos)
      << status;
  JournalDriver driver(journal_.get());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-3")).ok());
}

TEST_F(MaintenanceTest, CompactingGivesBackSpace) {
  JournalDriver driver(journal_.get());
  for (int i = 0; i < 20; ++i) {
    NewWorkflow large = MakeWorkflow(absl::StrCat("large-", i));
    large.config.set_name(std::string(100'000, 'x'));
    ASSERT_TRUE(driver.RunToEnd(std::move(large)).ok());
  }
  ASSERT_EQ(*driver.RemoveFinished({.max_finished = 0}, 100), 21);
  journal_.reset();
  const auto before = std::filesystem::file_size(path_);
  const absl::Status status = CompactJournal(path_);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_LT(std::filesystem::file_size(path_), before / 10);
  EXPECT_EQ(*CheckJournal(path_), std::vector<std::string>{});
}

}  // namespace
}  // namespace admf
