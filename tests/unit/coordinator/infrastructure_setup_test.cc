#include "coordinator/infrastructure_setup.h"

#include <memory>
#include <string>
#include <utility>

#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

/// Makes two bars for every request, and counts.
class CountingReader : public MarketDataReader {
 public:
  explicit CountingReader(int* reads) : reads_(reads) {}

  absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      const ReadRequest& request, std::stop_token) override {
    ++*reads_;
    return BarSeries::Create({.symbol = request.symbol},
                             {.time_us = {0, 86'400'000'000},
                              .open = {1, 2},
                              .high = {1, 2},
                              .low = {1, 2},
                              .close = {1, 2}});
  }

 private:
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
  const std::vector<ReadRequest> requests = {
      {.symbol = "A"},
      {.symbol = "B"},
      {.symbol = "A", .time_column = "t"},
      {.symbol = "A", .open_column = "t"},
      {.symbol = "A", .timezone = "Europe/Berlin"},
      {.symbol = "A", .timeframe = Timeframe(1, Timeframe::Unit::kWeek)},
      {.symbol = "A", .start = "2020-01-01"},
      {.symbol = "A", .end = "2020-01-01"},
      {.symbol = "A", .format = ReadRequest::Format::kParquet}};
  for (const ReadRequest& request : requests) Feed(request);
  EXPECT_EQ(reads_, static_cast<int>(requests.size()));
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

TEST_F(InfrastructureSetupTest, AMissingFileIsNotFound) {
  const auto feeds = *infrastructure_->services()->Get<FeedSource>();
  EXPECT_TRUE(absl::IsNotFound(
      feeds->Get({.path = folder_ / "none.csv", .symbol = "A"}, {}).status()));
  EXPECT_EQ(reads_, 0);
}

}  // namespace
}  // namespace admf
