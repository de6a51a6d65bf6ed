#include "engine/data/market_data_reader.h"

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

class MarketDataReaderTest : public testing::Test {
 protected:
  absl::StatusOr<std::shared_ptr<const BarSeries>> Read(
      std::stop_token stop = {}) {
    return reader_->Read(request_, stop);
  }

  /// Asks for a file with these rows of time, open, high, low, close, volume.
  void Write(const std::string& rows) {
    request_.path =
        WriteTestFile("prices.csv", "time,open,high,low,close,volume\n" + rows);
    request_.display_path = "data/prices.csv";
    request_.symbol = "GOOG";
  }

  /// Asks for a file with bars at these times.
  void WriteTimes(const std::vector<std::string>& times) {
    std::string rows;
    for (const std::string& time : times) {
      absl::StrAppend(&rows, time, ",1,3,0.5,2,10\n");
    }
    Write(rows);
  }

  std::vector<int64_t> ReadTimes() {
    const auto bars = Read();
    EXPECT_TRUE(bars.ok()) << bars.status();
    if (!bars.ok()) return {};
    return {(*bars)->time_us().begin(), (*bars)->time_us().end()};
  }

  std::string Refusal() {
    const absl::Status status = Read().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  }

  const std::unique_ptr<MarketDataReader> reader_ =
      *MarketDataReader::Create({});
  ReadRequest request_;
};

std::vector<int64_t> Times(std::initializer_list<const char*> texts) {
  std::vector<int64_t> times;
  for (const char* text : texts) times.push_back(Utc(text));
  return times;
}

TEST_F(MarketDataReaderTest, KeepsWhatItReads) {
  Write("2004-08-19,1,3,0.5,2,10\n2004-08-20,2,4,1.5,3,20\n");
  request_.timezone = "America/New_York";
  const auto bars = Read();
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->symbol(), "GOOG");
  EXPECT_EQ((*bars)->timezone(), "America/New_York");
  EXPECT_EQ((*bars)->timeframe().ToString(), "1d");
  EXPECT_EQ((*bars)->size(), 2u);
  EXPECT_EQ((*bars)->time_us()[1], Utc("2004-08-20T04:00:00Z"));
  EXPECT_EQ((*bars)->open()[1], 2.0);
  EXPECT_EQ((*bars)->high()[1], 4.0);
  EXPECT_EQ((*bars)->low()[1], 1.5);
  EXPECT_EQ((*bars)->close()[1], 3.0);
  EXPECT_EQ((*bars)->volume()[1], 20.0);
}

TEST_F(MarketDataReaderTest, ErrorsNameTheFileAsTheUserDoes) {
  Write("2004-08-19,1,3,3.5,2,10\n");
  EXPECT_EQ(Refusal(),
            "data/prices.csv: row 1 (line 2): high 3 is below low 3.5");
  request_.path = TestPath("missing.csv");
  EXPECT_EQ(Read().status(),
            absl::NotFoundError("data/prices.csv: there is no such file"));
}

TEST_F(MarketDataReaderTest, RefusesWrongRequests) {
  WriteTimes({"2004-08-19"});
  request_.timezone = "Mars";
  EXPECT_EQ(Refusal().substr(0, 55),
            "data/prices.csv: timezone: \"Mars\" is not a timezone: wr");
}

TEST_F(MarketDataReaderTest, ReadsParquet) {
  request_.path = TestPath("prices.parquet");
  RunSql(
      "COPY (SELECT make_timestamptz(1092873600000000 + i * 3600000000) AS t_s,"
      " 1 AS o, 3 AS h, 0.5 AS l, 2 AS c FROM range(48) t(i)) TO FILE",
      request_.path);
  request_.time_column = "t_s";
  request_.timeframe = Timeframe();
  const auto bars = Read();
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->size(), 2u);
}

TEST_F(MarketDataReaderTest, OwnTimeframeIsTheSmallestDistance) {
  WriteTimes({"2021-06-01 09:00", "2021-06-01 12:00", "2021-06-01 12:05",
              "2021-06-01 12:15"});
  EXPECT_EQ((*Read())->timeframe().ToString(), "5m");
  // A cut does not change what the data are.
  request_.end = "2021-06-01T12:00:00Z";
  EXPECT_EQ((*Read())->timeframe().ToString(), "5m");
}

