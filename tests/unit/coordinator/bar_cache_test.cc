#include "coordinator/bar_cache.h"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/faulty_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "coordinator/log.h"
#include "engine/base/sha256.h"
#include "engine/data/bars.h"
#include "engine/data/source_bars.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Operation = FaultyFileSystem::Operation;

class WarningLog final : public Log {
 public:
  void Write(LogLevel level, std::string_view, std::string_view text) override {
    EXPECT_EQ(level, LogLevel::kWarning);
    warnings.emplace_back(text);
  }
  std::vector<std::string> warnings;
};

/// Rows whose columns take 5 x 8 x `rows` bytes.
std::shared_ptr<const SourceBars> Source(size_t rows) {
  BarSeries::Columns columns;
  for (size_t i = 0; i < rows; ++i) {
    columns.time_us.push_back(static_cast<int64_t>(i));
    columns.close.push_back(static_cast<double>(i) + 0.5);
  }
  columns.open = columns.high = columns.low = columns.close;
  const auto owned =
      std::make_shared<const BarSeries::Columns>(std::move(columns));
  auto source = std::make_shared<SourceBars>();
  source->columns = *owned;
  source->owner = owned;
  return source;
}

std::string Key(char digit) { return std::string(64, digit); }

class BarCacheTest : public testing::Test {
 protected:
  BarCacheTest() { Make(); }

  void Make(int64_t max_bytes = 1 << 20) {
    cache_ = std::make_unique<BarCache>(
        BarCache::Options{.file_system = &files_,
                          .clock = &clock_,
                          .log = &log_,
                          .folder = folder_ / "cache",
                          .max_bytes = max_bytes});
  }

  std::string PathOf(char digit) const {
    return folder_ / ("cache/columns/" + Key(digit));
  }

  /// Changes a byte from the file's end.
  void Damage(char digit) {
    std::string bytes = *posix_.ReadFile(PathOf(digit));
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    ASSERT_TRUE(posix_.WriteFileDurably(PathOf(digit), bytes).ok());
  }

  void WriteSource(const std::string& text) {
    ASSERT_TRUE(posix_.WriteFileDurably(folder_ / "a.csv", text).ok());
  }
  /// When the source changed last.
  absl::Time Changed() {
    return absl::FromUnixNanos(
        posix_.GetFileStatus(folder_ / "a.csv")->changed_ns);
  }
  /// Makes a file look as if it was used `hours` ago.
  void Age(char digit, int hours) {
    std::filesystem::last_write_time(
        PathOf(digit), std::filesystem::file_time_type::clock::now() -
                           std::chrono::hours(hours));
  }
  std::string ContentDigest() {
    const auto digest = cache_->ContentDigest(folder_ / "a.csv", {});
    EXPECT_TRUE(digest.ok()) << digest.status();
    return digest.value_or("");
  }
  static std::string DigestOf(const std::string& text) {
    return Sha256Of(std::as_bytes(std::span(text.data(), text.size())));
  }

  TemporaryFolder folder_;
  PosixFileSystem posix_;
  FaultyFileSystem files_{&posix_};
  FakeClock clock_;
  WarningLog log_;
  std::unique_ptr<BarCache> cache_;
};

TEST_F(BarCacheTest, KeepsRowsAndMapsThem) {
  EXPECT_EQ(cache_->Find(Key('a')), nullptr);
  const auto kept = cache_->Keep(Key('a'), Source(100));
  ASSERT_NE(kept, nullptr);
  EXPECT_TRUE(kept->is_mapped);
  EXPECT_EQ(kept->columns.close[99], 99.5);
  Make();  // as after a restart
  const auto found = cache_->Find(Key('a'));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->columns.rows(), 100u);
  EXPECT_EQ(found->columns.time_us[7], 7);
  EXPECT_EQ(cache_->Find(Key('b')), nullptr);
  EXPECT_TRUE(log_.warnings.empty());
}

TEST_F(BarCacheTest, ADamagedFileIsNoticedAndRemoved) {
  cache_->Keep(Key('a'), Source(100));
  Damage('a');  // also while this cache has verified the file before
  EXPECT_EQ(cache_->Find(Key('a')), nullptr);
  EXPECT_FALSE(*posix_.Exists(PathOf('a')));
  ASSERT_EQ(log_.warnings.size(), 1u);
  EXPECT_TRUE(
      absl::StrContains(log_.warnings[0], "its column close is damaged"))
      << log_.warnings[0];
  // It is kept anew.
  EXPECT_TRUE(cache_->Keep(Key('a'), Source(100))->is_mapped);
}

TEST_F(BarCacheTest, ATruncatedFileIsNoticedAndRemoved) {
  cache_->Keep(Key('a'), Source(100));
  const std::string bytes = *posix_.ReadFile(PathOf('a'));
  for (const size_t size : {size_t{0}, size_t{50}, bytes.size() - 8}) {
    ASSERT_TRUE(
        posix_.WriteFileDurably(PathOf('a'), bytes.substr(0, size)).ok());
    EXPECT_EQ(cache_->Find(Key('a')), nullptr) << size;
    EXPECT_FALSE(*posix_.Exists(PathOf('a'))) << size;
  }
}

TEST_F(BarCacheTest, AMappingOutlivesItsFileAndTheCache) {
  const auto kept = cache_->Keep(Key('a'), Source(100));
  ASSERT_TRUE(posix_.RemoveAll(folder_ / "cache").ok());
  cache_.reset();
  EXPECT_EQ(kept->columns.close[99], 99.5);
}

