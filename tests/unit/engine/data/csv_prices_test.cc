#include "engine/data/csv_prices.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/local_clock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

constexpr char kHeader[] = "Date,Open,High,Low,Close,Volume\n";

/// Reads files in UTC.
class CsvPricesTest : public testing::Test {
 protected:
  absl::StatusOr<BarSeries::Columns> ReadFile(const std::string& path,
                                              std::stop_token stop = {}) {
    const auto file = PriceFile::Open(path, ReadRequest::Format::kByName);
    if (!file.ok()) return file.status();
    return ReadCsvPrices({*instance_, *file, column_names_,
                          TimestampResolver(LocalClock(absl::UTCTimeZone())),
                          max_bytes_, stop});
  }

  absl::StatusOr<BarSeries::Columns> Read(std::string_view text) {
    return ReadFile(WriteTestFile("prices.csv", text));
  }

  /// The message for rows that are refused, below the usual header.
  std::string Refusal(const std::string& rows) {
    return RefusalOfFile(kHeader + rows);
  }
  std::string RefusalOfFile(std::string_view text) {
    const absl::Status status = Read(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  }

  const std::unique_ptr<DuckDbInstance> instance_ = *DuckDbInstance::Open(1);
  ByPriceColumn<std::string> column_names_;
  int64_t max_bytes_ = 0;
};

TEST_F(CsvPricesTest, ReadsRows) {
  const auto columns = Read(std::string(kHeader) +
                            "2004-08-19,100,104.06,95.96,100.34,22351900\n"
                            "2004-08-20,101.01,109.08,100.5,108.31,0\n");
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->time_us,
            (std::vector<int64_t>{Utc("2004-08-19T00:00:00Z"),
                                  Utc("2004-08-20T00:00:00Z")}));
  EXPECT_EQ(columns->open, (std::vector<double>{100, 101.01}));
  EXPECT_EQ(columns->high, (std::vector<double>{104.06, 109.08}));
  EXPECT_EQ(columns->low, (std::vector<double>{95.96, 100.5}));
  EXPECT_EQ(columns->close, (std::vector<double>{100.34, 108.31}));
  EXPECT_EQ(columns->volume, (std::vector<double>{22'351'900, 0}));
}

TEST_F(CsvPricesTest, OtherFormsOfTheSameRows) {
  const std::string plain =
      "Date,Open,High,Low,Close,Volume\n2004-08-19,1,3,0.5,2,9\n";
  const auto expected = Read(plain);
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (
      const std::string_view text : {
          // Other delimiters, line ends, order, spaces, quotes, blank lines,
          // no end of the last line, a byte order mark, more columns.
          "Date;Open;High;Low;Close;Volume\n2004-08-19;1;3;0.5;2;9\n",
          "Date\tOpen\tHigh\tLow\tClose\tVolume\n2004-08-19\t1\t3\t0.5\t2\t9\n",
          "Date,Open,High,Low,Close,Volume\r\n2004-08-19,1,3,0.5,2,9\r\n",
          "Date,Open,High,Low,Close,Volume\r2004-08-19,1,3,0.5,2,9\r",
          "volume,close,low,high,open,time\n9,2,0.5,3,1,2004-08-19\n",
          "Date, Open, High, Low, Close, Volume\n 2004-08-19 , 1, 3,0.5, 2, 9 ",
          "\"Date\",\"Open\",High,Low,Close,Volume\n\"2004-08-19\",\"1\",3,0.5,"
          "\"2\",9",
          "\n\nDate,Open,High,Low,Close,Volume\n\n2004-08-19,1,3,0.5,2,9\n  "
          "\n\n",
          "\xEF\xBB\xBF"
          "Date,Open,High,Low,Close,Volume\n2004-08-19,1,3,0.5,2,9\n",
          ",Open,High,Low,Close,Adj Close,Volume,Z\xC3\xBCrich\n"
          "2004-08-19,1,3,0.5,2,1.5,9,x\n",
          "ts,o,h,l,c,v\n1092873600,1,3,0.5,2,9\n",
      }) {
    const auto columns = Read(text);
    ASSERT_TRUE(columns.ok()) << columns.status() << "\n" << text;
    EXPECT_EQ(columns->time_us, expected->time_us) << text;
    EXPECT_EQ(columns->open, expected->open) << text;
    EXPECT_EQ(columns->high, expected->high) << text;
    EXPECT_EQ(columns->low, expected->low) << text;
    EXPECT_EQ(columns->close, expected->close) << text;
    EXPECT_EQ(columns->volume, expected->volume) << text;
  }
}

TEST_F(CsvPricesTest, ReadsNamedColumns) {
  column_names_ = {{"when", "bid", "bid", "bid", "bid", ""}};
  const auto columns = Read("when,bid\n2004-08-19,1.5\n2004-08-20,1.25\n");
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->high, (std::vector<double>{1.5, 1.25}));
  EXPECT_TRUE(columns->volume.empty());
}