TEST_F(MarketDataReaderTest, DaysAcrossTheClockChangesAreDays) {
  request_.timezone = "America/New_York";
  WriteTimes({"2021-03-12", "2021-03-13", "2021-03-14", "2021-03-15"});
  EXPECT_EQ((*Read())->timeframe().ToString(), "1d");
  WriteTimes({"2021-11-06", "2021-11-07", "2021-11-08"});
  EXPECT_EQ((*Read())->timeframe().ToString(), "1d");
}

TEST_F(MarketDataReaderTest, HoursAcrossTheClockChangesAreHours) {
  request_.timezone = "America/New_York";
  WriteTimes({"2021-03-14 01:00", "2021-03-14 03:00", "2021-03-14 04:00"});
  EXPECT_EQ(ReadTimes(), Times({"2021-03-14T06:00:00Z", "2021-03-14T07:00:00Z",
                                "2021-03-14T08:00:00Z"}));
  // The clock shows 01:00 twice; the file has both.
  WriteTimes({"2021-11-07 00:00", "2021-11-07 01:00", "2021-11-07 01:00",
              "2021-11-07 02:00"});
  EXPECT_EQ(ReadTimes(),
            Times({"2021-11-07T04:00:00Z", "2021-11-07T05:00:00Z",
                   "2021-11-07T06:00:00Z", "2021-11-07T07:00:00Z"}));
  EXPECT_EQ((*Read())->timeframe().ToString(), "1h");
  WriteTimes({"2021-11-07 01:00", "2021-11-07 01:00", "2021-11-07 01:00"});
  EXPECT_EQ(Refusal(),
            "data/prices.csv: row 3 (line 4): time 2021-11-07 01:00:00 is a "
            "duplicate of row 2");
  WriteTimes({"2021-03-14 01:00", "2021-03-14 02:00"});
  EXPECT_EQ(
      Refusal(),
      "data/prices.csv: row 2 (line 3): time 2021-03-14 02:00:00 does not "
      "exist in America/New_York, where clocks go forward over it");
}

TEST_F(MarketDataReaderTest, SameTimeframeIsKeptAsItIs) {
  // Hours of a session that begins at half past.
  WriteTimes({"2021-06-01 09:30", "2021-06-01 10:30", "2021-06-01 11:30"});
  request_.timeframe = Timeframe(60, Timeframe::Unit::kMinute);
  EXPECT_EQ(ReadTimes(), Times({"2021-06-01T09:30:00Z", "2021-06-01T10:30:00Z",
                                "2021-06-01T11:30:00Z"}));
}

TEST_F(MarketDataReaderTest, FinerDataAreResampled) {
  Write(
      "2021-06-01 22:00,10,12,9,11,1\n"
      "2021-06-01 23:00,11,15,10,14,2\n"
      "2021-06-02 00:00,14,16,8,9,4\n"
      "2021-06-02 05:00,9,10,7,8,8\n");
  request_.timeframe = Timeframe();
  const auto bars = Read();
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->timeframe().ToString(), "1d");
  ASSERT_EQ((*bars)->size(), 2u);
  EXPECT_EQ((*bars)->time_us()[0], Utc("2021-06-01T00:00:00Z"));
  EXPECT_EQ((*bars)->time_us()[1], Utc("2021-06-02T00:00:00Z"));
  EXPECT_EQ((*bars)->open()[0], 10.0);
  EXPECT_EQ((*bars)->high()[0], 15.0);
  EXPECT_EQ((*bars)->low()[0], 9.0);
  EXPECT_EQ((*bars)->close()[0], 14.0);
  EXPECT_EQ((*bars)->volume()[0], 3.0);
  EXPECT_EQ((*bars)->low()[1], 7.0);
  EXPECT_EQ((*bars)->volume()[1], 12.0);
}

