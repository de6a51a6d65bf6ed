#include "containers/platform/file_lock.h"

#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(FileLockTest, TheFileSaysWhoHoldsIt) {
  const TemporaryFolder folder;
  const auto lock = FileLock::Acquire(folder / "lock");
  ASSERT_TRUE(lock.ok()) << lock.status();
  EXPECT_EQ(*PosixFileSystem().ReadFile(folder / "lock"),
            absl::StrCat(getpid(), "\n"));
}

TEST(FileLockTest, ASecondLockIsRefusedNamingTheHolder) {
  const TemporaryFolder folder;
  const std::string path = folder / "lock";
  const auto first = FileLock::Acquire(path);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = FileLock::Acquire(path);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(second.status().message(),
            absl::StrCat("'", path, "' is locked by process ", getpid()));
}

TEST(FileLockTest, DestroyingItGivesTheLockBack) {
  const TemporaryFolder folder;
  auto first = FileLock::Acquire(folder / "lock");
  ASSERT_TRUE(first.ok()) << first.status();
  first->reset();
  EXPECT_TRUE(FileLock::Acquire(folder / "lock").ok());
}

TEST(FileLockTest, AFileThatIsLeftOverIsNoLock) {
  const TemporaryFolder folder;
  // Longer than any process id: nothing of it may stay.
  ASSERT_TRUE(PosixFileSystem()
                  .WriteFileDurably(folder / "lock", "123456789012345678\n")
                  .ok());
  const auto lock = FileLock::Acquire(folder / "lock");
  ASSERT_TRUE(lock.ok()) << lock.status();
  EXPECT_EQ(*PosixFileSystem().ReadFile(folder / "lock"),
            absl::StrCat(getpid(), "\n"));
}

TEST(FileLockTest, AFolderThatIsNotThereIsAnError) {
  const TemporaryFolder folder;
  const auto lock = FileLock::Acquire(folder / "missing/lock");
  EXPECT_EQ(lock.status().code(), absl::StatusCode::kNotFound);
}

TEST(FileLockTest, AFolderCannotBeLocked) {
  const TemporaryFolder folder;
  const auto lock = FileLock::Acquire(folder.path());
  EXPECT_EQ(lock.status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace admf
