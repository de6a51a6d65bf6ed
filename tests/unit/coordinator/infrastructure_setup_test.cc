#include "coordinator/infrastructure_setup.h"

#include <cmath>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/temporary_folder.h"
#include "engine/data/adjustments.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/period_rule.h"
#include "engine/data/source_bars.h"
#include "engine/data/timeframe.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

/// Makes two bars of every source, and counts.
class CountingReader : public MarketDataReader {
 public:
  explicit CountingReader(int* reads) : reads_(reads) {}

  absl::StatusOr<std::shared_ptr<const SourceBars>> ReadSource(
      const ReadRequest&, std::stop_token) override {
    ++*reads_;
    auto source = std::make_shared<SourceBars>();
    source->columns = columns_;
    source->distance_us = 86'400'000'000;
    return source;
  }

 private:
  const BarSeries::Columns columns_ = {.time_us = {0, 86'400'000'000},
                                       .open = {1, 2},
                                       .high = {1, 2},
                                       .low = {1, 2},
                                       .close = {1, 2}};
  int* const reads_;
};

class InfrastructureSetupTest : public testing::Test {
 protected:
  void SetUp() override { Make(1 << 20); }

  void Make(int64_t capacity) {
    Write("a.csv", "1");
    infrastructure_ =
        std::make_unique<InfrastructureSetup>(InfrastructureSetup::Options{
            .file_system = &files_,
            .reader = std::make_unique<CountingReader>(&reads_),
            .artifacts =
                std::make_shared<ArtifactStore>(folder_.path(), &files_),
            .feed_cache_bytes = capacity,
            .indicator_cache_bytes = capacity});
  }

  void Write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(files_.WriteFileDurably(folder_ / name, text).ok());
  }

  std::shared_ptr<const BarSeries> Feed(ReadRequest request) {
    if (request.path.empty()) request.path = folder_ / "a.csv";
    const auto feeds = infrastructure_->services()->Get<FeedSource>();
    const auto bars = (*feeds)->Get(request, {});
    EXPECT_TRUE(bars.ok()) << bars.status();
    return *bars;
  }

  TemporaryFolder folder_;
  PosixFileSystem files_;
  int reads_ = 0;
  std::unique_ptr<InfrastructureSetup> infrastructure_;
};

TEST_F(InfrastructureSetupTest, EqualRequestsShareOneCopy) {
  const auto first = Feed({.symbol = "A"});
  const auto second = Feed({.symbol = "A"});
  EXPECT_EQ(first.get(), second.get());
  EXPECT_EQ(reads_, 1);
}

TEST_F(InfrastructureSetupTest, EveryPartOfARequestMatters) {
  const PeriodRule right = {.closed = PeriodEdge::kRight};
  const PeriodRule label = {.label = PeriodEdge::kRight};
  // What the rows depend on, and what is made of them.
  const std::vector<ReadRequest> requests = {
      {.symbol = "A"},
      {.symbol = "A", .time_column = "t"},
      {.symbol = "A", .open_column = "t"},
      {.symbol = "A", .timezone = "Europe/Berlin"},
      {.symbol = "A", .format = ReadRequest::Format::kParquet},
      {.symbol = "B"},
      {.symbol = "A", .timeframe = Timeframe(1, Timeframe::Unit::kWeek)},
      {.symbol = "A", .timeframe = Timeframe(), .period_rule = right},
      {.symbol = "A", .timeframe = Timeframe(), .period_rule = label},
      {.symbol = "A", .start = "1970-01-01"},
      {.symbol = "A", .end = "1970-01-02"},
      {.symbol = "A", .calendar = ExchangeCalendar::Kind::k24x7}};
  std::vector<std::shared_ptr<const BarSeries>> bars;
  for (const ReadRequest& request : requests) bars.push_back(Feed(request));
  EXPECT_EQ(reads_, 5);
  EXPECT_EQ(infrastructure_->feed_statistics().made,
            static_cast<int64_t>(requests.size()));
}

TEST_F(InfrastructureSetupTest, AChangedFileIsReadAgain) {
  Feed({.symbol = "A"});
  Write("a.csv", "changed");  // a new inode: the file is replaced
  Feed({.symbol = "A"});
  EXPECT_EQ(reads_, 2);
}

