#include "containers/platform/testing/faulty_file_system.h"

#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Operation = FaultyFileSystem::Operation;

class FaultyFileSystemTest : public ::testing::Test {
 protected:
  const TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
};

TEST_F(FaultyFileSystemTest, PassesCallsOn) {
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "a/b").ok());
  ASSERT_TRUE(files_.WriteFileDurably(folder_ / "a/file", "bytes").ok());
  EXPECT_EQ(*files_.ReadFile(folder_ / "a/file"), "bytes");
  EXPECT_EQ(files_.ListDirectory(folder_ / "a")->size(), 2u);
  EXPECT_EQ(files_.GetFileStatus(folder_ / "a/file")->size_bytes, 5);
  EXPECT_EQ(*files_.Canonical(folder_ / "a/./b"), folder_ / "a/b");
  EXPECT_GT(*files_.FreeBytes(folder_.path()), 0);
  EXPECT_TRUE(files_.RemoveFile(folder_ / "a/file").ok());
  EXPECT_FALSE(*files_.Exists(folder_ / "a/file"));
  EXPECT_TRUE(*files_.Exists(*files_.CreateUniqueDirectory(folder_ / "u-")));
  EXPECT_TRUE(files_.RemoveAll(folder_ / "a").ok());
  EXPECT_FALSE(*posix_.Exists(folder_ / "a"));
}

TEST_F(FaultyFileSystemTest, FailsTheNthCallOnly) {
  files_.FailCall(Operation::kWriteFileDurably, 2, ENOSPC);
  EXPECT_TRUE(files_.WriteFileDurably(folder_ / "1", "").ok());
  const absl::Status failed = files_.WriteFileDurably(folder_ / "2", "");
  EXPECT_EQ(failed.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(failed.message(), absl::StrCat("cannot write '", folder_ / "2",
                                           "': No space left on device"));
  EXPECT_FALSE(*posix_.Exists(folder_ / "2"));
  EXPECT_TRUE(files_.WriteFileDurably(folder_ / "3", "").ok());
  EXPECT_EQ(files_.calls(Operation::kWriteFileDurably), 3);
}

TEST_F(FaultyFileSystemTest, FailsTheCallsOfANewFile) {
  const auto file = files_.CreateNewFile(folder_ / "new-");
  ASSERT_TRUE(file.ok()) << file.status();
  files_.FailCall(Operation::kAppend, 2, ENOSPC);
  EXPECT_TRUE((*file)->Append("one").ok());
  EXPECT_TRUE(absl::IsUnavailable((*file)->Append("lost")));
  files_.FailCall(Operation::kSync, 1, EIO);
  EXPECT_TRUE(absl::IsDataLoss((*file)->Sync()));
  EXPECT_TRUE((*file)->Sync().ok());
  files_.FailCall(Operation::kMoveTo, 1, EIO);
  EXPECT_TRUE(absl::IsDataLoss((*file)->MoveTo(folder_ / "file")));
  EXPECT_TRUE((*file)->MoveTo(folder_ / "file").ok());
  EXPECT_EQ(*posix_.ReadFile(folder_ / "file"), "one");
  files_.FailCall(Operation::kCreateNewFile, 1, EIO);
  EXPECT_TRUE(absl::IsDataLoss(files_.CreateNewFile(folder_ / "x").status()));
}

TEST_F(FaultyFileSystemTest, FailsEveryOperationUntilHealed) {
  for (const Operation operation :
       {Operation::kWriteFileDurably, Operation::kReadFile,
        Operation::kCreateDirectories, Operation::kCreateUniqueDirectory,
        Operation::kRemoveAll, Operation::kRemoveFile,
        Operation::kListDirectory, Operation::kGetFileStatus,
        Operation::kExists, Operation::kCanonical, Operation::kFreeBytes}) {
    files_.FailAllCalls(operation, EIO);
  }
  const std::string path = folder_.path();
  for (int round = 0; round < 2; ++round) {
    for (const absl::Status& status :
         {files_.WriteFileDurably(path, ""), files_.ReadFile(path).status(),
          files_.CreateDirectories(path),
          files_.CreateUniqueDirectory(path).status(), files_.RemoveAll(path),
          files_.RemoveFile(path), files_.ListDirectory(path).status(),
          files_.GetFileStatus(path).status(), files_.Exists(path).status(),
          files_.Canonical(path).status(), files_.FreeBytes(path).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    }
  }
  files_.Heal();
  EXPECT_TRUE(*files_.Exists(path));
}

}  // namespace
}  // namespace admf
