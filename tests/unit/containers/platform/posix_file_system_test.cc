#include "containers/platform/posix_file_system.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class PosixFileSystemTest : public ::testing::Test {
 protected:
  void Write(const std::string& path, std::string_view bytes) {
    const absl::Status status = files_.WriteFileDurably(path, bytes);
    ASSERT_TRUE(status.ok()) << status;
  }
  std::string Read(const std::string& path) {
    const absl::StatusOr<std::string> bytes = files_.ReadFile(path);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.value_or("");
  }
  std::vector<std::string> List(const std::string& path) {
    const auto names = files_.ListDirectory(path);
    EXPECT_TRUE(names.ok()) << names.status();
    return names.value_or(std::vector<std::string>());
  }

  const TemporaryFolder folder_;
  PosixFileSystem files_;
};

// Files can't grow beyond `bytes` for as long as it lives: a full disk that
// needs no disk. Without the signal the limit would end the process.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    rlimit limit = old_limit_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    old_handler_ = signal(SIGXFSZ, SIG_IGN);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_limit_;
  sighandler_t old_handler_;
};

TEST_F(PosixFileSystemTest, ReadsWhatItWrote) {
  const std::string bytes("a\0b\nc", 5);
  Write(folder_ / "file", bytes);
  EXPECT_EQ(Read(folder_ / "file"), bytes);
  EXPECT_THAT(List(folder_.path()), ElementsAre("file"));
}

TEST_F(PosixFileSystemTest, ReadsEmptyAndLargeFiles) {
  Write(folder_ / "empty", "");
  EXPECT_EQ(Read(folder_ / "empty"), "");
  const std::string large(3'000'001, 'x');
  Write(folder_ / "large", large);
  EXPECT_EQ(Read(folder_ / "large"), large);
}

TEST_F(PosixFileSystemTest, ReadsFilesThatHideTheirSize) {
  // Those of /proc say that they are empty.
  EXPECT_THAT(Read("/proc/self/status"), StartsWith("Name:"));
}

TEST_F(PosixFileSystemTest, WritingReplacesTheWholeFile) {
  Write(folder_ / "file", "something long");
  Write(folder_ / "file", "short");
  EXPECT_EQ(Read(folder_ / "file"), "short");
}

TEST_F(PosixFileSystemTest, AFailedWriteLeavesTheOldFileAndNothingElse) {
  Write(folder_ / "file", "old");
  absl::Status status;
  {
    const FileSizeLimit limit(1000);
    status = files_.WriteFileDurably(folder_ / "file", std::string(5000, 'x'));
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(Read(folder_ / "file"), "old");
  EXPECT_THAT(List(folder_.path()), ElementsAre("file"));
}

TEST_F(PosixFileSystemTest, AFailedRenameLeavesNothing) {
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "taken").ok());
  const absl::Status status =
      files_.WriteFileDurably(folder_ / "taken", "bytes");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_THAT(List(folder_.path()), ElementsAre("taken"));
}

TEST_F(PosixFileSystemTest, PiecesAreWrittenAsOneFile) {
  const std::vector<std::string_view> pieces = {"one", "", "two", "three"};
  ASSERT_TRUE(files_.WritePiecesDurably(folder_ / "file", pieces).ok());
  EXPECT_EQ(Read(folder_ / "file"), "onetwothree");
  EXPECT_THAT(List(folder_.path()), ElementsAre("file"));
}

TEST_F(PosixFileSystemTest, ANewFileGetsItsNameAtTheEnd) {
  Write(folder_ / "file", "old");
  auto file = files_.CreateNewFile(folder_ / "new-");
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE((*file)->Append("one").ok());
  ASSERT_TRUE((*file)->Append("").ok());
  ASSERT_TRUE((*file)->Append("two").ok());
  EXPECT_EQ(List(folder_.path()).size(), 2u);
  EXPECT_EQ(Read(folder_ / "file"), "old");
  ASSERT_TRUE((*file)->Sync().ok());
  ASSERT_TRUE((*file)->MoveTo(folder_ / "file").ok());
  EXPECT_EQ(Read(folder_ / "file"), "onetwo");
  file->reset();
  EXPECT_THAT(List(folder_.path()), ElementsAre("file"));
}

