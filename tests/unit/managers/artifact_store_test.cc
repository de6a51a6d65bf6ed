#include "managers/artifact_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
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
  for (const Operation operation :
       {Operation::kCreateDirectories, Operation::kWriteFileDurably}) {
    files_.FailCall(operation, 1, ENOSPC);
    EXPECT_TRUE(absl::IsUnavailable(store_.Put("abc").status()));
    files_.Heal();
  }
  EXPECT_TRUE(absl::IsNotFound(store_.Get(kDigestOfAbc).status()));
  EXPECT_TRUE(store_.Put("abc").ok());
}

/// With outputs that are too long for the memory.
class LongArtifactTest : public ArtifactStoreTest {
 protected:
  static constexpr size_t kPiece = size_t{1} << 18;

  /// `pieces` of kPiece bytes each.
  absl::StatusOr<ArtifactStore::Kept> Put(size_t pieces) {
    return store_.PutPieces([pieces](ArtifactStore::Sink sink) {
      const std::string piece(kPiece, 'x');
      absl::Status status;
      for (size_t i = 0; i < pieces && status.ok(); ++i) status = sink(piece);
      return status;
    });
  }
  std::vector<std::string> BeingWritten() {
    return *posix_.ListDirectory(folder_.path() + "/new");
  }

  static constexpr size_t kLong = ArtifactStore::kBufferBytes / kPiece + 1;
  static constexpr size_t kTwoSyncs =
      2 * ArtifactStore::kSyncBytes / kPiece + 1;
};

TEST_F(LongArtifactTest, PiecesAreOneArtifact) {
  for (const size_t pieces : {size_t{0}, size_t{1}, kLong - 1, kLong}) {
    const std::string bytes(pieces * kPiece, 'x');
    const auto kept = Put(pieces);
    ASSERT_TRUE(kept.ok()) << kept.status();
    EXPECT_EQ(kept->size_bytes, static_cast<int64_t>(bytes.size()));
    EXPECT_EQ(*store_.Get(kept->digest), bytes);
    EXPECT_EQ(*store_.Put(bytes), kept->digest);
  }
  EXPECT_EQ(files_.calls(Operation::kCreateNewFile), 1);
  EXPECT_TRUE(BeingWritten().empty());
}

TEST_F(LongArtifactTest, IsOnDiskWhenItHasItsName) {
  ASSERT_TRUE(Put(kLong).ok());
  EXPECT_EQ(files_.calls(Operation::kSync), 1);
  EXPECT_EQ(files_.calls(Operation::kMoveTo), 1);
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), 1);
}

TEST_F(LongArtifactTest, NoSyncIsLong) {
  ASSERT_TRUE(Put(kTwoSyncs).ok());
  // Two on the way, and that of the end.
  EXPECT_EQ(files_.calls(Operation::kSync), 3);
}

TEST_F(LongArtifactTest, OneThatIsThereAlreadyIsNotReplaced) {
  ASSERT_TRUE(Put(kLong).ok());
  ASSERT_TRUE(Put(kLong).ok());
  EXPECT_EQ(files_.calls(Operation::kMoveTo), 1);
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), 1);
  EXPECT_TRUE(BeingWritten().empty());
}

TEST_F(LongArtifactTest, AnyFailureIsAnErrorAndLeavesNothing) {
  const std::vector<std::pair<Operation, int>> faults = {
      {Operation::kCreateNewFile, 1},
      {Operation::kAppend, 1},
      {Operation::kAppend, 7},
      {Operation::kSync, 1},
      {Operation::kSync, 3},
      {Operation::kCreateDirectories, 1},
      {Operation::kCreateDirectories, 2},
      {Operation::kGetFileStatus, 1},
      {Operation::kMoveTo, 1}};
  for (const auto& [operation, nth] : faults) {
    files_.FailCall(operation, nth, ENOSPC);
    EXPECT_TRUE(absl::IsUnavailable(Put(kTwoSyncs).status()))
        << static_cast<int>(operation) << " " << nth;
    files_.Heal();
    EXPECT_TRUE(BeingWritten().empty());
  }
  // The file is whole, only its name may be lost again: it is put once more.
  files_.FailCall(Operation::kSyncDirectory, 1, EIO);
  EXPECT_TRUE(absl::IsDataLoss(Put(kTwoSyncs).status()));
  const int syncs = files_.calls(Operation::kSyncDirectory);
  EXPECT_TRUE(Put(kTwoSyncs).ok());
  EXPECT_EQ(files_.calls(Operation::kSyncDirectory), syncs + 1);
}

