#include "coordinator/sqlite/sqlite_schema.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Database.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/testing/inline_executor.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/sqlite/maintenance/check_journal.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "gtest/gtest.h"
#include "tests/unit/coordinator/sqlite/journal_driver.h"

namespace admf {
namespace {

class SqliteSchemaTest : public testing::Test {
 protected:
  SqliteSchemaTest() : path_(folder_ / "journal.db") {}

  void Execute(const std::string& sql) {
    SQLite::Database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(sql);
  }
  absl::StatusOr<std::unique_ptr<SqliteJournal>> Open() {
    return SqliteJournal::Open({.path = path_, .callbacks = &executor_});
  }
  std::string Bytes() {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
  const std::string path_;
  InlineExecutor executor_;
};

TEST_F(SqliteSchemaTest, NewerFileIsRefusedAndLeftAlone) {
  Execute(absl::StrCat("PRAGMA application_id = ", kJournalApplicationId,
                       "; PRAGMA user_version = ", JournalSchemaVersion() + 1));
  const std::string before = Bytes();
  const auto opened = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_NE(opened.status().message().find("a newer admfd"),
            absl::string_view::npos);
  EXPECT_EQ(Bytes(), before);
}

TEST_F(SqliteSchemaTest, ForeignFileIsRefusedAndLeftAlone) {
  Execute("CREATE TABLE recipes (name TEXT)");
  const std::string before = Bytes();
  const auto opened = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_NE(opened.status().message().find("another program"),
            absl::string_view::npos);
  EXPECT_EQ(Bytes(), before);
  EXPECT_TRUE(absl::IsFailedPrecondition(CheckJournal(path_).status()));
}

TEST_F(SqliteSchemaTest, NewFileHasTheNewestVersion) {
  ASSERT_TRUE(Open().ok());
  SQLite::Database database(path_);
  EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt64(),
            kJournalApplicationId);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt64(),
            JournalSchemaVersion());
  EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
}

// One dump for each version that was ever released, made with
// `sqlite3 journal.db .dump` of three workflows: wf-1 has succeeded, wf-2 is
// running, wf-3 waits.
class EarlierVersionTest : public SqliteSchemaTest,
                           public testing::WithParamInterface<int> {};

TEST_P(EarlierVersionTest, IsOpenedAndGoesOn) {
  std::ifstream dump(absl::StrCat(
      "tests/unit/coordinator/sqlite/journal_version_", GetParam(), ".sql"));
  ASSERT_TRUE(dump.good());
  Execute({std::istreambuf_iterator<char>(dump), {}});

  auto journal = Open();
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ((*journal)->GetResult("wf-1")->result_digest(), "abc");
  EXPECT_EQ((*journal)->GetStatus("wf-2")->last_sequence(), 4);
  EXPECT_EQ((*journal)->queued_count(), 1);
  EXPECT_EQ((*journal)->FindQueued("wf-3")->entry.cpu_cores, 1);
  EXPECT_TRUE(*(*journal)->HasArtifact("digest"));
  EXPECT_EQ(
      (*journal)
          ->ReadCheckpoints("wf-2", v1::WORKFLOW_PHASE_COMPUTATION, {}, 1 << 20)
          ->size(),
      1u);
  JournalDriver driver(journal->get());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-9", "r1", "d1"))->already_existed);
  EXPECT_TRUE(driver.Append("wf-2", {Progress(1)}).ok());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-10")).ok());
  EXPECT_TRUE(driver.End("wf-10", "data", "rules", 3).ok());
  EXPECT_TRUE(driver.Create(MakeWorkflow("wf-11")).ok());
  EXPECT_EQ(*(*journal)->CountEarlierTrials("wf-11", "data", "rules"), 3);
  journal->reset();
  EXPECT_EQ(*CheckJournal(path_), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(All, EarlierVersionTest, testing::Values(1, 2));

}  // namespace
}  // namespace admf
