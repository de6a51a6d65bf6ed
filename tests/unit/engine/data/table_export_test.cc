#include "engine/data/table_export.h"

#include <unistd.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/random.h"
#include "engine/data/table.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/data/test_files.h"
#include "tests/unit/engine/data/test_times.h"

namespace admf {
namespace {

/// A path where no file is.
std::string NewPath(const std::string& name) {
  std::string path = TestPath(name);
  unlink(path.c_str());
  return path;
}

Table Trades() {
  return {{
      {"entry time", Table::Times{{Utc("2004-08-19T00:00:00Z"),
                                   Utc("2004-08-19T13:30:00.5Z")}}},
      {"units", std::vector<int64_t>{-3, std::numeric_limits<int64_t>::max()}},
      {"price", std::vector<double>{100.34, 0.1}},
      {"reason", std::vector<std::string>{"plain", "a,\"b\"\nZ\xC3\xBCrich"}},
  }};
}

TEST(TableExportTest, WritesCsv) {
  const std::string path = NewPath("trades.csv");
  ASSERT_EQ(ExportTable(Trades(), TableFormat::kCsv, path), absl::OkStatus());
  EXPECT_EQ(ReadTestFile(path),
            "entry time,units,price,reason\n"
            "2004-08-19T00:00:00Z,-3,100.34,plain\n"
            "2004-08-19T13:30:00.500000Z,9223372036854775807,0.1,"
            "\"a,\"\"b\"\"\nZ\xC3\xBCrich\"\n");
}

TEST(TableExportTest, DoublesInCsvReadBackToTheSameBits) {
  std::vector<double> values = {0.0,
                                0.1 + 0.2,
                                1.0 / 3.0,
                                -1e-300,
                                5e-324,
                                std::numeric_limits<double>::max(),
                                std::numeric_limits<double>::min(),
                                1e22,
                                1e23,
                                9'007'199'254'740'993.0,
                                std::numeric_limits<double>::infinity()};
  // And a thousand doubles of random bits.
  for (Random random(1, 2); values.size() < 1'000;) {
    const auto value = std::bit_cast<double>(random.NextBits());
    if (std::isfinite(value)) values.push_back(value);
  }
  const std::string path = NewPath("doubles.csv");
  ASSERT_EQ(ExportTable({{{"value", values}}}, TableFormat::kCsv, path),
            absl::OkStatus());
  std::istringstream lines(ReadTestFile(path));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  for (const double value : values) {
    ASSERT_TRUE(std::getline(lines, line));
    ASSERT_EQ(std::strtod(line.c_str(), nullptr), value) << line;
  }
}

TEST(TableExportTest, WritesParquet) {
  const std::string path = NewPath("trades.parquet");
  ASSERT_EQ(ExportTable(Trades(), TableFormat::kParquet, path),
            absl::OkStatus());
  EXPECT_EQ(QuerySql("SELECT string_agg(column_name || ':' || column_type, ' ')"
                     " FROM (DESCRIBE FROM read_parquet(FILE))",
                     path),
            "entry time:TIMESTAMP WITH TIME ZONE units:BIGINT price:DOUBLE "
            "reason:VARCHAR");
  EXPECT_EQ(QuerySql("SELECT logical_type FROM parquet_schema(FILE) WHERE "
                     "name = 'entry time'",
                     path),
            "TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, "
            "MICROS=MicroSeconds(), NANOS=<null>))");
  EXPECT_EQ(QuerySql("SELECT string_agg(epoch_us(\"entry time\") || ' ' || "
                     "units || ' ' || price || ' ' || reason, '|') FROM "
                     "read_parquet(FILE)",
                     path),
            "1092873600000000 -3 100.34 plain|1092922200500000 "
            "9223372036854775807 0.1 a,\"b\"\nZ\xC3\xBCrich");
}

/// Parts of different lengths, longer than what DuckDB takes at once and empty
/// ones among them, are the file that the whole table is.
TEST(TableExportTest, PartsAreOneTable) {
  Table whole = {{{"time", Table::Times{}},
                  {"n", std::vector<int64_t>{}},
                  {"x", std::vector<double>{}},
                  {"text", std::vector<std::string>{}}}};
  const auto append = [](Table& table, int64_t n) {
    std::get<Table::Times>(table.columns[0].values).values.push_back(n * 1000);
    std::get<std::vector<int64_t>>(table.columns[1].values).push_back(n);
    std::get<std::vector<double>>(table.columns[2].values).push_back(n / 7.0);
    std::get<std::vector<std::string>>(table.columns[3].values)
        .push_back("number " + std::to_string(n) + " of a few");
  };
  std::vector<Table> parts;
  int64_t n = 0;
  for (const int rows : {0, 3, 5000, 0, 2048, 1, 0}) {
    parts.push_back({{{"time", Table::Times{}},
                      {"n", std::vector<int64_t>{}},
                      {"x", std::vector<double>{}},
                      {"text", std::vector<std::string>{}}}});
    for (int row = 0; row < rows; ++row, ++n) {
      append(parts.back(), n);
      append(whole, n);
    }
  }
  for (const TableFormat format : {TableFormat::kCsv, TableFormat::kParquet}) {
    const std::string one = NewPath("whole");
    ASSERT_EQ(ExportTable(whole, format, one), absl::OkStatus());
    const std::string many = NewPath("parts");
    size_t next = 0;
    ASSERT_EQ(ExportTableParts(
                  [&]() -> absl::StatusOr<const Table*> {
                    return next == parts.size() ? nullptr : &parts[next++];
                  },
                  format, many),
              absl::OkStatus());
    EXPECT_EQ(next, parts.size());
    EXPECT_TRUE(ReadTestFile(many) == ReadTestFile(one));
  }
}

TEST(TableExportTest, PartsThatDontFitLeaveNoFile) {
  const Table first = {{{"x", std::vector<int64_t>{1}}}};
  const Table other_name = {{{"y", std::vector<int64_t>{1}}}};
  const Table other_type = {{{"x", std::vector<double>{1}}}};
  const Table more = {
      {{"x", std::vector<int64_t>{1}}, {"y", std::vector<int64_t>{1}}}};
  for (const Table* second : {&other_name, &other_type, &more}) {
    const std::string path = NewPath("parts.csv");
    std::vector<const Table*> parts = {nullptr, second, &first};
    const absl::Status status = ExportTableParts(
        [&]() -> absl::StatusOr<const Table*> {
          const Table* part = parts.back();
          parts.pop_back();
          return part;
        },
        TableFormat::kCsv, path);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_NE(access(path.c_str(), F_OK), 0);
  }
}

TEST(TableExportTest, APartThatCantBeHadIsTheError) {
  const Table first = {{{"x", std::vector<int64_t>{1}}}};
  const std::string path = NewPath("parts.csv");
  int calls = 0;
  EXPECT_EQ(ExportTableParts(
                [&]() -> absl::StatusOr<const Table*> {
                  if (++calls == 1) return &first;
                  return absl::DataLossError("part 2 is damaged");
                },
                TableFormat::kCsv, path),
            absl::DataLossError("part 2 is damaged"));
  EXPECT_NE(access(path.c_str(), F_OK), 0);
  EXPECT_TRUE(absl::IsInvalidArgument(
      ExportTableParts([]() -> absl::StatusOr<const Table*> { return nullptr; },
                       TableFormat::kCsv, path)));
}

TEST(TableExportTest, TableWithoutRows) {
  const Table empty = {
      {{"time", Table::Times{}}, {"x", std::vector<double>{}}}};
  const std::string csv = NewPath("empty.csv");
  ASSERT_EQ(ExportTable(empty, TableFormat::kCsv, csv), absl::OkStatus());
  EXPECT_EQ(ReadTestFile(csv), "time,x\n");
  const std::string parquet = NewPath("empty.parquet");
  ASSERT_EQ(ExportTable(empty, TableFormat::kParquet, parquet),
            absl::OkStatus());
  EXPECT_EQ(QuerySql("SELECT count(*) FROM read_parquet(FILE)", parquet), "0");
}

TEST(TableExportTest, NamesThatMeanSomethingInSql) {
  const Table table = {{{"a\"b", std::vector<int64_t>{1}},
                        {"drop table t; --", std::vector<int64_t>{2}},
                        {"it's", std::vector<int64_t>{3}}}};
  const std::string path = NewPath("it's [a] *.csv");
  ASSERT_EQ(ExportTable(table, TableFormat::kCsv, path), absl::OkStatus());
  EXPECT_EQ(ReadTestFile(path), "\"a\"\"b\",drop table t; --,it's\n1,2,3\n");
}

TEST(TableExportTest, RefusesWhatCantBeWritten) {
  const auto refuse = [](const Table& table) {
    const std::string path = NewPath("refused.parquet");
    const absl::Status status = ExportTable(table, TableFormat::kParquet, path);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_NE(access(path.c_str(), F_OK), 0) << "no file is left";
    return std::string(status.message());
  };
  EXPECT_EQ(refuse({}), "the table has no columns");
  const std::vector<int64_t> one = {1};
  EXPECT_EQ(refuse({{{"a", one}, {"A", one}}}),
            "more than one column is called \"A\"");
  EXPECT_EQ(refuse({{{"", one}}}), "the name of a column is not text");
  EXPECT_EQ(refuse({{{"\xFF", one}}}), "the name of a column is not text");
  EXPECT_EQ(refuse({{{"a", std::vector<std::string>{"\xFF"}}}}),
            "the column \"a\" has a text that is not UTF-8");
  // Beyond the years that DuckDB's timestamps know.
  EXPECT_FALSE(
      refuse({{{"a", Table::Times{{std::numeric_limits<int64_t>::max()}}}}})
          .empty());
}

TEST(TableExportTest, LeavesOtherFilesAlone) {
  const std::string path = WriteTestFile("there.csv", "mine");
  EXPECT_EQ(ExportTable(Trades(), TableFormat::kCsv, path).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReadTestFile(path), "mine");
  EXPECT_EQ(
      ExportTable(Trades(), TableFormat::kCsv, TestPath("no such folder/a.csv"))
          .code(),
      absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace admf