TEST_F(LongArtifactTest, AnErrorOfTheProducerLeavesNothing) {
  const auto kept = store_.PutPieces([](ArtifactStore::Sink sink) {
    const std::string piece(2 * ArtifactStore::kBufferBytes, 'x');
    EXPECT_TRUE(sink(piece).ok());
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(kept.status(), absl::CancelledError("enough"));
  EXPECT_TRUE(BeingWritten().empty());
}

TEST_F(LongArtifactTest, WhatACrashHasLeftGoes) {
  ASSERT_TRUE(posix_.CreateDirectories(folder_.path() + "/new").ok());
  const std::string left = folder_.path() + "/new/part-abcdef";
  ASSERT_TRUE(posix_.WriteFileDurably(left, "half").ok());
  const auto unused = [](std::string_view) { return false; };
  EXPECT_EQ(*store_.RemoveUnused(absl::InfinitePast(), unused), 0);
  EXPECT_EQ(*store_.RemoveUnused(absl::InfiniteFuture(), unused), 1);
  EXPECT_FALSE(*posix_.Exists(left));
}

TEST_F(ArtifactStoreTest, AFileThatGoesWhileItIsLookedAtIsNoError) {
  ASSERT_TRUE(store_.Put("abc").ok());
  // The first look is at the folder.
  files_.FailCall(Operation::kGetFileStatus, 2, ENOENT);
  const auto unused = [](std::string_view) { return false; };
  const auto removed = store_.RemoveUnused(absl::InfiniteFuture(), unused);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(*removed, 0);
}

TEST_F(ArtifactStoreTest, WritesAgainWhatWasDamaged) {
  const std::string digest = *store_.Put("abc");
  const std::string path = folder_.path() + "/ba/" + digest;
  for (const char* damaged : {"abd", "", "abcabc"}) {
    // As another process finds it; and as this one does, once it was read.
    ASSERT_TRUE(posix_.WriteFileDurably(path, damaged).ok());
    ArtifactStore next(folder_.path(), &files_);
    ASSERT_TRUE(next.Put("abc").ok());
    EXPECT_EQ(*next.Get(digest), "abc");
    ASSERT_TRUE(posix_.WriteFileDurably(path, damaged).ok());
    EXPECT_TRUE(absl::IsDataLoss(store_.Get(digest).status()));
    ASSERT_TRUE(store_.Put("abc").ok());
    EXPECT_EQ(*store_.Get(digest), "abc");
  }
}

TEST_F(ArtifactStoreTest, NeverRemovesWhatIsNotItsOwn) {
  const std::string foreign[] = {"/stray", "/ba/model.bin", "/new/notes.txt",
                                 "/mine/part-1",
                                 std::string("/bb/") + kDigestOfAbc};
  for (const std::string& name : foreign) {
    const std::string path = folder_.path() + name;
    ASSERT_TRUE(posix_.CreateDirectories(path.substr(0, path.rfind('/'))).ok());
    ASSERT_TRUE(posix_.WriteFileDurably(path, "mine").ok());
  }
  ASSERT_TRUE(posix_.WriteFileDurably(folder_.path() + "/ab", "mine").ok());
  ASSERT_TRUE(store_.Put("abc").ok());
  const std::string half =
      folder_.path() + "/ba/" + kDigestOfAbc + ".tmp-aB3xYz";
  ASSERT_TRUE(posix_.WriteFileDurably(half, "half").ok());
  const auto removed = store_.RemoveUnused(
      absl::InfiniteFuture(), [](std::string_view) { return false; });
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(*removed, 2);
  EXPECT_FALSE(*posix_.Exists(half));
  for (const std::string& name : foreign) {
    EXPECT_TRUE(*posix_.Exists(folder_.path() + name)) << name;
  }
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
