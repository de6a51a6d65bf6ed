#include "managers/artifact_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Operation = FaultyFileSystem::Operation;

class ArtifactStoreTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  ArtifactStore store_{folder_.path(), &files_};
};

// The digest of "abc" is the first example of FIPS 180-4.
constexpr char kDigestOfAbc[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST_F(ArtifactStoreTest, PutNamesTheBytesByTheirDigest) {
  const auto digest = store_.Put("abc");
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(*digest, kDigestOfAbc);
  EXPECT_EQ(*store_.Get(*digest), "abc");
  EXPECT_EQ(*posix_.ReadFile(folder_.path() + "/ba/" + kDigestOfAbc), "abc");
}

TEST_F(ArtifactStoreTest, EqualBytesAreWrittenOnce) {
  ASSERT_TRUE(store_.Put("abc").ok());
  ASSERT_TRUE(store_.Put("abc").ok());
  EXPECT_EQ(files_.calls(Operation::kWriteFileDurably), 1);
}

TEST_F(ArtifactStoreTest, DamageIsNoticed) {
  ASSERT_TRUE(store_.Put("abc").ok());
  ASSERT_TRUE(
      posix_.WriteFileDurably(folder_.path() + "/ba/" + kDigestOfAbc, "abd")
          .ok());
  EXPECT_TRUE(absl::IsDataLoss(store_.Get(kDigestOfAbc).status()));
}

TEST_F(ArtifactStoreTest, WhatIsGoneIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(store_.Get(kDigestOfAbc).status()));
}

TEST_F(ArtifactStoreTest, AFullDiskIsAnErrorAndLeavesNothing) {
  files_.FailCall(Operation::kWriteFileDurably, 1, ENOSPC);
  EXPECT_TRUE(absl::IsUnavailable(store_.Put("abc").status()));
  EXPECT_TRUE(absl::IsNotFound(store_.Get(kDigestOfAbc).status()));
  EXPECT_TRUE(store_.Put("abc").ok());
}

TEST_F(ArtifactStoreTest, RemovesWhatIsNotUsed) {
  const std::string kept = *store_.Put("abc");
  const std::string removed = *store_.Put("other");
  const auto count = store_.RemoveUnused(
      absl::InfiniteFuture(),
      [&](std::string_view digest) { return digest == kept; });
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 1);
  EXPECT_TRUE(store_.Get(kept).ok());
  EXPECT_TRUE(absl::IsNotFound(store_.Get(removed).status()));
}

TEST_F(ArtifactStoreTest, WhatWasPutLatelyStaysThoughItIsNotUsedYet) {
  const std::string fresh = *store_.Put("abc");
  const auto count = store_.RemoveUnused(
      absl::InfinitePast(), [](std::string_view) { return false; });
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 0);
  EXPECT_TRUE(store_.Get(fresh).ok());
}

TEST_F(ArtifactStoreTest, PuttingAgainMakesItFresh) {
  const std::string digest = *store_.Put("abc");
  const std::string path =
      folder_.path() + "/" + digest.substr(0, 2) + "/" + digest;
  const timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), old, 0), 0);
  ASSERT_TRUE(store_.Put("abc").ok());
  const auto count = store_.RemoveUnused(
      absl::FromUnixSeconds(2000), [](std::string_view) { return false; });
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 0);
}

TEST_F(ArtifactStoreTest, WhatAnotherProcessHasLeftIsSyncedOnce) {
  ASSERT_TRUE(store_.Put("abc").ok());
  ArtifactStore next(folder_.path(), &files_);
  files_.FailCall(Operation::kSyncDirectory, 1, EIO);
  EXPECT_TRUE(absl::IsDataLoss(next.Put("abc").status()));
  EXPECT_TRUE(next.Put("abc").ok());
  EXPECT_TRUE(next.Put("abc").ok());
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), 2);
  EXPECT_EQ(files_.calls(Operation::kWriteFileDurably), 1);
}

TEST_F(ArtifactStoreTest, WhatItHasSyncedItselfIsNotSyncedAgain) {
  ASSERT_TRUE(store_.Put("abc").ok());
  ASSERT_TRUE(store_.Put("abc").ok());
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), 0);
}

/// As when the sync of the folder has failed after the file got its name.
TEST_F(ArtifactStoreTest, WhatMayNotBeSyncedIsSyncedBeforeItIsUsed) {
  files_.FailCall(Operation::kWriteFileDurably, 1, EIO);
  EXPECT_FALSE(store_.Put("abc").ok());
  const std::string group = folder_.path() + "/ba";
  ASSERT_TRUE(posix_.CreateDirectories(group).ok());
  ASSERT_TRUE(posix_.WriteFileDurably(group + "/" + kDigestOfAbc, "abc").ok());
  ASSERT_TRUE(store_.Put("abc").ok());
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), 1);
}

TEST_F(ArtifactStoreTest, WhatWasRemovedIsWrittenAgain) {
  const std::string digest = *store_.Put("abc");
  const auto removed = store_.RemoveUnused(
      absl::InfiniteFuture(), [](std::string_view) { return false; });
  ASSERT_TRUE(removed.ok()) << removed.status();
  ASSERT_EQ(*removed, 1);
  ASSERT_TRUE(store_.Put("abc").ok());
  EXPECT_EQ(files_.calls(Operation::kWriteFileDurably), 2);
  EXPECT_EQ(*store_.Get(digest), "abc");
}

TEST_F(ArtifactStoreTest, NothingGoesWhileNobodyCanSayWhatIsUsed) {
  const std::string digest = *store_.Put("abc");
  EXPECT_TRUE(absl::IsUnavailable(
      store_
          .RemoveUnused(absl::InfiniteFuture(),
                        [](std::string_view) -> absl::StatusOr<bool> {
                          return absl::UnavailableError("disk");
                        })
          .status()));
  EXPECT_TRUE(store_.Get(digest).ok());
}

}  // namespace
}  // namespace admf