TEST_F(PosixFileSystemTest, ANewFileWithoutANameGoes) {
  const std::string path = folder_ / "missing/file";
  {
    const auto file = files_.CreateNewFile(folder_ / "new-");
    ASSERT_TRUE((*file)->Append("bytes").ok());
    EXPECT_TRUE(absl::IsNotFound((*file)->MoveTo(path)));
    const FileSizeLimit limit(5);
    const absl::Status status = (*file)->Append("more");
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    EXPECT_EQ(List(folder_.path()).size(), 1u);
  }
  EXPECT_THAT(List(folder_.path()), IsEmpty());
  EXPECT_TRUE(absl::IsNotFound(files_.CreateNewFile(path).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(files_.CreateNewFile("").status()));
}

TEST_F(PosixFileSystemTest, ReadsInPieces) {
  const std::string bytes(3'000'000, 'x');
  Write(folder_ / "file", bytes);
  std::string read;
  int count = 0;
  ASSERT_TRUE(files_
                  .ReadPieces(folder_ / "file",
                              [&](std::string_view piece) {
                                EXPECT_LE(piece.size(), size_t{1} << 20);
                                read += piece;
                                ++count;
                                return absl::OkStatus();
                              })
                  .ok());
  EXPECT_EQ(read, bytes);
  EXPECT_GE(count, 3);
  // An error of the sink ends it.
  EXPECT_EQ(files_.ReadPieces(folder_ / "file",
                              [](std::string_view) {
                                return absl::CancelledError("enough");
                              }),
            absl::CancelledError("enough"));
  const auto ignore = [](std::string_view) { return absl::OkStatus(); };
  EXPECT_TRUE(absl::IsNotFound(files_.ReadPieces(folder_ / "none", ignore)));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(files_.ReadPieces(folder_.path(), ignore)));
}

TEST_F(PosixFileSystemTest, AMappedFileStaysWhenItIsReplacedOrRemoved) {
  Write(folder_ / "file", "first");
  const auto mapped = files_.MapFile(folder_ / "file");
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  const auto text = [&mapped] {
    const auto bytes = (*mapped)->bytes();
    return std::string(reinterpret_cast<const char*>(bytes.data()),
                       bytes.size());
  };
  EXPECT_EQ(text(), "first");
  Write(folder_ / "file", "second");
  EXPECT_EQ(text(), "first");
  ASSERT_TRUE(files_.RemoveFile(folder_ / "file").ok());
  EXPECT_EQ(text(), "first");
}

TEST_F(PosixFileSystemTest, MapsFilesOnlyThatHaveBytes) {
  EXPECT_TRUE(absl::IsNotFound(files_.MapFile(folder_ / "none").status()));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(files_.MapFile(folder_.path()).status()));
  Write(folder_ / "empty", "");
  EXPECT_FALSE(files_.MapFile(folder_ / "empty").ok());
}

TEST_F(PosixFileSystemTest, WritingNeedsTheFolder) {
  const absl::Status status =
      files_.WriteFileDurably(folder_ / "missing/file", "bytes");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(),
            absl::StrCat("cannot write '", folder_ / "missing/file",
                         "': No such file or directory"));
}

