#include "client/partial_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PartialFileTest : public ::testing::Test {
 protected:
  PartialFileTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  std::string Path(const std::string& name) const { return folder_ / name; }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  static std::string Read(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  static void Write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  const std::filesystem::path folder_;
};

TEST_F(PartialFileTest, AppearsWithCommit) {
  auto file = PartialFile::Create(Path("trades.csv"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE((*file)->Append("time,").ok());
  ASSERT_TRUE((*file)->Append("units\n").ok());
  EXPECT_FALSE(std::filesystem::exists(Path("trades.csv")));
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(Read(Path("trades.csv")), "time,units\n");
  EXPECT_THAT(Names(), ElementsAre("trades.csv"));
}

TEST_F(PartialFileTest, WithoutCommitTheOldFileStays) {
  Write(Path("trades.csv"), "old");
  {
    auto file = PartialFile::Create(Path("trades.csv"));
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE((*file)->Append("half a ta").ok());
  }
  EXPECT_EQ(Read(Path("trades.csv")), "old");
  EXPECT_THAT(Names(), ElementsAre("trades.csv"));
}

TEST_F(PartialFileTest, CommitReplacesTheOldFile) {
  Write(Path("trades.csv"), "old");
  auto file = PartialFile::Create(Path("trades.csv"));
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Append("new").ok());
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(Read(Path("trades.csv")), "new");
}

TEST_F(PartialFileTest, FollowsALink) {
  Write(Path("target.csv"), "old");
  std::filesystem::create_symlink("target.csv", Path("link.csv"));
  auto file = PartialFile::Create(Path("link.csv"));
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Append("new").ok());
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(Read(Path("target.csv")), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link.csv")));
}

TEST_F(PartialFileTest, MissingFolderIsAnError) {
  const auto file = PartialFile::Create(Path("no/such/trades.csv"));
  ASSERT_FALSE(file.ok());
  EXPECT_THAT(std::string(file.status().message()),
              HasSubstr("no/such/trades.csv"));
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(PartialFileTest, AFolderIsNoFile) {
  std::filesystem::create_directory(Path("a.csv"));
  EXPECT_FALSE(PartialFile::Create(Path("a.csv")).ok());
}

TEST_F(PartialFileTest, DoesNotReplaceAPipe) {
  ASSERT_EQ(mkfifo(Path("pipe.csv").c_str(), 0600), 0);
  std::filesystem::create_symlink("pipe.csv", Path("link.csv"));
  for (const char* name : {"pipe.csv", "link.csv"}) {
    const auto file = PartialFile::Create(Path(name));
    ASSERT_FALSE(file.ok());
    EXPECT_THAT(std::string(file.status().message()),
                HasSubstr("it is no regular file"));
  }
  EXPECT_TRUE(std::filesystem::is_fifo(Path("pipe.csv")));
}

}  // namespace
}  // namespace admf
