#include "engine/data/price_file.h"

#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"

namespace admf {
namespace {

using Format = ReadRequest::Format;
using Kind = PriceFile::Kind;

Kind KindOf(const std::string& name, Format format) {
  const auto file = PriceFile::Open(WriteTestFile(name, "x"), format);
  EXPECT_TRUE(file.ok()) << name << ": " << file.status();
  return file.ok() ? file->kind() : Kind::kCsv;
}

TEST(PriceFileTest, NameTellsTheKind) {
  EXPECT_EQ(KindOf("a.csv", Format::kByName), Kind::kCsv);
  EXPECT_EQ(KindOf("a.txt", Format::kByName), Kind::kCsv);
  EXPECT_EQ(KindOf("a.TSV", Format::kByName), Kind::kCsv);
  EXPECT_EQ(KindOf("a.csv.gz", Format::kByName), Kind::kGzippedCsv);
  EXPECT_EQ(KindOf("a.txt.GZ", Format::kByName), Kind::kGzippedCsv);
  EXPECT_EQ(KindOf("a.b.Parquet", Format::kByName), Kind::kParquet);
}

TEST(PriceFileTest, FormatWins) {
  EXPECT_EQ(KindOf("a.parquet", Format::kCsv), Kind::kCsv);
  EXPECT_EQ(KindOf("a.dat", Format::kCsv), Kind::kCsv);
  EXPECT_EQ(KindOf("a.dat.gz", Format::kCsv), Kind::kGzippedCsv);
  EXPECT_EQ(KindOf("a.csv", Format::kParquet), Kind::kParquet);
}

absl::Status OpenStatus(const std::string& path) {
  return PriceFile::Open(path, Format::kByName).status();
}

TEST(PriceFileTest, OtherNamesAreRefused) {
  for (const char* name : {"a.dat", "a.gz", "a.xlsx", "csv", "a.csv.zip"}) {
    EXPECT_EQ(OpenStatus(WriteTestFile(name, "x")).code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST(PriceFileTest, MissingFile) {
  EXPECT_EQ(OpenStatus(TestPath("missing.csv")),
            absl::NotFoundError("there is no such file"));
  // A file is no folder to look into.
  EXPECT_EQ(OpenStatus(WriteTestFile("b.csv", "x") + "/c.csv").code(),
            absl::StatusCode::kNotFound);
}

TEST(PriceFileTest, NoRegularFile) {
  EXPECT_EQ(OpenStatus(testing::TempDir()),
            absl::InvalidArgumentError("it is a directory, not a file"));
  // Opening a pipe must not wait for a writer.
  const std::string pipe = TestPath("pipe.csv");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(OpenStatus(pipe),
            absl::InvalidArgumentError("it is not a regular file"));
  EXPECT_EQ(OpenStatus("/dev/null"),
            absl::InvalidArgumentError("it is not a regular file"));
}

/// While it lives, root is bound by the permissions of files like anybody else.
class NoOverride {
 public:
  NoOverride() {
    EXPECT_EQ(syscall(SYS_capget, &header_, before_), 0);
    __user_cap_data_struct without[2] = {before_[0], before_[1]};
    without[0].effective &=
        ~((1u << CAP_DAC_OVERRIDE) | (1u << CAP_DAC_READ_SEARCH));
    EXPECT_EQ(syscall(SYS_capset, &header_, without), 0);
  }
  ~NoOverride() { EXPECT_EQ(syscall(SYS_capset, &header_, before_), 0); }

 private:
  __user_cap_header_struct header_ = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct before_[2] = {};
};

TEST(PriceFileTest, UnreadableFile) {
  const std::string path = WriteTestFile("secret.csv", "x");
  ASSERT_EQ(chmod(path.c_str(), 0), 0);
  const NoOverride no_override;
  EXPECT_EQ(OpenStatus(path).code(), absl::StatusCode::kPermissionDenied);
}

TEST(PriceFileTest, TooManyOpenFilesMayBeFewerLater) {
  const std::string path = WriteTestFile("d.csv", "x");
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const absl::Status status = OpenStatus(path);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(status,
            absl::UnavailableError("it can't be opened: Too many open files"));
  EXPECT_EQ(OpenStatus(path), absl::OkStatus());
}

TEST(PriceFileTest, ReopensTheSameFileWhateverItsName) {
  const std::string path = WriteTestFile("it's [a] *?.csv", "content");
  const auto file = PriceFile::Open(path, Format::kByName);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(unlink(path.c_str()), 0);
  EXPECT_EQ(ReadTestFile(file->ReopenPath()), "content");
}

TEST(PriceFileTest, ClosesItsFile) {
  int descriptor = -1;
  {
    auto file = PriceFile::Open(WriteTestFile("c.csv", "x"), Format::kByName);
    ASSERT_TRUE(file.ok());
    PriceFile moved = *std::move(file);
    descriptor = moved.descriptor();
    struct stat status;
    EXPECT_EQ(fstat(descriptor, &status), 0);
  }
  struct stat status;
  EXPECT_NE(fstat(descriptor, &status), 0);
}

}  // namespace
}  // namespace admf
