#include "client/cli/table_option.h"

#include <gtest/gtest.h>

namespace admf {
namespace {

TEST(TableOptionTest, SomeTablesHaveAnOptionOfTheirOwn) {
  EXPECT_EQ(TableOption("trades"), "--trades");
  EXPECT_EQ(TableOption("trials"), "--trials");
  EXPECT_EQ(TableOption("windows"), "--table windows");
  EXPECT_EQ(TableOption("trade"), "--table trade");
}

}  // namespace
}  // namespace admf