TEST_F(BarCacheTest, ItsFolderMayBeRemovedAtAnyTime) {
  cache_->Keep(Key('a'), Source(100));
  ASSERT_TRUE(posix_.RemoveAll(folder_ / "cache").ok());
  EXPECT_EQ(cache_->Find(Key('a')), nullptr);
  EXPECT_TRUE(cache_->Keep(Key('a'), Source(100))->is_mapped);
  cache_->KeepSeriesDigest(Key('a'), Key('d'));
  EXPECT_EQ(cache_->FindSeriesDigest(Key('a')), Key('d'));
}

TEST_F(BarCacheTest, RowsThatCannotBeKeptAreUsedAsTheyAre) {
  const auto source = Source(100);
  files_.FailAllCalls(Operation::kWriteFileDurably, ENOSPC);
  EXPECT_EQ(cache_->Keep(Key('a'), source), source);
  files_.Heal();
  files_.FailAllCalls(Operation::kMapFile, ENOMEM);
  EXPECT_EQ(cache_->Keep(Key('a'), source), source);
  files_.Heal();
  EXPECT_FALSE(log_.warnings.empty());
  Make(/*max_bytes=*/1000);
  EXPECT_EQ(cache_->Keep(Key('b'), source), source);
}

TEST_F(BarCacheTest, TheLeastRecentlyUsedFileGoes) {
  // Room for two files of 40,000 bytes each.
  Make(/*max_bytes=*/100'000);
  cache_->Keep(Key('a'), Source(1000));
  cache_->Keep(Key('b'), Source(1000));
  Age('a', 2);
  Age('b', 1);
  EXPECT_NE(cache_->Find(Key('a')), nullptr);
  cache_->Keep(Key('c'), Source(1000));
  EXPECT_NE(cache_->Find(Key('a')), nullptr);
  EXPECT_EQ(cache_->Find(Key('b')), nullptr);
  EXPECT_NE(cache_->Find(Key('c')), nullptr);
  // A smaller limit holds from the next start on.
  Age('a', 1);
  Make(/*max_bytes=*/50'000);
  EXPECT_EQ(cache_->Find(Key('a')), nullptr);
  EXPECT_NE(cache_->Find(Key('c')), nullptr);
}

TEST_F(BarCacheTest, WhatACrashLeftHalfWrittenGoesAtTheNextStart) {
  const std::string left = PathOf('a') + ".tmp-abcdef";
  ASSERT_TRUE(posix_.WriteFileDurably(left, "half").ok());
  Make();
  EXPECT_FALSE(*posix_.Exists(left));
}

TEST_F(BarCacheTest, RemembersTheDigestOfASettledFile) {
  WriteSource("one");
  clock_.SetWallClock(Changed() + absl::Seconds(3));
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  const int reads = files_.calls(Operation::kReadPieces);
  const int notes = files_.calls(Operation::kReadFile);
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  EXPECT_EQ(files_.calls(Operation::kReadFile), notes);
  // A new object knows it from its note, which it reads once.
  Make();
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  EXPECT_EQ(files_.calls(Operation::kReadPieces), reads);
  EXPECT_EQ(files_.calls(Operation::kReadFile), notes + 1);
}

TEST_F(BarCacheTest, NoticesAFileThatWasReplaced) {
  WriteSource("one");
  clock_.SetWallClock(Changed() + absl::Seconds(3));
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  WriteSource("two");
  EXPECT_EQ(ContentDigest(), DigestOf("two"));
}

TEST_F(BarCacheTest, NoticesAFileThatWasWrittenToAndGotItsOldTime) {
  WriteSource("one");
  clock_.SetWallClock(Changed() + absl::Seconds(3));
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  const FileStatus before = *posix_.GetFileStatus(folder_ / "a.csv");
  FileStatus after = before;
  // Until the system's clock has moved on.
  while (after.changed_ns == before.changed_ns) {
    const auto time = std::filesystem::last_write_time(folder_ / "a.csv");
    std::ofstream(folder_ / "a.csv") << "two";
    std::filesystem::last_write_time(folder_ / "a.csv", time);
    after = *posix_.GetFileStatus(folder_ / "a.csv");
  }
  ASSERT_EQ(after.inode, before.inode);
  ASSERT_EQ(after.size_bytes, before.size_bytes);
  ASSERT_EQ(after.modified_ns, before.modified_ns);
  EXPECT_EQ(ContentDigest(), DigestOf("two"));
}

TEST_F(BarCacheTest, ReadsAFileThatHasJustChangedEveryTime) {
  WriteSource("one");
  clock_.SetWallClock(Changed() + absl::Seconds(1));
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  const int reads = files_.calls(Operation::kReadPieces);
  EXPECT_EQ(ContentDigest(), DigestOf("one"));
  EXPECT_EQ(files_.calls(Operation::kReadPieces), reads + 1);
}

TEST_F(BarCacheTest, ContentDigestHasTheErrorsOfTheFile) {
  EXPECT_EQ(cache_->ContentDigest(folder_ / "none.csv", {}).status().code(),
            absl::StatusCode::kNotFound);
  WriteSource("one");
  files_.FailAllCalls(Operation::kReadPieces, EIO);
  EXPECT_EQ(cache_->ContentDigest(folder_ / "a.csv", {}).status().code(),
            absl::StatusCode::kDataLoss);
  files_.Heal();
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(cache_->ContentDigest(folder_ / "a.csv", source.get_token())
                .status()
                .code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
