#include "engine/data/inspection.h"

#include <memory>
#include <string>
#include <vector>

#include "engine/data/bars.h"
#include "engine/data/timeframe.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

constexpr int64_t kDayUs = int64_t{86'400'000'000};

std::shared_ptr<const BarSeries> Bars(std::vector<double> close,
                                      std::vector<double> volume = {}) {
  BarSeries::Columns columns;
  for (size_t i = 0; i < close.size(); ++i) {
    columns.time_us.push_back(static_cast<int64_t>(i) * kDayUs);
  }
  columns.open = columns.high = columns.low = columns.close = std::move(close);
  columns.volume = std::move(volume);
  auto bars = BarSeries::Create(
      {.symbol = "A", .timeframe = Timeframe(), .timezone = "UTC"},
      std::move(columns));
  EXPECT_TRUE(bars.ok()) << bars.status();
  return *bars;
}

std::vector<BarFinding> Inspect(std::vector<double> close,
                                std::vector<double> volume = {}) {
  return InspectBars(*Bars(std::move(close), std::move(volume)),
                     LocalClock(absl::UTCTimeZone()));
}

TEST(InspectBarsTest, NothingAboutOrdinaryBars) {
  EXPECT_TRUE(Inspect({100, 101, 100, 102, 101}, {1, 2, 3, 4, 5}).empty());
  EXPECT_TRUE(Inspect({100}).empty());
  // No volume is not zero volume.
  EXPECT_TRUE(Inspect({100, 101}).empty());
}

TEST(InspectBarsTest, ZeroVolume) {
  const auto findings = Inspect({100, 101, 100, 102}, {1, 0, 3, 0});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "zero_volume");
  EXPECT_EQ(findings[0].count, 2);
  EXPECT_EQ(findings[0].first_us, (std::vector<int64_t>{kDayUs, 3 * kDayUs}));
  EXPECT_EQ(findings[0].description,
            "2 bars without volume: 1970-01-02, 1970-01-04");
}

TEST(InspectBarsTest, RunsOfTheSameClose) {
  // Four are no run; six are one, from its first bar on.
  const auto findings =
      Inspect({100, 100, 100, 100, 101, 102, 102, 102, 102, 102, 102, 103});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "repeated_close");
  EXPECT_EQ(findings[0].count, 1);
  EXPECT_EQ(findings[0].first_us, (std::vector<int64_t>{5 * kDayUs}));
}

TEST(InspectBarsTest, AJumpThatStaysIsNoOutlier) {
  const auto findings = Inspect({100, 101, 100, 50, 51, 50, 51});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "jump");
  EXPECT_EQ(findings[0].first_us, (std::vector<int64_t>{3 * kDayUs}));
}

TEST(InspectBarsTest, AnOutlierIsTakenBack) {
  // The median change is about 1 %, this one 20 %, and it comes back.
  const auto findings = Inspect({100, 101, 100, 101, 121, 101, 100, 101});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "outlier");
  EXPECT_EQ(findings[0].count, 1);
  EXPECT_EQ(findings[0].first_us, (std::vector<int64_t>{4 * kDayUs}));
}

TEST(InspectBarsTest, NothingStandsOffWherePricesHardlyChange) {
  EXPECT_TRUE(Inspect({100, 100, 100, 100, 101, 100, 100, 100, 100}).empty());
}

TEST(InspectBarsTest, ExactlyAQuarterIsNoJump) {
  EXPECT_TRUE(Inspect({100, 125, 156.25, 195.3125}).empty());
}

TEST(InspectBarsTest, OnlyTheFirstAreNamed) {
  std::vector<double> close;
  for (int i = 0; i < 12; ++i) close.push_back(100 + i % 2);
  const auto findings = Inspect(close, std::vector<double>(12, 0.0));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].count, 12);
  EXPECT_EQ(findings[0].first_us.size(), BarFinding::kNamed);
  EXPECT_TRUE(findings[0].description.ends_with("1970-01-10, ..."));
}

}  // namespace
}  // namespace admf