TEST_F(MarketDataReaderTest, CoarserDataAreRefused) {
  WriteTimes({"2021-06-01", "2021-06-02"});
  request_.timeframe = Timeframe(5, Timeframe::Unit::kMinute);
  EXPECT_EQ(Refusal(),
            "data/prices.csv: its bars are 1d apart, so there is no timeframe "
            "of 5m: the wanted one can't be finer than the data");
}

TEST_F(MarketDataReaderTest, LessThanASecondNeedsATimeframe) {
  WriteTimes({"2021-06-01 09:30:00.0", "2021-06-01 09:30:00.5",
              "2021-06-01 09:30:01.0"});
  EXPECT_EQ(Refusal(),
            "data/prices.csv: its bars are less than a second apart; say which "
            "timeframe to make of them, such as timeframe: 1s");
  request_.timeframe = Timeframe(1, Timeframe::Unit::kSecond);
  EXPECT_EQ(ReadTimes(),
            Times({"2021-06-01T09:30:00Z", "2021-06-01T09:30:01Z"}));
}

TEST_F(MarketDataReaderTest, OneBar) {
  WriteTimes({"2021-06-01 09:30"});
  EXPECT_EQ((*Read())->timeframe().ToString(), "1d");
  request_.timeframe = Timeframe(5, Timeframe::Unit::kMinute);
  EXPECT_EQ((*Read())->timeframe().ToString(), "5m");
  EXPECT_EQ(ReadTimes(), Times({"2021-06-01T09:30:00Z"}));
}

TEST_F(MarketDataReaderTest, BoundsAreInclusiveDays) {
  request_.timezone = "America/New_York";
  WriteTimes({"2021-06-01 23:59", "2021-06-02 00:00", "2021-06-02 23:59",
              "2021-06-03 00:00"});
  request_.start = request_.end = "2021-06-02";
  EXPECT_EQ(ReadTimes(),
            Times({"2021-06-02T04:00:00Z", "2021-06-03T03:59:00Z"}));
  request_.start = "2021-06-02T04:00:00.000001Z";
  request_.end = "2021-06-03T00:00:00-04:00";
  EXPECT_EQ(ReadTimes(),
            Times({"2021-06-03T03:59:00Z", "2021-06-03T04:00:00Z"}));
  request_.start.clear();
  EXPECT_EQ(ReadTimes().size(), 4u);
}

// The first day has only the rows from noon, as the bound says.
TEST_F(MarketDataReaderTest, CutsBeforeItResamples) {
  Write(
      "2021-06-01 06:00,1,9,1,2,1\n2021-06-01 12:00,2,3,1,2,10\n"
      "2021-06-01 18:00,3,4,1,2,100\n2021-06-02 00:00,4,5,1,2,1000\n");
  request_.timeframe = Timeframe();
  request_.start = "2021-06-01T12:00:00Z";
  const auto bars = Read();
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->time_us()[0], Utc("2021-06-01T00:00:00Z"));
  EXPECT_EQ((*bars)->open()[0], 2.0);
  EXPECT_EQ((*bars)->high()[0], 4.0);
  EXPECT_EQ((*bars)->volume()[0], 110.0);
}

TEST_F(MarketDataReaderTest, NothingLeftNamesTheRangeOfTheFile) {
  request_.timezone = "America/New_York";
  WriteTimes({"2021-06-01 09:30", "2021-06-01 16:00"});
  request_.start = "2021-06-02";
  EXPECT_EQ(Refusal(),
            "data/prices.csv: it has no bars from 2021-06-02; its bars go from "
            "2021-06-01 09:30:00 to 2021-06-01 16:00:00 (America/New_York)");
  request_.end = "2021-06-03";
  EXPECT_EQ(Refusal().substr(0, 62),
            "data/prices.csv: it has no bars from 2021-06-02 until 2021-06-");
  request_.start.clear();
  request_.end = "2021-05-31";
  EXPECT_EQ(Refusal().substr(0, 51),
            "data/prices.csv: it has no bars until 2021-05-31; i");
}

TEST_F(MarketDataReaderTest, SameFileSameDigest) {
  WriteTimes({"2021-06-01", "2021-06-02"});
  const auto first = Read();
  const auto again = (*MarketDataReader::Create({2}))->Read(request_, {});
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ((*first)->digest(), (*again)->digest());
  request_.timezone = "America/New_York";
  EXPECT_NE((*Read())->digest(), (*first)->digest());
}