TEST_F(CsvPricesTest, FilesWithoutRows) {
  EXPECT_EQ(RefusalOfFile(""), "it is empty");
  EXPECT_EQ(RefusalOfFile("\n \n\n"), "it is empty");
  EXPECT_EQ(RefusalOfFile(kHeader), "there are no rows");
  EXPECT_EQ(RefusalOfFile("Date,Open,High,Low,Close"), "there are no rows");
}

TEST_F(CsvPricesTest, FilesWithoutAHeader) {
  EXPECT_EQ(RefusalOfFile("2004-08-19,1,3,0.5,2,9\n"),
            "its first line must name the columns, but \"2004-08-19\" is a "
            "value; add a line such as Date,Open,High,Low,Close,Volume");
  EXPECT_EQ(RefusalOfFile("Date,Open,High,Low\n2004-08-19,1,3,0.5\n"),
            "no column is recognised as the close; the file's columns are "
            "\"Date\", \"Open\", \"High\", \"Low\"; name it: columns: {close: "
            "...}");
  EXPECT_EQ(RefusalOfFile("\"Date,Open\n"),
            "the quotes of its header don't match");
}

TEST_F(CsvPricesTest, BadCells) {
  const std::string good = "2004-08-19,1,3,0.5,2,9\n";
  EXPECT_EQ(Refusal(good + "2004-08-20,1,3,0.5,n/a,9\n"),
            "row 2 (line 3): close is not a number: \"n/a\"");
  EXPECT_EQ(Refusal(good + "2004-08-20,,3,0.5,2,9\n"),
            "row 2 (line 3): open is empty");
  EXPECT_EQ(Refusal(good + "2004-08-20,1,3,0.5,2,\n"),
            "row 2 (line 3): volume is empty");
  EXPECT_EQ(Refusal(good + ",1,3,0.5,2,9\n"), "row 2 (line 3): time is empty");
  EXPECT_EQ(Refusal(good + "08/20/2004,1,3,0.5,2,9\n"),
            "row 2 (line 3): time is not understood: \"08/20/2004\"; write " +
                std::string(kTimestampForms));
  EXPECT_EQ(Refusal(good + "2004-08-20,1,nan,0.5,2,9\n"),
            "row 2 (line 3): high is not a finite number: nan");
  EXPECT_EQ(Refusal(good + "2004-08-20,1,inf,0.5,2,9\n"),
            "row 2 (line 3): high is not a finite number: inf");
  EXPECT_EQ(Refusal(good + "2004-08-20,1,3,-0.5,2,9\n"),
            "row 2 (line 3): low is not positive: -0.5");
  EXPECT_EQ(Refusal(good + "2004-08-20,1,3,0,2,9\n"),
            "row 2 (line 3): low is not positive: 0");
  EXPECT_EQ(Refusal(good + "2004-08-20,1,3,0.5,2,-9\n"),
            "row 2 (line 3): volume is negative: -9");
  EXPECT_EQ(Refusal(good + "2004-08-20,101,101.2,103.9,101,9\n"),
            "row 2 (line 3): high 101.2 is below low 103.9");
}

TEST_F(CsvPricesTest, BadOrder) {
  EXPECT_EQ(Refusal("2004-09-02,1,3,0.5,2,9\n2004-09-01,1,3,0.5,2,9\n"),
            "row 2 (line 3): time 2004-09-01 is not after the row before "
            "(2004-09-02): rows must be in order");
  EXPECT_EQ(Refusal("2004-09-01,1,3,0.5,2,9\n2004-09-01,1,3,0.5,2,9\n"),
            "row 2 (line 3): time 2004-09-01 is a duplicate of row 1");
}

TEST_F(CsvPricesTest, RaggedRowsAndQuotes) {
  EXPECT_EQ(Refusal("2004-08-19,1,3,0.5,2\n"),
            "row 1 (line 2): it has 5 columns, the header has 6");
  EXPECT_EQ(Refusal("2004-08-19,1,3,0.5,2,9,\n"),
            "row 1 (line 2): it has 7 columns, the header has 6");
  EXPECT_EQ(Refusal("\"2004-08-19,1,3,0.5,2,9\n"),
            "row 1 (line 2): its quotes don't match");
  EXPECT_EQ(Refusal("2004-08-19,\"1\n\",3,0.5,2,9\n"),
            "row 1 (line 2): its quotes don't match; 1 more row is bad");
}

TEST_F(CsvPricesTest, BlankLinesAreLinesButNoRows) {
  EXPECT_EQ(Refusal("\n2004-08-19,1,3,0.5,2,9\n\n\n2004-08-20,1,3,x,2,9\n"),
            "row 2 (line 6): low is not a number: \"x\"");
}

