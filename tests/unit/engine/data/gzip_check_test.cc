#include "engine/data/gzip_check.h"

#include <fcntl.h>
#include <unistd.h>

#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"

namespace admf {
namespace {

/// A gzip file of about 100 kB that DuckDB wrote.
std::string GzippedBytes() {
  const std::string path = TestPath("random.csv.gz");
  RunSql("COPY (SELECT hash(i) FROM range(20000) t(i)) TO FILE", path);
  return ReadTestFile(path);
}

absl::Status Check(const std::string& bytes, std::stop_token stop = {}) {
  const std::string path = WriteTestFile("checked.gz", bytes);
  const int descriptor = open(path.c_str(), O_RDONLY);
  absl::Status status = CheckGzip(descriptor, stop);
  EXPECT_EQ(close(descriptor), 0) << "it stays open";
  return status;
}

const absl::Status kCutOff =
    absl::InvalidArgumentError("its gzip data are cut off");
const absl::Status kDamaged =
    absl::InvalidArgumentError("its gzip data are damaged");

TEST(GzipCheckTest, GoodFiles) {
  const std::string bytes = GzippedBytes();
  EXPECT_EQ(Check(bytes), absl::OkStatus());
  // Several streams in one file are one file.
  EXPECT_EQ(Check(bytes + bytes), absl::OkStatus());
}

TEST(GzipCheckTest, CutOffAnywhere) {
  const std::string bytes = GzippedBytes();
  for (const size_t size : {bytes.size() - 1, bytes.size() - 8,
                            bytes.size() - 9, bytes.size() / 2, size_t{20}}) {
    EXPECT_EQ(Check(bytes.substr(0, size)), kCutOff) << size;
  }
}

TEST(GzipCheckTest, OneWrongBit) {
  const std::string bytes = GzippedBytes();
  // In the data, in the checksum and in the length at the end.
  for (const size_t offset :
       {bytes.size() / 2, bytes.size() - 6, bytes.size() - 2}) {
    std::string damaged = bytes;
    damaged[offset] = static_cast<char>(damaged[offset] ^ 1);
    EXPECT_EQ(Check(damaged), kDamaged) << offset;
  }
}

TEST(GzipCheckTest, NotGzip) {
  for (const char* bytes : {"", "x", "Date,Open,High,Low,Close\n"}) {
    EXPECT_EQ(Check(bytes).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(GzipCheckTest, StopsWhenRequested) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Check(GzippedBytes(), source.get_token()).code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