TEST_F(PosixFileSystemTest, TwoWritersLeaveTheBytesOfOne) {
  const std::string one(100'000, '1');
  const std::string other(100'000, '2');
  auto write = [this](const std::string& bytes) {
    for (int i = 0; i < 10; ++i) Write(folder_ / "file", bytes);
  };
  std::thread first([&] { write(one); });
  std::thread second([&] { write(other); });
  first.join();
  second.join();
  const std::string bytes = Read(folder_ / "file");
  EXPECT_TRUE(bytes == one || bytes == other);
  EXPECT_THAT(List(folder_.path()), ElementsAre("file"));
}

TEST_F(PosixFileSystemTest, ReadingNeedsAFile) {
  EXPECT_EQ(files_.ReadFile(folder_ / "missing").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(files_.ReadFile(folder_.path()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(PosixFileSystemTest, CreatesFoldersAboveAsWell) {
  EXPECT_TRUE(files_.CreateDirectories(folder_ / "a/b/c/").ok());
  EXPECT_TRUE(files_.CreateDirectories(folder_ / "a/b/c").ok());
  EXPECT_TRUE(files_.GetFileStatus(folder_ / "a/b/c")->is_directory);
  EXPECT_TRUE(files_.CreateDirectories("/").ok());
}

TEST_F(PosixFileSystemTest, AFileIsNoFolder) {
  Write(folder_ / "file", "");
  EXPECT_EQ(files_.CreateDirectories(folder_ / "file").code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(files_.CreateDirectories(folder_ / "file/below").code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(PosixFileSystemTest, UniqueDirectoriesAreNewAndEmpty) {
  const auto one = files_.CreateUniqueDirectory(folder_ / "scratch-");
  const auto other = files_.CreateUniqueDirectory(folder_ / "scratch-");
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_NE(*one, *other);
  EXPECT_THAT(*one, StartsWith(folder_ / "scratch-"));
  EXPECT_THAT(List(*one), IsEmpty());
  EXPECT_EQ(files_.CreateUniqueDirectory(folder_ / "missing/x").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, RemovesATreeButNotWhatLinksPointTo) {
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "tree/branch").ok());
  Write(folder_ / "tree/branch/leaf", "x");
  Write(folder_ / "kept", "x");
  ASSERT_EQ(
      symlink((folder_ / "kept").c_str(), (folder_ / "tree/link").c_str()), 0);
  EXPECT_TRUE(files_.RemoveAll(folder_ / "tree").ok());
  EXPECT_THAT(List(folder_.path()), ElementsAre("kept"));
}

TEST_F(PosixFileSystemTest, RemovingWhatIsNotThere) {
  EXPECT_TRUE(files_.RemoveAll(folder_ / "missing").ok());
  EXPECT_EQ(files_.RemoveFile(folder_ / "missing").code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, RemovesAFile) {
  Write(folder_ / "file", "x");
  EXPECT_TRUE(files_.RemoveFile(folder_ / "file").ok());
  EXPECT_THAT(List(folder_.path()), IsEmpty());
}

TEST_F(PosixFileSystemTest, ListsSorted) {
  Write(folder_ / "b", "");
  Write(folder_ / "a", "");
  Write(folder_ / ".c", "");
  EXPECT_THAT(List(folder_.path()), ElementsAre(".c", "a", "b"));
  EXPECT_EQ(files_.ListDirectory(folder_ / "a").status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(files_.ListDirectory(folder_ / "missing").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, TheStatusTellsAChangedFile) {
  Write(folder_ / "file", "12345");
  const auto before = files_.GetFileStatus(folder_ / "file");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->size_bytes, 5);
  EXPECT_FALSE(before->is_directory);
  // After 2020-01-01, in nanoseconds.
  EXPECT_GT(before->modified_ns, int64_t{1577836800} * 1'000'000'000);
  EXPECT_EQ(*before, *files_.GetFileStatus(folder_ / "file"));
  // A new file of the same size in its place is told apart.
  Write(folder_ / "file", "54321");
  EXPECT_NE(*before, *files_.GetFileStatus(folder_ / "file"));
  EXPECT_EQ(files_.GetFileStatus(folder_ / "missing").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, ExistsFollowsLinks) {
  Write(folder_ / "file", "");
  ASSERT_EQ(symlink("missing", (folder_ / "broken").c_str()), 0);
  ASSERT_EQ(symlink("circle", (folder_ / "circle").c_str()), 0);
  EXPECT_TRUE(*files_.Exists(folder_ / "file"));
  EXPECT_TRUE(*files_.Exists(folder_.path()));
  EXPECT_FALSE(*files_.Exists(folder_ / "missing"));
  EXPECT_FALSE(*files_.Exists(folder_ / "file/below"));
  EXPECT_FALSE(*files_.Exists(folder_ / "broken"));
  EXPECT_EQ(files_.Exists(folder_ / "circle").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(PosixFileSystemTest, CanonicalResolvesLinksAndDots) {
  ASSERT_TRUE(files_.CreateDirectories(folder_ / "real").ok());
  Write(folder_ / "real/file", "");
  ASSERT_EQ(symlink("real", (folder_ / "link").c_str()), 0);
  EXPECT_EQ(*files_.Canonical(folder_ / "real/../link/./file"),
            folder_ / "real/file");
  EXPECT_EQ(files_.Canonical(folder_ / "missing").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, SaysHowMuchSpaceThereIs) {
  const auto bytes = files_.FreeBytes(folder_.path());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_GT(*bytes, 0);
  EXPECT_EQ(files_.FreeBytes(folder_ / "missing").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(PosixFileSystemTest, ReadsNothingThatMayHaveNoEnd) {
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  for (const std::string& path : {std::string("/dev/zero"), folder_ / "pipe"}) {
    EXPECT_EQ(files_.ReadFile(path).status().code(),
              absl::StatusCode::kFailedPrecondition)
        << path;
  }
}

TEST_F(PosixFileSystemTest, RefusesPathsThatAreNone) {
  const std::string with_nul("/tmp/a\0/b", 9);
  for (const std::string& path : {std::string(), with_nul}) {
    for (const absl::Status& status :
         {files_.WriteFileDurably(path, ""), files_.ReadFile(path).status(),
          files_.CreateDirectories(path),
          files_.CreateUniqueDirectory(path).status(), files_.RemoveAll(path),
          files_.RemoveFile(path), files_.ListDirectory(path).status(),
          files_.GetFileStatus(path).status(), files_.Exists(path).status(),
          files_.Canonical(path).status(), files_.FreeBytes(path).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    }
  }
  EXPECT_EQ(files_.ReadFile(with_nul).status().message(),
            "the path '/tmp/a...' has a NUL byte in it");
  EXPECT_EQ(files_.ReadFile(std::string(10'000, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace admf
