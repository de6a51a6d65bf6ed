// That bytes are on the disk when WriteFileDurably says so: the order of the
// system's calls, and what is left when one of them fails. The calls are taken
// over by definitions in this file, which come before those of libc.

#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What the calls below did, and the one of them that fails with EIO.
std::vector<std::string> calls;
std::string failing_call;

bool Fails(const std::string& call) {
  calls.push_back(call);
  if (call != failing_call) return false;
  errno = EIO;
  return true;
}

}  // namespace

extern "C" int fsync(int file) {
  struct stat status;
  const bool folder = fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
  if (Fails(folder ? "sync folder" : "sync file")) return -1;
  return static_cast<int>(syscall(SYS_fsync, file));
}

extern "C" int rename(const char* from, const char* to) noexcept {
  if (Fails("rename")) return -1;
  return static_cast<int>(syscall(SYS_rename, from, to));
}

namespace {

class DurabilityTest : public ::testing::Test {
 protected:
  DurabilityTest() {
    failing_call.clear();
    EXPECT_EQ(files_.WriteFileDurably(folder_ / "file", "old"),
              absl::OkStatus());
    calls.clear();
  }

  const TemporaryFolder folder_;
  PosixFileSystem files_;
};

TEST_F(DurabilityTest, TheFileIsSyncedThenNamedThenTheNameIsSynced) {
  EXPECT_EQ(files_.WriteFileDurably(folder_ / "file", "new"), absl::OkStatus());
  EXPECT_THAT(calls, ElementsAre("sync file", "rename", "sync folder"));
}

TEST_F(DurabilityTest, WhereSyncingOrNamingFailsTheOldFileStays) {
  for (const std::string call : {"sync file", "rename"}) {
    failing_call = call;
    EXPECT_EQ(files_.WriteFileDurably(folder_ / "file", "new").code(),
              absl::StatusCode::kDataLoss);
    EXPECT_EQ(*files_.ReadFile(folder_ / "file"), "old");
    EXPECT_THAT(*files_.ListDirectory(folder_.path()), ElementsAre("file"));
  }
}

TEST_F(DurabilityTest, WhereSyncingTheNameFailsTheNewFileIsComplete) {
  failing_call = "sync folder";
  EXPECT_EQ(files_.WriteFileDurably(folder_ / "file", "new").code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(*files_.ReadFile(folder_ / "file"), "new");
  EXPECT_THAT(*files_.ListDirectory(folder_.path()), ElementsAre("file"));
}

TEST_F(DurabilityTest, EachNewFolderIsSyncedIntoTheOneAbove) {
  EXPECT_EQ(files_.CreateDirectories(folder_ / "a/b"), absl::OkStatus());
  EXPECT_THAT(calls, ElementsAre("sync folder", "sync folder"));
  calls.clear();
  EXPECT_EQ(files_.CreateDirectories(folder_ / "a/b"), absl::OkStatus());
  EXPECT_THAT(calls, IsEmpty());
  failing_call = "sync folder";
  EXPECT_EQ(files_.CreateDirectories(folder_ / "c").code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(DurabilityTest, ScratchFoldersNeedNotSurvive) {
  EXPECT_TRUE(files_.CreateUniqueDirectory(folder_ / "scratch-").ok());
  EXPECT_THAT(calls, IsEmpty());
}

}  // namespace
}  // namespace admf