TEST_F(CsvPricesTest, FirstBadRowOfManyChunks) {
  std::string rows;
  for (int i = 0; i < 10'000; ++i) {
    const bool bad = i == 5'000 || i == 5'001 || i == 9'999;
    rows += std::to_string(1'092'873'600 + 60 * i) +
            (bad ? ",1,3,5,2,9\n" : ",1,3,0.5,2,9\n");
  }
  EXPECT_EQ(Refusal(rows),
            "row 5001 (line 5002): high 3 is below low 5; 2 more rows are bad");
}

TEST_F(CsvPricesTest, NoText) {
  std::string garbage;
  for (int i = 0; i < 5'000; ++i) {
    garbage += static_cast<char>((i * 7919) ^ (i >> 3));
  }
  EXPECT_EQ(RefusalOfFile(garbage), "it is not text in UTF-8");
  EXPECT_EQ(Refusal("2004-08-19,1,3,0.5,2,\xFF\n"), "it is not text in UTF-8");
  EXPECT_EQ(Refusal("2004-08-19,1,3,0.5,\x1F,9\n"), "it is not text in UTF-8");
  const std::string nul(1, '\0');
  EXPECT_EQ(Refusal("2004-08-19,1,3,0.5,2,9" + nul + "\n"),
            "row 1 (line 2): volume is not a number: \"9" + nul + "\"");
}

TEST_F(CsvPricesTest, LinesThatAreTooLongOrEndInDifferentWays) {
  EXPECT_EQ(Refusal(std::string(100'000, 'x')),
            "it has a line of more than 65536 bytes");
  EXPECT_EQ(RefusalOfFile("Date,Open,High,Low,Close\r\n"
                          "2004-08-19,1,3,0.5,2\n2004-08-20,1,3,0.5,2\r\n"),
            "its lines don't all end in the same way (LF or CR LF)");
}

TEST_F(CsvPricesTest, GzippedFiles) {
  const std::string path = TestPath("prices.csv.gz");
  RunSql(
      "COPY (SELECT DATE '2004-08-19' + i::INTEGER AS \"Date\", 1 AS o, 3 AS h,"
      " 0.5 AS l, 2 AS c FROM range(3000) t(i)) TO FILE",
      path);
  const auto columns = ReadFile(path);
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->close.size(), 3'000u);
  // 8 years with two leap days are 2,922 days, up to 2012-08-19; 12 days more
  // are 31 August, 30 are 30 September, 31 are 31 October: 2,995; and 4.
  EXPECT_EQ(columns->time_us.back(), Utc("2012-11-04T00:00:00Z"));

  const std::string bytes = ReadTestFile(path);
  const std::string cut =
      WriteTestFile("cut.csv.gz", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(ReadFile(cut).status(),
            absl::InvalidArgumentError("its gzip data are cut off"));
  const std::string plain = WriteTestFile("plain.csv.gz", kHeader);
  EXPECT_EQ(
      ReadFile(plain).status(),
      absl::InvalidArgumentError("its name ends in .gz, but it is not gzip"));
}

TEST_F(CsvPricesTest, NamesThatMeanSomethingToDuckDb) {
  const std::string text = std::string(kHeader) + "2004-08-19,1,3,0.5,2,9\n";
  WriteTestFile("ab.csv", std::string(kHeader) + "2004-08-19,7,7,7,7,7\n");
  for (const char* name : {"a[b].csv", "a*.csv", "a?.csv", "it's.csv",
                           "a\"b.csv", "{a,b}.csv", "a;b.csv", "a\nb.csv"}) {
    const auto columns = ReadFile(WriteTestFile(name, text));
    ASSERT_TRUE(columns.ok()) << name << ": " << columns.status();
    EXPECT_EQ(columns->open, std::vector<double>{1}) << name;
  }
  // What would match as a pattern does not exist as a file.
  EXPECT_EQ(ReadFile(TestPath("ab*.csv")).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(CsvPricesTest, TakesNoMoreMemoryThanAllowed) {
  std::string rows;
  for (int i = 0; i < 10'000; ++i) {
    rows += std::to_string(1'092'873'600 + 60 * i) + ",1,3,0.5,2,9\n";
  }
  const std::string text = kHeader + rows;
  max_bytes_ = 10'000 * 6 * 8;
  EXPECT_TRUE(Read(text).ok());
  max_bytes_ -= 1;
  EXPECT_EQ(Read(text).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(CsvPricesTest, CancelledBeforeItBegins) {
  std::stop_source source;
  source.request_stop();
  const std::string path =
      WriteTestFile("c.csv", std::string(kHeader) + "2004-08-19,1,3,0.5,2,9\n");
  EXPECT_EQ(ReadFile(path, source.get_token()).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace admf
