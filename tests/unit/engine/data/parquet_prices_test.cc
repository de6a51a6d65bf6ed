#include "engine/data/parquet_prices.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/local_clock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

/// Reads files in New York.
class ParquetPricesTest : public testing::Test {
 protected:
  absl::StatusOr<BarSeries::Columns> ReadFile(const std::string& path,
                                              std::stop_token stop = {}) {
    const auto file = PriceFile::Open(path, ReadRequest::Format::kByName);
    if (!file.ok()) return file.status();
    return ReadParquetPrices({*instance_, *file, column_names_,
                              TimestampResolver(LocalClock(NewYork())),
                              max_bytes_, stop});
  }

  /// Writes what `select` gives as Parquet and reads it.
  absl::StatusOr<BarSeries::Columns> Read(const std::string& select) {
    const std::string path = TestPath("prices.parquet");
    RunSql("COPY (" + select + ") TO FILE (FORMAT parquet)", path);
    return ReadFile(path);
  }

  /// Reads one bar whose time is the SQL value `time`.
  absl::StatusOr<int64_t> ReadTime(const std::string& time) {
    const auto columns = Read("SELECT " + time + " AS time, 1 AS o, 3 AS h, " +
                              "0.5 AS l, 2 AS c");
    if (!columns.ok()) return columns.status();
    return columns->time_us.front();
  }

  std::string Refusal(const std::string& select) {
    const absl::Status status = Read(select).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  }

  const std::unique_ptr<DuckDbInstance> instance_ = *DuckDbInstance::Open(1);
  ByPriceColumn<std::string> column_names_;
  int64_t max_bytes_ = 0;
};

TEST_F(ParquetPricesTest, ReadsRowsInOrder) {
  const auto columns = Read(
      "SELECT DATE '2004-08-19' + i::INTEGER AS \"Date\", 1.25 + i AS "
      "\"Open\", "
      "i + 3 AS \"High\", 0.5 AS \"Low\", i + 2 AS \"Close\", i AS \"Volume\" "
      "FROM range(5000) t(i)");
  ASSERT_TRUE(columns.ok()) << columns.status();
  ASSERT_EQ(columns->time_us.size(), 5'000u);
  EXPECT_EQ(columns->time_us.front(), Utc("2004-08-19T04:00:00Z"));
  for (int i = 0; i < 5'000; ++i) {
    ASSERT_EQ(columns->open[i], i + 1.25);
    ASSERT_EQ(columns->high[i], i + 3);
    ASSERT_EQ(columns->low[i], 0.5);
    ASSERT_EQ(columns->close[i], i + 2);
    ASSERT_EQ(columns->volume[i], i);
  }
}

TEST_F(ParquetPricesTest, EveryTypeOfTime) {
  // 09:30 in New York in summer is 13:30 UTC.
  const int64_t expected = Utc("2004-08-19T13:30:00Z");
  for (const char* time :
       {"TIMESTAMP '2004-08-19 09:30:00'", "TIMESTAMP_S '2004-08-19 09:30:00'",
        "TIMESTAMP_MS '2004-08-19 09:30:00'",
        "TIMESTAMP_NS '2004-08-19 09:30:00'",
        "make_timestamptz(1092922200000000)", "1092922200::INTEGER",
        "1092922200::UINTEGER", "1092922200000::BIGINT",
        "1092922200000::UBIGINT", "1092922200000000::BIGINT",
        "1092922200000000000::BIGINT", "'2004-08-19 09:30'",
        "'2004-08-19T13:30:00Z'"}) {
    const auto read = ReadTime(time);
    ASSERT_TRUE(read.ok()) << time << ": " << read.status();
    EXPECT_EQ(*read, expected) << time;
  }
  EXPECT_EQ(*ReadTime("DATE '2004-08-19'"), Utc("2004-08-19T04:00:00Z"));
  EXPECT_EQ(*ReadTime("TIMESTAMP '2004-08-19 09:30:00.000001'"), expected + 1);
}

TEST_F(ParquetPricesTest, TimesThatCantBe) {
  EXPECT_EQ(ReadTime("TIMESTAMP '2021-03-14 02:30:00'").status(),
            absl::InvalidArgumentError(
                "row 1: time 2021-03-14 02:30:00 does not exist in "
                "America/New_York, where clocks go forward over it"));
  EXPECT_EQ(ReadTime("NULL::TIMESTAMP").status(),
            absl::InvalidArgumentError("row 1: time is empty"));
  EXPECT_EQ(ReadTime("TIMESTAMP 'infinity'").status(),
            absl::InvalidArgumentError(
                "row 1: time is not between the years 1 and 2400"));
  EXPECT_EQ(ReadTime("'yesterday'").status().message().substr(0, 42),
            "row 1: time is not understood: \"yesterday\"");
  EXPECT_EQ(ReadTime("1.5").status(),
            absl::InvalidArgumentError("the type of its time column is not "
                                       "date, timestamp, integer or text"));
}

TEST_F(ParquetPricesTest, EveryTypeOfPrice) {
  for (const char* type :
       {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT",
        "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL(9, 2)", "VARCHAR"}) {
    const auto columns = Read(std::string("SELECT '2004-08-19' AS t, 5::") +
                              type + " AS price, 'x' AS other");
    EXPECT_FALSE(columns.ok());
    column_names_ = {{"t", "price", "price", "price", "price", "price"}};
    const auto named = ReadFile(TestPath("prices.parquet"));
    column_names_ = {};
    ASSERT_TRUE(named.ok()) << type << ": " << named.status();
    EXPECT_EQ(named->open, std::vector<double>{5.0}) << type;
    EXPECT_EQ(named->volume, std::vector<double>{5.0}) << type;
  }
}

TEST_F(ParquetPricesTest, PricesThatCantBe) {
  const std::string rest =
      " AS c FROM (SELECT '2004-08-19' AS time, 1 AS o, "
      "3 AS h, 0.5 AS l)";
  EXPECT_EQ(Refusal("SELECT *, NULL::DOUBLE" + rest), "row 1: close is empty");
  EXPECT_EQ(Refusal("SELECT *, 'n/a'" + rest),
            "row 1: close is not a number: \"n/a\"");
  EXPECT_EQ(Refusal("SELECT *, 'nan'::DOUBLE" + rest),
            "row 1: close is not a finite number: nan");
  EXPECT_EQ(Refusal("SELECT *, 4" + rest), "row 1: close 4 is above high 3");
  EXPECT_EQ(Refusal("SELECT *, true" + rest),
            "the type of its close column is not a number or text");
}

TEST_F(ParquetPricesTest, NamesThatMeanSomethingInSql) {
  column_names_ = {{"it's", "a\"b", "select", "#1", "drop; --", ""}};
  const auto columns = Read(
      "SELECT 9 AS x, '2004-08-19' AS \"it's\", 1 AS \"a\"\"b\", 3 AS "
      "\"select\", 0.5 AS \"#1\", 2 AS \"drop; --\"");
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->open, std::vector<double>{1.0});
  EXPECT_EQ(columns->high, std::vector<double>{3.0});
  EXPECT_EQ(columns->low, std::vector<double>{0.5});
  EXPECT_EQ(columns->close, std::vector<double>{2.0});
}

