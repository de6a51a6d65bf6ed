#include "engine/data/column_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/data/bars.h"
#include "engine/data/price_columns.h"
#include "engine/data/source_bars.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

const std::string kKey(64, 'a');

SourceBars ThreeRows(const BarSeries::Columns& columns) {
  SourceBars source;
  source.columns = columns;
  source.distance_us = 1'000;
  source.column_names.values = {"Date", "O", "", "low", "Close", "Volume"};
  return source;
}

BarSeries::Columns Columns() {
  return {{1'000, 2'000, 3'000}, {10.0, 11.0, 12.0}, {11.0, 12.0, 13.0},
          {9.0, 10.0, 11.0},     {10.5, 11.5, 12.5}, {100.0, 0.0, 300.0}};
}

/// The bytes of a file, at an address that suits numbers.
class File {
 public:
  explicit File(const SourceBars& source, const std::string& key = kKey) {
    std::string head;
    std::string bytes;
    for (const std::string_view piece : EncodeColumnFile(source, key, head)) {
      bytes += piece;
    }
    Set(bytes);
  }

  void Set(const std::string& bytes) {
    size_ = bytes.size();
    numbers_.assign(size_ / 8 + 1, 0);
    std::copy(bytes.begin(), bytes.end(), data());
  }
  char* data() { return reinterpret_cast<char*>(numbers_.data()); }
  std::string text() { return {data(), size_}; }
  std::span<const std::byte> bytes() {
    return std::as_bytes(std::span(data(), size_));
  }

 private:
  std::vector<uint64_t> numbers_;
  size_t size_ = 0;
};

template <typename T>
std::vector<T> Values(std::span<const T> column) {
  return {column.begin(), column.end()};
}

TEST(ColumnFileTest, ReadsBackWhatWasWritten) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  const auto source = DecodeColumnFile(file.bytes(), kKey, nullptr);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_TRUE(VerifyColumnFile(file.bytes()).ok());
  EXPECT_EQ(Values(source->columns.time_us), columns.time_us);
  EXPECT_EQ(Values(source->columns.open), columns.open);
  EXPECT_EQ(Values(source->columns.high), columns.high);
  EXPECT_EQ(Values(source->columns.low), columns.low);
  EXPECT_EQ(Values(source->columns.close), columns.close);
  EXPECT_EQ(Values(source->columns.volume), columns.volume);
  EXPECT_EQ(source->distance_us, 1'000);
  EXPECT_TRUE(source->is_mapped);
  EXPECT_EQ(source->column_names.values,
            (std::array<std::string, kPriceColumns>{"Date", "O", "", "low",
                                                    "Close", "Volume"}));
}

TEST(ColumnFileTest, CopiesNothing) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  const auto source = DecodeColumnFile(file.bytes(), kKey, nullptr);
  const auto* volume =
      reinterpret_cast<const std::byte*>(source->columns.volume.data());
  EXPECT_EQ(volume + 3 * 8, file.bytes().data() + file.bytes().size());
}

TEST(ColumnFileTest, VolumeMayBeAbsent) {
  BarSeries::Columns columns = Columns();
  columns.volume.clear();
  File file(ThreeRows(columns));
  const auto source = DecodeColumnFile(file.bytes(), kKey, nullptr);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_TRUE(VerifyColumnFile(file.bytes()).ok());
  EXPECT_TRUE(source->columns.volume.empty());
  EXPECT_EQ(Values(source->columns.close), columns.close);
}

TEST(ColumnFileTest, LaysOutAsDocumented) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  const std::string text = file.text();
  const auto number = [&text](size_t offset) {
    int64_t value = 0;
    text.copy(reinterpret_cast<char*>(&value), 8, offset);
    return value;
  };
  EXPECT_EQ(text.substr(0, 8), "ADMFbars");
  EXPECT_EQ(number(8), kColumnFileVersion);
  EXPECT_EQ(number(24), 3);
  EXPECT_EQ(number(32), 6);
  EXPECT_EQ(number(40), 1'000);
  EXPECT_EQ(text.substr(96, 64), kKey);
  // Six lengths, 19 characters of names padded to 24, and the checksum.
  EXPECT_EQ(number(16), 160 + 6 * 8 + 24 + 8);
  EXPECT_EQ(number(160), 4);
  EXPECT_EQ(text.substr(168, 4), "Date");
  EXPECT_EQ(number(static_cast<size_t>(number(16))), 1'000);
  EXPECT_EQ(text.size(), static_cast<size_t>(number(16)) + 6 * 3 * 8);
}

TEST(ColumnFileTest, NoticesEveryBitThatChanged) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  const std::string good = file.text();
  for (size_t byte = 0; byte < good.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[byte] = static_cast<char>(bad[byte] ^ (1 << bit));
      file.Set(bad);
      absl::Status status =
          DecodeColumnFile(file.bytes(), kKey, nullptr).status();
      if (status.ok()) status = VerifyColumnFile(file.bytes());
      ASSERT_EQ(status.code(), absl::StatusCode::kDataLoss)
          << "byte " << byte << " bit " << bit;
    }
  }
}

TEST(ColumnFileTest, NoticesEveryLengthThatIsWrong) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  const std::string good = file.text();
  for (size_t size = 0; size < good.size(); ++size) {
    file.Set(good.substr(0, size));
    ASSERT_EQ(DecodeColumnFile(file.bytes(), kKey, nullptr).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
  file.Set(good + "x");
  EXPECT_EQ(DecodeColumnFile(file.bytes(), kKey, nullptr).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(ColumnFileTest, AnotherKeyIsAnotherSource) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  EXPECT_EQ(
      DecodeColumnFile(file.bytes(), std::string(64, 'b'), nullptr).status(),
      absl::DataLossError("it is that of another source"));
}

TEST(ColumnFileTest, SaysWhichColumnIsDamaged) {
  const BarSeries::Columns columns = Columns();
  File file(ThreeRows(columns));
  std::string bad = file.text();
  bad.back() = static_cast<char>(bad.back() ^ 1);
  file.Set(bad);
  EXPECT_EQ(VerifyColumnFile(file.bytes()),
            absl::DataLossError("its column volume is damaged"));
}

}  // namespace
}  // namespace admf
