#include "managers/table_artifact.h"

#include <cerrno>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Operation = FaultyFileSystem::Operation;

/// Of rows with one number each: 8 bytes a row.
TableSource Numbers(size_t rows) {
  TableSource table;
  table.row_count = rows;
  table.Add<double>("number",
                    [](size_t row) { return static_cast<double>(row); });
  return table;
}

class TableArtifactTest : public testing::Test {
 protected:
  /// Long enough to be written piece by piece.
  static constexpr size_t kRows = ArtifactStore::kBufferBytes;

  /// The files in all folders of the store.
  int64_t Files() {
    int64_t count = 0;
    const auto folders = posix_.ListDirectory(folder_.path());
    for (const std::string& folder : *folders) {
      count +=
          static_cast<int64_t>(posix_.ListDirectory(folder_ / folder)->size());
    }
    return count;
  }

  TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  ArtifactStore store_{folder_.path(), &files_};
  std::vector<v1::Artifact> artifacts_;
};

TEST_F(TableArtifactTest, ASourceIsTheSameArtifactAsItsTable) {
  for (const size_t rows : {size_t{0}, size_t{3}, kRows}) {
    artifacts_.clear();
    ASSERT_TRUE(KeepTable("n", Numbers(rows), {}, &store_, &artifacts_).ok());
    ASSERT_TRUE(
        KeepTable("n", ToTable(Numbers(rows)), &store_, &artifacts_).ok());
    ASSERT_EQ(artifacts_.size(), 2u);
    for (const v1::Artifact& artifact : artifacts_) {
      EXPECT_EQ(artifact.name(), "n");
      EXPECT_EQ(artifact.digest(), artifacts_[0].digest());
      // Magic, columns, rows; length and bytes of the name, type, values.
      EXPECT_EQ(artifact.size_bytes(),
                static_cast<int64_t>(24 + 14 + 8 + 8 * rows));
      EXPECT_EQ(artifact.row_count(), static_cast<int64_t>(rows));
    }
    EXPECT_EQ(*store_.Get(artifacts_[0].digest()),
              EncodeTable(ToTable(Numbers(rows))));
  }
}

TEST_F(TableArtifactTest, ACancelledTableLeavesNothing) {
  std::stop_source stop;
  TableSource table = Numbers(kRows);
  table.columns.push_back({"last", [&stop](size_t begin, size_t end) {
                             if (begin > 0) stop.request_stop();
                             return std::vector<double>(end - begin);
                           }});
  const absl::Status status =
      KeepTable("n", table, stop.get_token(), &store_, &artifacts_);
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  // It was on its way to the disk.
  EXPECT_EQ(files_.calls(Operation::kCreateNewFile), 1);
  EXPECT_EQ(Files(), 0);
  EXPECT_TRUE(artifacts_.empty());
}

TEST_F(TableArtifactTest, WhateverFailsLeavesNothingAndCanBeDoneAgain) {
  for (const Operation operation :
       {Operation::kCreateDirectories, Operation::kCreateNewFile,
        Operation::kAppend, Operation::kGetFileStatus, Operation::kSync,
        Operation::kMoveTo}) {
    files_.FailCall(operation, 1, EIO);
    const absl::Status status =
        KeepTable("n", Numbers(kRows), {}, &store_, &artifacts_);
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_EQ(Files(), 0) << static_cast<int>(operation);
    EXPECT_TRUE(artifacts_.empty());
  }
  EXPECT_TRUE(KeepTable("n", Numbers(kRows), {}, &store_, &artifacts_).ok());
}

}  // namespace
}  // namespace admf
