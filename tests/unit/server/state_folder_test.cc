#include "server/state_folder.h"

#include <string>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

class StateFolderTest : public testing::Test {
 protected:
  absl::Status Check() { return CheckStateFolder(folder_.path(), &files_); }
  void Write(const std::string& name) {
    ASSERT_TRUE(files_.WriteFileDurably(folder_ / name, "mine").ok());
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
};

TEST_F(StateFolderTest, MayBeEmptyOrMissing) {
  EXPECT_TRUE(Check().ok());
  EXPECT_TRUE(CheckStateFolder(folder_ / "none", &files_).ok());
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "lost+found").ok());
  EXPECT_TRUE(Check().ok());
}

TEST_F(StateFolderTest, MustNotBeSomebodyElses) {
  Write("report.csv");
  const absl::Status status = Check();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr(folder_.path()));
  EXPECT_THAT(std::string(status.message()), HasSubstr("--state-dir"));
}

TEST_F(StateFolderTest, IsKnownByItsJournal) {
  Write("notes.txt");
  Write("journal.db");
  EXPECT_TRUE(Check().ok());
}

/// As when the first start was ended before there was a journal.
TEST_F(StateFolderTest, MayBeBegun) {
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "artifacts").ok());
  EXPECT_FALSE(Check().ok());
  Write("lock");
  EXPECT_TRUE(Check().ok());
  // Others have files of that name, too.
  Write("notes.txt");
  EXPECT_FALSE(Check().ok());
}

}  // namespace
}  // namespace admf
