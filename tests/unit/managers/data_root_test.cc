#include "managers/data_root.h"

#include <unistd.h>

#include <string>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

class DataRootTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = folder_.path() + "/data";
    ASSERT_TRUE(files_.CreateDirectories(root_ + "/sub").ok());
    ASSERT_TRUE(files_.WriteFileDurably(root_ + "/a.csv", "a").ok());
    ASSERT_TRUE(files_.WriteFileDurably(root_ + "/sub/b.csv", "b").ok());
    ASSERT_TRUE(
        files_.WriteFileDurably(folder_.path() + "/secret.csv", "s").ok());
    // A folder whose name begins with the root's.
    ASSERT_TRUE(files_.CreateDirectories(folder_.path() + "/database").ok());
    ASSERT_TRUE(
        files_.WriteFileDurably(folder_.path() + "/database/c.csv", "c").ok());
    canonical_ = *files_.Canonical(root_);
  }

  DataRoot Root() { return *DataRoot::Create(root_, &files_); }
  void Link(const std::string& target, const std::string& name) {
    ASSERT_EQ(symlink(target.c_str(), (root_ + "/" + name).c_str()), 0);
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  std::string root_;
  std::string canonical_;
};

TEST_F(DataRootTest, ResolvesPathsInside) {
  EXPECT_EQ(*Root().Resolve("a.csv"), canonical_ + "/a.csv");
  EXPECT_EQ(*Root().Resolve("sub/../sub/b.csv"), canonical_ + "/sub/b.csv");
  EXPECT_EQ(*Root().Resolve(canonical_ + "/a.csv"), canonical_ + "/a.csv");
}

TEST_F(DataRootTest, RefusesPathsOutside) {
  for (const std::string& path :
       {std::string("../secret.csv"), std::string("sub/../../secret.csv"),
        folder_.path() + "/secret.csv", std::string("../database/c.csv"),
        std::string("/etc/passwd")}) {
    const auto resolved = Root().Resolve(path);
    EXPECT_TRUE(absl::IsInvalidArgument(resolved.status())) << path;
  }
}

TEST_F(DataRootTest, RefusesSymbolicLinksThatLeadOut) {
  Link("../secret.csv", "link.csv");
  Link("..", "up");
  EXPECT_TRUE(absl::IsInvalidArgument(Root().Resolve("link.csv").status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Root().Resolve("up/secret.csv").status()));
}

TEST_F(DataRootTest, FollowsSymbolicLinksInside) {
  Link("sub/b.csv", "link.csv");
  EXPECT_EQ(*Root().Resolve("link.csv"), canonical_ + "/sub/b.csv");
}

TEST_F(DataRootTest, WhatIsMissingIsNamed) {
  Link("nowhere.csv", "dangling.csv");
  for (const char* path : {"none.csv", "dangling.csv"}) {
    const auto resolved = Root().Resolve(path);
    EXPECT_TRUE(absl::IsNotFound(resolved.status()));
    EXPECT_NE(resolved.status().message().find(path), std::string::npos);
  }
}

TEST_F(DataRootTest, RefusesFoldersAndEmptyPaths) {
  EXPECT_TRUE(absl::IsInvalidArgument(Root().Resolve("sub").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Root().Resolve("").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Root().Resolve(".").status()));
}

TEST_F(DataRootTest, ANulByteIsRefused) {
  EXPECT_FALSE(Root().Resolve(std::string("a.csv\0x", 7)).ok());
}

TEST_F(DataRootTest, TheRootMustBeAFolder) {
  EXPECT_TRUE(
      absl::IsNotFound(DataRoot::Create(root_ + "/a.csv", &files_).status()));
  EXPECT_TRUE(
      absl::IsNotFound(DataRoot::Create(root_ + "/none", &files_).status()));
}

}  // namespace
}  // namespace admf