TEST_F(ParquetPricesTest, ColumnsAreRecognisedAsInCsv) {
  EXPECT_EQ(Refusal("SELECT '2004-08-19' AS time, 1 AS o, 3 AS h, 0.5 AS l, "
                    "2 AS \"Adj Close\""),
            "no column is recognised as the close; the file's columns are "
            "\"time\", \"o\", \"h\", \"l\", \"Adj Close\"; name it: columns: "
            "{close: ...}");
}

TEST_F(ParquetPricesTest, NoRows) {
  EXPECT_EQ(Refusal("SELECT '2004-08-19' AS time, 1 AS o, 3 AS h, 0.5 AS l, "
                    "2 AS c WHERE false"),
            "there are no rows");
}

TEST_F(ParquetPricesTest, NoParquet) {
  ASSERT_TRUE(ReadTime("'2004-08-19'").ok());
  const std::string bytes = ReadTestFile(TestPath("prices.parquet"));
  const std::string cases[] = {"", "Date,Open,High,Low,Close\n",
                               bytes.substr(0, bytes.size() / 2),
                               bytes.substr(bytes.size() / 2)};
  for (const std::string& broken : cases) {
    EXPECT_EQ(
        ReadFile(WriteTestFile("broken.parquet", broken)).status(),
        absl::InvalidArgumentError("it is not Parquet, or it is cut off"));
  }
}

// The footer says how long it is in the 4 bytes before the last 4.
TEST_F(ParquetPricesTest, DamagedParquet) {
  ASSERT_TRUE(ReadTime("'2004-08-19'").ok());
  std::string bytes = ReadTestFile(TestPath("prices.parquet"));
  const size_t footer =
      bytes.size() - 8 - static_cast<unsigned char>(bytes[bytes.size() - 8]) -
      256 * static_cast<unsigned char>(bytes[bytes.size() - 7]);
  for (size_t i = footer; i < footer + 20; ++i) bytes[i] = '\xFF';
  const absl::Status status =
      ReadFile(WriteTestFile("damaged.parquet", bytes)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message().substr(0, 28), "it can't be read as Parquet:");
  // The name by which DuckDB opens it is nobody's business.
  EXPECT_EQ(status.message().find("/proc/"), absl::string_view::npos) << status;
}

TEST_F(ParquetPricesTest, TakesNoMoreMemoryThanAllowed) {
  max_bytes_ = 5'000 * 5 * 8 - 1;
  EXPECT_EQ(
      Read("SELECT i + 1000000000 AS time, 1 AS o, 3 AS h, 0.5 AS l, 2 AS "
           "c FROM range(5000) t(i)")
          .status()
          .code(),
      absl::StatusCode::kResourceExhausted);
}

TEST_F(ParquetPricesTest, CancelledBeforeItBegins) {
  ASSERT_TRUE(ReadTime("'2004-08-19'").ok());
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(
      ReadFile(TestPath("prices.parquet"), source.get_token()).status().code(),
      absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
