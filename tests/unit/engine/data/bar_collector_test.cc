#include "engine/data/bar_collector.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

BarCollector Collector(bool has_volume = true) {
  return BarCollector(TimestampResolver(LocalClock(NewYork())), has_volume);
}

BarCollector::Row Row(std::string_view time, double close = 2.0) {
  return {*ParseTimestamp(time), {2.0, 3.0, 1.0, close, 100.0}};
}

TEST(BarCollectorTest, CollectsColumns) {
  BarCollector collector = Collector();
  collector.Add(2, Row("2004-08-19", 1.5));
  collector.Add(3, Row("2004-08-20", 2.5));
  const auto columns = collector.Finish();
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->time_us,
            (std::vector<int64_t>{Utc("2004-08-19T04:00:00Z"),
                                  Utc("2004-08-20T04:00:00Z")}));
  EXPECT_EQ(columns->open, (std::vector<double>{2.0, 2.0}));
  EXPECT_EQ(columns->high, (std::vector<double>{3.0, 3.0}));
  EXPECT_EQ(columns->low, (std::vector<double>{1.0, 1.0}));
  EXPECT_EQ(columns->close, (std::vector<double>{1.5, 2.5}));
  EXPECT_EQ(columns->volume, (std::vector<double>{100.0, 100.0}));
}

TEST(BarCollectorTest, WithoutVolumeThereIsNone) {
  BarCollector collector = Collector(/*has_volume=*/false);
  collector.Add(2, Row("2004-08-19"));
  EXPECT_TRUE(collector.Finish()->volume.empty());
}

TEST(BarCollectorTest, NoRowsAreAnError) {
  EXPECT_EQ(Collector().Finish().status(),
            absl::InvalidArgumentError("there are no rows"));
}

TEST(BarCollectorTest, ImpossibleValues) {
  BarCollector collector = Collector();
  collector.Add(2, Row("2004-08-19"));
  collector.Add(3, Row("2004-08-20", 3.5));
  EXPECT_EQ(
      collector.Finish().status(),
      absl::InvalidArgumentError("row 2 (line 3): close 3.5 is above high 3"));
}

TEST(BarCollectorTest, RowsWithoutLines) {
  BarCollector collector = Collector();
  collector.AddBad(0, "close is empty");
  EXPECT_EQ(collector.Finish().status(),
            absl::InvalidArgumentError("row 1: close is empty"));
}

TEST(BarCollectorTest, DisorderAndDuplicates) {
  BarCollector disorder = Collector();
  disorder.Add(2, Row("2004-09-02"));
  disorder.Add(3, Row("2004-09-01"));
  EXPECT_EQ(disorder.Finish().status(),
            absl::InvalidArgumentError(
                "row 2 (line 3): time 2004-09-01 is not after the row before "
                "(2004-09-02): rows must be in order"));
  BarCollector duplicate = Collector();
  duplicate.Add(2, Row("2004-09-02 09:30"));
  duplicate.Add(3, Row("2004-09-02 13:30:00Z"));
  EXPECT_EQ(duplicate.Finish().status(),
            absl::InvalidArgumentError("row 2 (line 3): time 2004-09-02 "
                                       "09:30:00 is a duplicate of row 1"));
}

TEST(BarCollectorTest, TimesThatDontExist) {
  BarCollector collector = Collector();
  collector.Add(2, Row("2021-03-14 02:30"));
  EXPECT_EQ(collector.Finish().status(),
            absl::InvalidArgumentError(
                "row 1 (line 2): time 2021-03-14 02:30:00 does not exist in "
                "America/New_York, where clocks go forward over it"));
}

TEST(BarCollectorTest, ReportsTheFirstBadRowAndCountsTheRest) {
  BarCollector collector = Collector();
  collector.Add(2, Row("2004-09-01"));
  collector.AddBad(3, "close is empty");
  collector.Add(4, Row("2004-09-03"));
  collector.Add(5, Row("2004-09-03"));
  EXPECT_EQ(collector.Finish().status(),
            absl::InvalidArgumentError(
                "row 2 (line 3): close is empty; 1 more row is bad"));

  BarCollector reversed = Collector();
  for (const char* day :
       {"2004-09-04", "2004-09-03", "2004-09-02", "2004-09-01"}) {
    reversed.Add(0, Row(day));
  }
  EXPECT_EQ(reversed.Finish().status(),
            absl::InvalidArgumentError(
                "row 2: time 2004-09-03 is not after the row before "
                "(2004-09-04): rows must be in order; 2 more rows are bad"));
}

TEST(BarCollectorTest, CountsTheMemoryOfItsColumns) {
  BarCollector collector = Collector();
  collector.Add(2, Row("2004-09-01"));
  collector.Add(3, Row("2004-09-02"));
  // Two rows of six columns of 8 bytes.
  EXPECT_TRUE(collector.CheckMemory(96).ok());
  EXPECT_TRUE(collector.CheckMemory(0).ok());
  EXPECT_EQ(collector.CheckMemory(95).code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace admf
