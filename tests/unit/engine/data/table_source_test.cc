#include "engine/data/table_source.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr size_t kBlock = TableSource::kBlockRows;

/// A table with a column of every type, and the source that makes the same.
TableSource MakeSource(size_t rows) {
  TableSource source;
  source.row_count = rows;
  source.AddTimes("time", [](size_t row) {
    return static_cast<int64_t>(row) * 60'000'000;
  });
  source.Add<int64_t>("count",
                      [](size_t row) { return -static_cast<int64_t>(row); });
  source.Add<double>(
      "price", [](size_t row) { return 1.0 / static_cast<double>(row + 1); });
  source.Add<std::string>("text",
                          [](size_t row) { return std::string(row % 7, 'x'); });
  return source;
}

Table MakeTable(size_t rows) {
  Table::Times times;
  std::vector<int64_t> counts;
  std::vector<double> prices;
  std::vector<std::string> texts;
  for (size_t row = 0; row < rows; ++row) {
    times.values.push_back(static_cast<int64_t>(row) * 60'000'000);
    counts.push_back(-static_cast<int64_t>(row));
    prices.push_back(1.0 / static_cast<double>(row + 1));
    texts.emplace_back(row % 7, 'x');
  }
  return {{{"time", std::move(times)},
           {"count", std::move(counts)},
           {"price", std::move(prices)},
           {"text", std::move(texts)}}};
}

TEST(TableSourceTest, BytesAreThoseOfTheTableWhateverTheBlocks) {
  // No row, within, at and beyond the edges of blocks.
  for (const size_t rows : {size_t{0}, size_t{1}, kBlock - 1, kBlock,
                            kBlock + 1, 2 * kBlock, 3 * kBlock + 5}) {
    std::string bytes;
    size_t pieces = 0;
    const absl::Status status = EncodeTable(MakeSource(rows),
                                            [&](std::string_view piece) {
                                              bytes += piece;
                                              ++pieces;
                                              return absl::OkStatus();
                                            },
                                            {});
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(bytes, EncodeTable(MakeTable(rows))) << rows;
    EXPECT_EQ(pieces, 4 * std::max<size_t>(1, (rows + kBlock - 1) / kBlock));
    EXPECT_EQ(ToTable(MakeSource(rows)), MakeTable(rows)) << rows;
  }
}

TEST(TableSourceTest, RangesFollowOneAnother) {
  std::vector<std::pair<size_t, size_t>> ranges;
  TableSource source;
  source.row_count = kBlock + 3;
  source.columns.push_back({"x", [&ranges](size_t begin, size_t end) {
                              ranges.emplace_back(begin, end);
                              return std::vector<double>(end - begin);
                            }});
  ASSERT_TRUE(
      EncodeTable(source, [](std::string_view) { return absl::OkStatus(); }, {})
          .ok());
  EXPECT_THAT(ranges, ElementsAre(Pair(0, kBlock), Pair(kBlock, kBlock + 3)));
}

TEST(TableSourceTest, ATableWithoutColumnsHasItsHeader) {
  std::string bytes;
  ASSERT_TRUE(EncodeTable(TableSource(),
                          [&bytes](std::string_view piece) {
                            bytes += piece;
                            return absl::OkStatus();
                          },
                          {})
                  .ok());
  EXPECT_EQ(bytes, EncodeTable(Table()));
}

TEST(TableSourceTest, AnErrorOfTheSinkEndsIt) {
  int pieces = 0;
  EXPECT_EQ(EncodeTable(MakeSource(3 * kBlock),
                        [&pieces](std::string_view) {
                          return ++pieces == 2 ? absl::DataLossError("disk")
                                               : absl::OkStatus();
                        },
                        {}),
            absl::DataLossError("disk"));
  EXPECT_EQ(pieces, 2);
}

TEST(TableSourceTest, IsStoppedBetweenTwoBlocks) {
  std::stop_source stop;
  int pieces = 0;
  const absl::Status status = EncodeTable(
      MakeSource(3 * kBlock),
      [&](std::string_view) {
        if (++pieces == 2) stop.request_stop();
        return absl::OkStatus();
      },
      stop.get_token());
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(pieces, 2);
}

TEST(TableSourceDeathTest, AColumnHasAsManyValuesAsItWasAskedFor) {
  TableSource source;
  source.row_count = 2;
  source.columns.push_back(
      {"x", [](size_t, size_t) { return std::vector<double>(1); }});
  EXPECT_DEATH(ToTable(source), "broken invariant");
}

}  // namespace
}  // namespace admf
