#include "client/cli/text_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

using ::testing::ElementsAre;

TEST(TextTableTest, AlignsItsColumns) {
  TextTable table({{"METRIC"}, {"VALUE", TextTable::Align::kRight}});
  table.AddRow({"final_equity", "51,422.99"});
  table.AddRow({"trade_count", "66"});
  EXPECT_EQ(table.Render(Style(), 0),
            "METRIC            VALUE\n"
            "final_equity  51,422.99\n"
            "trade_count          66\n");
}

TEST(TextTableTest, NoSpacesAtTheEndOfALine) {
  TextTable table({{"A"}, {"B"}, {"LONG TITLE"}});
  table.AddRow({"1", "", ""});
  EXPECT_EQ(table.Render(Style(), 0), "A  B  LONG TITLE\n1\n");
}

TEST(TextTableTest, WithoutTitlesThereIsNoLineOfTitles) {
  TextTable table({{""}, {""}});
  table.AddRow({"id", "w-1"});
  EXPECT_EQ(table.Render(Style(), 0), "id  w-1\n");
}

TEST(TextTableTest, ColoursDoNotMoveColumns) {
  TextTable table({{"STATE"}, {"ID"}});
  table.AddRow({{"failed", Tone::kBad}, "w-1"});
  table.AddRow({"ok", "w-2"});
  EXPECT_EQ(table.Render(Style(true), 0),
            "\x1b[1mSTATE\x1b[0m   \x1b[1mID\x1b[0m\n"
            "\x1b[31mfailed\x1b[0m  w-1\n"
            "ok      w-2\n");
}

TEST(TextTableTest, CountsCharactersAndNotBytes) {
  TextTable table({{"A"}, {"B"}});
  table.AddRow({"\u00fc\u00fc", "1"});
  table.AddRow({"xx", "2"});
  EXPECT_EQ(table.Render(Style(), 0), "A   B\n\u00fc\u00fc  1\nxx  2\n");
}

TEST(TextTableTest, WrapsTheLastColumn) {
  TextTable table({{"NAME"}, {"MEANING"}});
  table.AddRow({"fast", "the number of bars of the fast average"});
  EXPECT_EQ(table.Render(Style(), 31),
            "NAME  MEANING\n"
            "fast  the number of bars of the\n"
            "      fast average\n");
}

TEST(TextTableTest, ControlCharactersAreMadeHarmless) {
  TextTable table({{""}, {""}});
  table.AddRow({"a\nb", "\x1b[1m"});
  EXPECT_EQ(table.Render(Style(), 0), "a b  ?[1m\n");
}

TEST(WrapTextTest, BreaksBetweenWords) {
  EXPECT_THAT(WrapText("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapText("extraordinary x", 4),
              ElementsAre("extraordinary", "x"));
  EXPECT_THAT(WrapText("", 4), ElementsAre(""));
}

TEST(TextTableTest, PutsTheLastColumnBelowWhereThereIsNoRoomBeside) {
  TextTable table({{"ID"}, {"STATE"}, {"SUBMITTED"}, {"REMARK"}});
  table.AddRow({"w-1", "failed", "2026-01-02",
                "there is no file none.csv in the data root"});
  table.AddRow({"w-2", "ok", "2026-01-02", ""});
  EXPECT_EQ(table.Render(Style(), 32),
            "ID   STATE   SUBMITTED   REMARK\n"
            "w-1  failed  2026-01-02\n"
            "    there is no file none.csv in\n"
            "    the data root\n"
            "w-2  ok      2026-01-02\n");
}

}  // namespace
}  // namespace admf
