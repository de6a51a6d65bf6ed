#include "managers/artifact_store.h"

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
  EXPECT_TRUE(absl::IsResourceExhausted(store_.Put("abc").status()));
  EXPECT_TRUE(absl::IsNotFound(store_.Get(kDigestOfAbc).status()));
  EXPECT_TRUE(store_.Put("abc").ok());
}

TEST_F(ArtifactStoreTest, RemoveAllButKeepsWhatIsLive) {
  const std::string kept = *store_.Put("abc");
  const std::string removed = *store_.Put("other");
  ASSERT_TRUE(store_.RemoveAllBut({kept}).ok());
  EXPECT_TRUE(store_.Get(kept).ok());
  EXPECT_TRUE(absl::IsNotFound(store_.Get(removed).status()));
}

}  // namespace
}  // namespace admf