TEST_F(MarketDataReaderTest, ReadsInParallel) {
  std::string rows;
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&rows, 1'092'873'600 + 60 * i, ",1,3,0.5,2,9\n");
  }
  Write(rows);
  const std::string digest = (*Read())->digest();
  std::vector<std::string> digests(8);
  {
    std::vector<std::jthread> threads;
    threads.reserve(digests.size());
    for (std::string& result : digests) {
      threads.emplace_back([this, &result] { result = (*Read())->digest(); });
    }
  }
  EXPECT_EQ(digests, std::vector<std::string>(8, digest));
}

TEST_F(MarketDataReaderTest, CancelledBeforeItBegins) {
  WriteTimes({"2021-06-01", "2021-06-02"});
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Read(source.get_token()).status(),
            absl::CancelledError("data/prices.csv: cancelled"));
}

// Reading the whole file takes much longer than the thread needs to begin, but
// whether it was in time or not, a read ends in one of two ways.
TEST_F(MarketDataReaderTest, CancelledWhileItReads) {
  const std::string path = TestPath("large.csv.gz");
  RunSql(
      "COPY (SELECT 1092873600 + 60 * i AS time, 1 AS o, 3 AS h, 0.5 AS l, 2 "
      "AS "
      "c FROM range(300000) t(i)) TO FILE",
      path);
  request_.path = path;
  std::stop_source source;
  absl::StatusOr<std::shared_ptr<const BarSeries>> bars;
  {
    const std::jthread reading([&] { bars = Read(source.get_token()); });
    source.request_stop();
  }
  if (bars.ok()) {
    EXPECT_EQ((*bars)->size(), 300'000u);
  } else {
    EXPECT_EQ(bars.status().code(), absl::StatusCode::kCancelled);
  }
  // The reader is as good as before.
  EXPECT_TRUE(Read().ok());
}

/// The reference files; without them a test is skipped.
class ReferenceDataTest : public MarketDataReaderTest {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("ADMF_REFERENCE_DATA");
    if (folder == nullptr) {
      GTEST_SKIP() << "ADMF_REFERENCE_DATA does not name the folder of the "
                      "reference data";
    }
    folder_ = folder;
  }

  std::shared_ptr<const BarSeries> ReadReference(const std::string& name) {
    request_.path = request_.display_path = folder_ + "/" + name;
    const auto bars = Read();
    EXPECT_TRUE(bars.ok()) << bars.status();
    return bars.ok() ? *bars : nullptr;
  }

 private:
  std::string folder_;
};

TEST_F(ReferenceDataTest, Goog) {
  const auto bars = ReadReference("GOOG.csv");
  ASSERT_NE(bars, nullptr);
  EXPECT_EQ(bars->size(), 2'148u);
  EXPECT_EQ(bars->timeframe().ToString(), "1d");
  EXPECT_EQ(bars->time_us().front(), Utc("2004-08-19T00:00:00Z"));
  EXPECT_EQ(bars->time_us().back(), Utc("2013-03-01T00:00:00Z"));
  EXPECT_EQ(bars->open().front(), 100.0);
  EXPECT_EQ(bars->close().back(), 806.19);
  EXPECT_EQ(bars->volume().back(), 2'175'400.0);
}

TEST_F(ReferenceDataTest, Eurusd) {
  const auto bars = ReadReference("EURUSD.csv");
  ASSERT_NE(bars, nullptr);
  EXPECT_EQ(bars->size(), 5'000u);
  EXPECT_EQ(bars->timeframe().ToString(), "1h");
  EXPECT_EQ(bars->time_us().front(), Utc("2017-04-19T09:00:00Z"));
}

TEST_F(ReferenceDataTest, Day2006) {
  const auto bars = ReadReference("2006-day-001.txt");
  ASSERT_NE(bars, nullptr);
  EXPECT_EQ(bars->size(), 255u);
  EXPECT_EQ(bars->timeframe().ToString(), "1d");
  EXPECT_EQ(bars->close().front(), 3'604.33);
}

}  // namespace
}  // namespace admf
