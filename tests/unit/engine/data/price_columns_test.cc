#include "engine/data/price_columns.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using Names = std::vector<std::string>;
using Positions = std::array<std::optional<size_t>, kPriceColumns>;

constexpr std::nullopt_t kAbsent = std::nullopt;

void ExpectFound(const Names& names, const Positions& expected,
                 const ByPriceColumn<std::string>& wanted = {}) {
  const auto positions = FindPriceColumns(names, wanted);
  ASSERT_TRUE(positions.ok()) << positions.status();
  EXPECT_EQ(positions->values, expected);
}

std::string Refusal(const Names& names,
                    const ByPriceColumn<std::string>& wanted = {}) {
  const absl::Status status = FindPriceColumns(names, wanted).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(PriceColumnsTest, UsualNamesInAnyCaseAndOrder) {
  ExpectFound(
      {"Date", "Open", "High", "Low", "Close", "Volume", "OpenInterest"},
      {0, 1, 2, 3, 4, 5});
  ExpectFound({"v", "c", "l", "h", "o", "ts"}, {5, 4, 3, 2, 1, 0});
  ExpectFound({"OPEN TIME", "OPEN", "HIGH", "LOW", "CLOSE", "VOL"},
              {0, 1, 2, 3, 4, 5});
  ExpectFound({" timestamp ", "open", "high", "low", "close"},
              {0, 1, 2, 3, 4, kAbsent});
}

TEST(PriceColumnsTest, EveryNameOfTheTime) {
  for (const char* time : {"date", "Time", "DateTime", "date_time", "Date-Time",
                           "timestamp", "ts", "open_time"}) {
    ExpectFound({"o", "h", "l", "c", time}, {4, 0, 1, 2, 3, kAbsent});
  }
}

TEST(PriceColumnsTest, UnnamedFirstColumnIsTheTimeIfNothingElseIs) {
  for (const char* unnamed : {"", "column0", "Unnamed: 0"}) {
    ExpectFound({unnamed, "o", "h", "l", "c"}, {0, 1, 2, 3, 4, kAbsent});
    ExpectFound({unnamed, "Date", "o", "h", "l", "c"},
                {1, 2, 3, 4, 5, kAbsent});
  }
  // pandas writes its index last into Parquet.
  ExpectFound({"o", "h", "l", "c", "__index_level_0__"},
              {4, 0, 1, 2, 3, kAbsent});
  EXPECT_EQ(Refusal({"o", "", "h", "l", "c"}).substr(0, 38),
            "no column is recognised as the time; t");
}

TEST(PriceColumnsTest, AdjustedCloseIsNotTheClose) {
  ExpectFound({"Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"},
              {0, 1, 2, 3, 4, 6});
  EXPECT_EQ(Refusal({"Date", "Open", "High", "Low", "Adj Close"}),
            "no column is recognised as the close; the file's columns are "
            "\"Date\", \"Open\", \"High\", \"Low\", \"Adj Close\"; name it: "
            "columns: {close: ...}");
  ExpectFound({"Date", "Open", "High", "Low", "Close", "Adj Close"},
              {0, 1, 2, 3, 5, kAbsent}, {{"", "", "", "", "Adj Close", ""}});
}

TEST(PriceColumnsTest, AmbiguousColumnsAreRefused) {
  EXPECT_EQ(Refusal({"Date", "Time", "o", "h", "l", "c"}),
            "the columns \"Date\" and \"Time\" can both be the time; say which "
            "one is: columns: {time: \"Date\"}");
  EXPECT_EQ(Refusal({"Date", "o", "h", "l", "close", "Close"}),
            "the columns \"close\" and \"Close\" can both be the close; say "
            "which one is: columns: {close: \"close\"}");
  ExpectFound({"Date", "Time", "o", "h", "l", "c"}, {1, 2, 3, 4, 5, kAbsent},
              {{"Time", "", "", "", "", ""}});
}

TEST(PriceColumnsTest, WantedNamesWin) {
  ExpectFound({"Date", "o", "h", "l", "c", "bid"}, {0, 5, 2, 3, 4, kAbsent},
              {{"", "bid", "", "", "", ""}});
  // One column may mean several things.
  ExpectFound({"Date", "price"}, {0, 1, 1, 1, 1, kAbsent},
              {{"", "price", "price", "price", "price", ""}});
}

TEST(PriceColumnsTest, WantedNamesMustExist) {
  EXPECT_EQ(
      Refusal({"Date", "Open", "h", "l", "c"}, {{"", "Opne", "", "", "", ""}}),
      "there is no column \"Opne\", which columns: {open} names; did you "
      "mean \"Open\"?; the file's columns are \"Date\", \"Open\", \"h\", "
      "\"l\", \"c\"");
  EXPECT_EQ(
      Refusal({"Date", "o", "h", "l", "c"}, {{"", "", "", "", "", "turnover"}}),
      "there is no column \"turnover\", which columns: {volume} names; "
      "the file's columns are \"Date\", \"o\", \"h\", \"l\", \"c\"");
  EXPECT_EQ(
      Refusal({"Date", "x", "x", "h", "l", "c"}, {{"", "x", "", "", "", ""}}),
      "more than one column is called \"x\"");
}

TEST(PriceColumnsTest, MessagesStayShort) {
  const std::string message = Refusal(Names(10'000, std::string(10'000, 'x')));
  EXPECT_LT(message.size(), 1'500u);
  EXPECT_NE(message.find(" and 9980 more"), std::string::npos);
}

TEST(PriceColumnsTest, Names) {
  EXPECT_EQ(PriceColumnName(PriceColumn::kTime), "time");
  EXPECT_EQ(PriceColumnName(PriceColumn::kVolume), "volume");
}

}  // namespace
}  // namespace admf
