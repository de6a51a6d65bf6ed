#include "managers/data_root.h"

#include <unistd.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
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
        std::string("/etc/passwd"), std::string("..")}) {
    const auto resolved = Root().Resolve(path);
    EXPECT_TRUE(absl::IsInvalidArgument(resolved.status())) << path;
  }
}

/// The message about a path, with the path replaced.
std::string Answer(const DataRoot& root, const std::string& path) {
  const absl::Status status = root.Resolve(path).status();
  return absl::StrReplaceAll(status.ToString(), {{path, "PATH"}});
}

TEST_F(DataRootTest, NobodyLearnsWhatExistsOutside) {
  Link("../secret.csv", "link.csv");
  Link("../none.csv", "dangling.csv");
  Link("..", "up");
  const DataRoot root = Root();
  EXPECT_EQ(Answer(root, "../secret.csv"), Answer(root, "../none.csv"));
  EXPECT_EQ(Answer(root, "../database"), Answer(root, "../none"));
  EXPECT_EQ(Answer(root, "/etc/passwd"), Answer(root, "/etc/none"));
  EXPECT_EQ(Answer(root, "link.csv"), Answer(root, "dangling.csv"));
  EXPECT_EQ(Answer(root, "up/secret.csv"), Answer(root, "up/none.csv"));
  EXPECT_EQ(Answer(root, "up/database"), Answer(root, "up/none"));
}

TEST_F(DataRootTest, TheRootMayBeNamedThroughALink) {
  ASSERT_EQ(symlink(root_.c_str(), (folder_.path() + "/prices").c_str()), 0);
  const DataRoot root = *DataRoot::Create(folder_.path() + "/prices", &files_);
  EXPECT_EQ(*root.Resolve(folder_.path() + "/prices/a.csv"),
            canonical_ + "/a.csv");
  EXPECT_EQ(*root.Resolve(canonical_ + "/a.csv"), canonical_ + "/a.csv");
}

TEST_F(DataRootTest, PathsOfNoFileGetNoWordsOfTheSystem) {
  for (const std::string& path : {std::string("a.csv/"), std::string(300, 'x'),
                                  std::string(5'000, 'x')}) {
    const absl::Status status = Root().Resolve(path).status();
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_TRUE(absl::StartsWith(status.message(), "there is no file "));
    EXPECT_LT(status.message().size(), 600u);
  }
}

TEST_F(DataRootTest, RefusesSymbolicLinksThatLeadOut) {
  Link("../secret.csv", "link.csv");
  Link("..", "up");
  EXPECT_TRUE(absl::IsNotFound(Root().Resolve("link.csv").status()));
  EXPECT_TRUE(absl::IsNotFound(Root().Resolve("up/secret.csv").status()));
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
  const absl::Status root = Root().Resolve(".").status();
  EXPECT_TRUE(absl::IsInvalidArgument(root));
  EXPECT_NE(root.message().find("is a folder"), std::string::npos) << root;
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
