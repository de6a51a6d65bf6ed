#include "client/cli/csv_text.h"

#include <gtest/gtest.h>

namespace admf {
namespace {

TEST(CsvTextTest, SeparatesWithCommas) {
  EXPECT_EQ(CsvLine({"name", "value"}), "name,value\n");
  EXPECT_EQ(CsvLine({"a", "", ""}), "a,,\n");
  EXPECT_EQ(CsvLine({}), "\n");
}

TEST(CsvTextTest, QuotesWhatNeedsIt) {
  EXPECT_EQ(CsvLine({"a,b", "say \"no\"", "two\nlines", "plain text"}),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain text\n");
}

}  // namespace
}  // namespace admf
