#include "engine/data/cell_text.h"

#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(CellTextTest, ParsesNumbers) {
  EXPECT_EQ(ParsePrice("100"), 100.0);
  EXPECT_EQ(ParsePrice("101.25"), 101.25);
  EXPECT_EQ(ParsePrice("+.5"), 0.5);
  EXPECT_EQ(ParsePrice("-3"), -3.0);
  EXPECT_EQ(ParsePrice("1.5e3"), 1500.0);
  EXPECT_EQ(ParsePrice("22351900"), 22'351'900.0);
  // Read to the nearest double, as a compiler does.
  EXPECT_EQ(ParsePrice("0.1"), 0.1);
  EXPECT_EQ(ParsePrice("123456.78901234567890123"), 123456.78901234567890123);
  EXPECT_EQ(ParsePrice("inf"), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(*ParsePrice("nan")));
}

TEST(CellTextTest, RefusesEverythingElse) {
  for (const char* text :
       {"", " ", "+", "-", ".", "n/a", "-", "1,5", "1 000", "$5", "5$", "1.2.3",
        "0x10", "1e", "1e999", "+-1", "++1", "NULL", "one"}) {
    EXPECT_FALSE(ParsePrice(text).has_value()) << text;
  }
}

TEST(CellTextTest, DescribesBadCells) {
  EXPECT_EQ(DescribeBadPrice(PriceColumn::kClose, "n/a"),
            "close is not a number: \"n/a\"");
  EXPECT_EQ(DescribeBadPrice(PriceColumn::kVolume, ""), "volume is empty");
  EXPECT_EQ(DescribeBadTime(""), "time is empty");
  const std::string description = DescribeBadTime("08/19/2004");
  EXPECT_EQ(description.substr(0, 54),
            "time is not understood: \"08/19/2004\"; write 2004-08-19");
}

TEST(CellTextTest, ShowsTheBeginOfALongCell) {
  EXPECT_EQ(DescribeBadPrice(PriceColumn::kOpen, std::string(1'000, 'x')),
            "open is not a number: \"" + std::string(40, 'x') + "...\"");
}

}  // namespace
}  // namespace admf
