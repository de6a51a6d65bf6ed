#include "engine/data/csv_line.h"

#include "gtest/gtest.h"

namespace admf {
namespace {

using Fields = std::vector<std::string_view>;

TEST(CsvLineTest, DetectsTheDelimiterOfAHeader) {
  EXPECT_EQ(DetectDelimiter("Date,Open,High"), ',');
  EXPECT_EQ(DetectDelimiter("Date;Open;High"), ';');
  EXPECT_EQ(DetectDelimiter("Date\tOpen\tHigh"), '\t');
  EXPECT_EQ(DetectDelimiter("Date;\"a,b,c,d\";High"), ';');
  EXPECT_EQ(DetectDelimiter("Date"), ',');
  EXPECT_EQ(DetectDelimiter(""), ',');
}

TEST(CsvLineTest, SplitsPlainFields) {
  CsvLineSplitter splitter(',');
  ASSERT_TRUE(splitter.Split("2004-08-19,100,,  1.5 ,"));
  EXPECT_EQ(splitter.fields(), (Fields{"2004-08-19", "100", "", "1.5", ""}));
  ASSERT_TRUE(splitter.Split(""));
  EXPECT_EQ(splitter.fields(), (Fields{""}));
  ASSERT_TRUE(splitter.Split(","));
  EXPECT_EQ(splitter.fields(), (Fields{"", ""}));
}

TEST(CsvLineTest, OtherDelimitersAreText) {
  CsvLineSplitter splitter(';');
  ASSERT_TRUE(splitter.Split("1,5;2\t5"));
  EXPECT_EQ(splitter.fields(), (Fields{"1,5", "2\t5"}));
}

TEST(CsvLineTest, SplitsQuotedFields) {
  CsvLineSplitter splitter(',');
  ASSERT_TRUE(splitter.Split(R"("a","b,c", "d""e" ,"",f," g ")"));
  EXPECT_EQ(splitter.fields(), (Fields{"a", "b,c", "d\"e", "", "f", " g "}));
  ASSERT_TRUE(splitter.Split(R"("""")"));
  EXPECT_EQ(splitter.fields(), (Fields{"\""}));
  ASSERT_TRUE(splitter.Split(R"("a",)"));
  EXPECT_EQ(splitter.fields(), (Fields{"a", ""}));
}

TEST(CsvLineTest, ManyQuotedFieldsKeepTheirText) {
  std::string line;
  for (int i = 0; i < 1'000; ++i) line += R"("x""y",)";
  CsvLineSplitter splitter(',');
  ASSERT_TRUE(splitter.Split(line));
  ASSERT_EQ(splitter.fields().size(), 1'001u);
  for (int i = 0; i < 1'000; ++i) ASSERT_EQ(splitter.fields()[i], "x\"y");
}

TEST(CsvLineTest, RefusesQuotesThatDontMatch) {
  CsvLineSplitter splitter(',');
  for (const char* line : {R"(")", R"("a)", R"("a"")", R"(a"b,c)", R"("a"b,c)",
                           R"("a" "b")", R"(x,"y)", R"(a,b")"}) {
    EXPECT_FALSE(splitter.Split(line)) << line;
  }
  EXPECT_TRUE(splitter.Split("a,b"));
}

}  // namespace
}  // namespace admf