TEST_F(InfrastructureSetupTest, AResourceLivesAsLongAsItIsUsed) {
  Make(/*capacity=*/0);
  auto used = Feed({.symbol = "A"});
  infrastructure_->Trim();
  EXPECT_EQ(infrastructure_->feed_statistics().values, 1);
  used.reset();
  infrastructure_->Trim();
  EXPECT_EQ(infrastructure_->feed_statistics().values, 0);
}

TEST_F(InfrastructureSetupTest, IndicatorsAreSharedByContentOfTheBars) {
  const auto indicators = *infrastructure_->services()->Get<IndicatorSource>();
  const IndicatorSpec spec{.name = "sma",
                           .parameters = {{"period", int64_t{2}}}};
  const auto bars = Feed({.symbol = "A"});
  // Another request for equal bars: another feed, the same indicators.
  const auto equal_bars = Feed({.symbol = "A", .end = "2100-01-01"});
  ASSERT_NE(bars.get(), equal_bars.get());
  const auto first = indicators->Get(spec, bars, {});
  const auto second = indicators->Get(spec, equal_bars, {});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->get(), second->get());
  EXPECT_EQ((*first)->output(0)[1], 1.5);
  const auto other = indicators->Get(
      {.name = "sma", .parameters = {{"period", int64_t{1}}}}, bars, {});
  EXPECT_NE(other->get(), first->get());
}

TEST_F(InfrastructureSetupTest, LongIndicatorsAreReadWithoutColumns) {
  const IndicatorSpec spec{.name = "sma",
                           .parameters = {{"period", int64_t{2}}}};
  const auto last_value = [&](const std::shared_ptr<const BarSeries>& bars) {
    const auto indicators =
        *infrastructure_->services()->Get<IndicatorSource>();
    const auto reader = indicators->Open(spec, bars, {});
    EXPECT_TRUE(reader.ok()) << reader.status();
    EXPECT_TRUE(std::isnan((*reader)->Read(0, 1)[0][0]));
    return (*reader)->Read(1, 2)[0][0];
  };
  // A column of two bars has 16 bytes.
  Make(/*capacity=*/16 * 16);
  EXPECT_EQ(last_value(Feed({.symbol = "A"})), 1.5);
  EXPECT_EQ(infrastructure_->indicator_statistics().made, 1);
  Make(/*capacity=*/16 * 16 - 1);
  EXPECT_EQ(last_value(Feed({.symbol = "A"})), 1.5);
  EXPECT_EQ(infrastructure_->indicator_statistics().made, 0);
  // Who needs the columns gets them, and shares them.
  const auto indicators = *infrastructure_->services()->Get<IndicatorSource>();
  const auto bars = Feed({.symbol = "A"});
  const auto first = indicators->Get(spec, bars, {});
  const auto second = indicators->Get(spec, bars, {});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->get(), second->get());
}

/// With a folder for the parsed files.
class DiskCacheTest : public InfrastructureSetupTest {
 protected:
  void SetUp() override { MakeWithCache(); }

  void MakeWithCache() {
    infrastructure_ =
        std::make_unique<InfrastructureSetup>(InfrastructureSetup::Options{
            .file_system = &files_,
            .reader = std::make_unique<CountingReader>(&reads_),
            .artifacts =
                std::make_shared<ArtifactStore>(folder_.path(), &files_),
            .feed_cache_bytes = 1 << 20,
            .indicator_cache_bytes = 1 << 20,
            .disk_cache_folder = folder_ / "cache",
            .disk_cache_bytes = 1 << 20,
            .clock = &clock_});
  }

  FakeClock clock_;
};

TEST_F(DiskCacheTest, OneCopyInMemoryForAllRuns) {
  Write("a.csv", "1");
  std::vector<std::shared_ptr<const BarSeries>> runs;
  for (int run = 0; run < 10; ++run) {
    // Every run another symbol and other bounds, so another series.
    runs.push_back(Feed({.symbol = absl::StrCat("RUN", run),
                         .start = run % 2 == 0 ? "" : "1970-01-02"}));
  }
  EXPECT_EQ(reads_, 1);
  EXPECT_EQ(infrastructure_->feed_statistics().values, 10);
  EXPECT_EQ(infrastructure_->source_statistics().values, 1);
  for (int run = 0; run < 10; ++run) {
    EXPECT_EQ(runs[run]->close().data(), runs[0]->close().data() + run % 2);
  }
}

