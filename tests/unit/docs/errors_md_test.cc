// docs/errors.md lists every reason of an error, and no others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "coordinator/errors.h"

namespace admf {
namespace {

using ::testing::Each;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

/// The cells of a row of a table, without the spaces around them.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  size_t start = 1;
  for (size_t end = line.find(" |", start); end != std::string::npos;
       end = line.find(" |", start)) {
    cells.push_back(line.substr(start + 1, end - start - 1));
    start = end + 2;
  }
  return cells;
}

/// The rows whose first cell is a word in backticks.
std::vector<std::vector<std::string>> Rows() {
  std::ifstream file("docs/errors.md");
  EXPECT_TRUE(file.good());
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| `")) rows.push_back(Cells(line));
  }
  return rows;
}

TEST(ErrorsMdTest, ListsEveryReasonOnce) {
  std::vector<std::string> expected;
  for (const std::string_view reason : AllReasons()) {
    expected.push_back("`" + std::string(reason) + "`");
  }
  std::vector<std::string> listed;
  for (const auto& row : Rows()) listed.push_back(row.front());
  EXPECT_THAT(listed, UnorderedElementsAreArray(expected));
}

TEST(ErrorsMdTest, SaysTheCodeTheCaseAndWhatToDo) {
  for (const auto& row : Rows()) {
    ASSERT_EQ(row.size(), 4u) << row.front();
    EXPECT_THAT(row, Each(Not(std::string()))) << row.front();
  }
}

}  // namespace
}  // namespace admf
