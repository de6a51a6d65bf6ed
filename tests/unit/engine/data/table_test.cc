#include "engine/data/table.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

Table Trades() {
  return {{
      {"entry_time", Table::Times{{1'092'873'600'000'000, -1}}},
      {"units", std::vector<int64_t>{-3, std::numeric_limits<int64_t>::max()}},
      {"price", std::vector<double>{100.34, -1e-300}},
      {"reason", std::vector<std::string>{"", std::string("a\0\"\n", 4)}},
  }};
}

TEST(TableTest, RowCountIsThatOfItsColumns) {
  EXPECT_EQ(Table().row_count(), 0u);
  EXPECT_EQ(Trades().row_count(), 2u);
  for (const Table::Column& column : Trades().columns) {
    EXPECT_EQ(column.size(), 2u) << column.name;
  }
}

TEST(TableTest, BytesAreTheDocumentedOnes) {
  const Table table = {{{"ab", std::vector<double>{1.0, -2.0}},
                        {"", std::vector<std::string>{"", "x"}}}};
  std::string expected = "ADMFTBL1";
  const auto add = [&expected](std::string_view bytes) { expected += bytes; };
  using std::string_view;
  add(string_view("\2\0\0\0\0\0\0\0", 8));
  add(string_view("\2\0\0\0\0\0\0\0", 8));
  add(string_view("\2\0\0\0\0\0\0\0ab", 10));
  add(string_view("d\0\0\0\0\0\0\0", 8));
  add(string_view("\0\0\0\0\0\0\xf0\x3f", 8));
  add(string_view("\0\0\0\0\0\0\0\xc0", 8));
  add(string_view("\0\0\0\0\0\0\0\0", 8));
  add(string_view("s\0\0\0\0\0\0\0", 8));
  add(string_view("\0\0\0\0\0\0\0\0", 8));
  add(string_view("\1\0\0\0\0\0\0\0x", 9));
  EXPECT_EQ(EncodeTable(table), expected);
}

TEST(TableTest, DecodesWhatItEncodes) {
  for (const Table& table :
       {Table(), Trades(), Table{{{"empty", std::vector<double>()}}}}) {
    const auto decoded = DecodeTable(EncodeTable(table));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, table);
  }
}

TEST(TableTest, EqualNumbersHaveEqualBytes) {
  const auto encode = [](double value) {
    return EncodeTable({{{"x", std::vector<double>{value}}}});
  };
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(encode(-0.0), encode(0.0));
  EXPECT_EQ(encode(std::copysign(kNan, -1.0)), encode(kNan));
  EXPECT_TRUE(DecodeTable(encode(kNan)).ok());
}

TEST(TableTest, EveryTruncationIsDataLoss) {
  const std::string bytes = EncodeTable(Trades());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(DecodeTable(bytes.substr(0, size)).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
  EXPECT_EQ(DecodeTable(bytes + '\0').status().code(),
            absl::StatusCode::kDataLoss);
}

// Whatever is accepted is canonical; nothing crashes or asks for absurd memory.
TEST(TableTest, EveryChangedByteIsRefusedOrIsAnotherTable) {
  const std::string bytes = EncodeTable(Trades());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const char value : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
      std::string changed = bytes;
      changed[i] = value;
      const auto table = DecodeTable(changed);
      if (table.ok()) {
        EXPECT_EQ(EncodeTable(*table), changed) << i;
      } else {
        EXPECT_EQ(table.status().code(), absl::StatusCode::kDataLoss) << i;
      }
    }
  }
}

TEST(TableTest, RefusesCountsThatCannotBe) {
  const std::string bytes = EncodeTable(Trades());
  for (const size_t offset : {8, 16, 24}) {
    std::string changed = bytes;
    std::memset(changed.data() + offset, 0x7f, 8);
    EXPECT_EQ(DecodeTable(changed).status().code(),
              absl::StatusCode::kDataLoss);
  }
  std::string rows_without_columns = EncodeTable(Table());
  rows_without_columns[16] = 1;
  EXPECT_EQ(DecodeTable(rows_without_columns).status(),
            absl::DataLossError("not a table: rows without columns"));
}

TEST(TableDeathTest, ColumnsOfUnequalLengthAreABug) {
  const Table table = {
      {{"a", std::vector<double>{1.0}}, {"b", std::vector<double>{1.0, 2.0}}}};
  EXPECT_DEATH(EncodeTable(table), "broken invariant");
}

}  // namespace
}  // namespace admf