TEST_F(DiskCacheTest, ARestartFindsTheFileParsed) {
  Write("a.csv", "1");
  const std::string digest = Feed({.symbol = "A"})->digest();
  MakeWithCache();
  const auto bars = Feed({.symbol = "A"});
  EXPECT_EQ(reads_, 1);
  EXPECT_EQ(bars->digest(), digest);
  EXPECT_EQ(bars->close()[1], 2);
  // Other bars of the same file have another digest.
  EXPECT_NE(Feed({.symbol = "A", .end = "1970-01-01"})->digest(), digest);
  EXPECT_EQ(reads_, 1);
}

TEST_F(DiskCacheTest, ADamagedFileIsParsedAgain) {
  Write("a.csv", "1");
  const std::string digest = Feed({.symbol = "A"})->digest();
  const std::string columns = folder_ / "cache/columns";
  const auto names = files_.ListDirectory(columns);
  ASSERT_EQ(names->size(), 1u);
  const std::string path = absl::StrCat(columns, "/", names->front());
  std::string bytes = *files_.ReadFile(path);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  ASSERT_TRUE(files_.WriteFileDurably(path, bytes).ok());
  MakeWithCache();
  EXPECT_EQ(Feed({.symbol = "A"})->digest(), digest);
  EXPECT_EQ(reads_, 2);
  MakeWithCache();
  Feed({.symbol = "A"});
  EXPECT_EQ(reads_, 2);
}

TEST_F(DiskCacheTest, AFileIsKnownByItsContent) {
  Write("a.csv", "1");
  Feed({.symbol = "A"});
  Write("a.csv", "1");  // another file with the same content
  Feed({.symbol = "A"});
  EXPECT_EQ(reads_, 1);
  Write("a.csv", "2");
  Feed({.symbol = "A"});
  EXPECT_EQ(reads_, 2);
}

TEST_F(DiskCacheTest, TheFolderMayBeRemoved) {
  Write("a.csv", "1");
  const auto bars = Feed({.symbol = "A"});
  ASSERT_TRUE(files_.RemoveAll(folder_ / "cache").ok());
  EXPECT_EQ(bars->close()[1], 2);
  EXPECT_EQ(Feed({.symbol = "B"})->close()[1], 2);
}

TEST_F(DiskCacheTest, WhatNobodyUsesIsNotMapped) {
  Write("a.csv", "1");
  auto bars = Feed({.symbol = "A"});
  infrastructure_->Trim();
  EXPECT_EQ(infrastructure_->source_statistics().values, 1);
  // A resampled series needs its source no more.
  MakeWithCache();
  bars =
      Feed({.symbol = "A", .timeframe = Timeframe(1, Timeframe::Unit::kWeek)});
  infrastructure_->Trim();
  EXPECT_EQ(infrastructure_->source_statistics().values, 0);
}

TEST_F(DiskCacheTest, OnlyTheAdjustmentsOfTheSymbolMatter) {
  Write("a.csv", "1");
  const auto feed = [this](const std::string& text) {
    Write("splits.csv", text);
    return Feed({.symbol = "A",
                 .adjustments_path = folder_ / "splits.csv",
                 .adjustment_method = AdjustmentMethod::kSplit});
  };
  const auto bars = feed("date,symbol,split\n1970-01-02,A,2\n");
  EXPECT_EQ(bars->close()[0], 0.5);
  EXPECT_EQ(feed("date,symbol,split\n1970-01-02,A,2\n1970-01-02,B,3\n"), bars);
  EXPECT_EQ(feed("date,symbol,split\n1970-01-02,A,4\n")->close()[0], 0.25);
}

TEST_F(InfrastructureSetupTest, AMissingFileIsNotFound) {
  const auto feeds = *infrastructure_->services()->Get<FeedSource>();
  EXPECT_TRUE(absl::IsNotFound(
      feeds->Get({.path = folder_ / "none.csv", .symbol = "A"}, {}).status()));
  EXPECT_EQ(reads_, 0);
}

}  // namespace
}  // namespace admf
