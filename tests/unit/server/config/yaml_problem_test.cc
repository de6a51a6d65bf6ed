#include "server/config/yaml_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace admf {
namespace {

TEST(YamlProblemTest, PrintsWhatIsKnown) {
  YamlProblem problem;
  problem.description = "is wrong";
  EXPECT_EQ(ToString(problem), "is wrong");
  problem.field = "workflow.name";
  EXPECT_EQ(ToString(problem), "workflow.name: is wrong");
  problem.position = {.line = 12, .column = 5};
  EXPECT_EQ(ToString(problem), "line 12:5: workflow.name: is wrong");
  problem.file_name = "run.yaml";
  EXPECT_EQ(ToString(problem), "run.yaml:12:5: workflow.name: is wrong");
  problem.position = {};
  EXPECT_EQ(ToString(problem), "run.yaml: workflow.name: is wrong");
}

TEST(YamlProblemListTest, SortsByPlaceAndKeepsTheOrderOfOnePlace) {
  YamlProblemList list("a.yaml");
  list.Add({3, 1}, "third", "x");
  list.Add({1, 9}, "second", "x");
  list.Add({1, 2}, "first", "x");
  list.Add({1, 9}, "second too", "x", YamlProblem::Kind::kLimit);
  const auto problems = list.Take();
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0].field, "first");
  EXPECT_EQ(problems[1].field, "second");
  EXPECT_EQ(problems[2].field, "second too");
  EXPECT_EQ(problems[2].kind, YamlProblem::Kind::kLimit);
  EXPECT_EQ(problems[3].field, "third");
  EXPECT_EQ(problems[3].file_name, "a.yaml");
  EXPECT_TRUE(list.Take().empty());
}

TEST(YamlProblemListTest, CountsWhatItDoesNotKeep) {
  YamlProblemList list("");
  for (int line = 1; line <= 100; ++line) {
    EXPECT_TRUE(list.HasRoom());
    list.Add({line, 1}, "f", "x");
  }
  EXPECT_FALSE(list.HasRoom());
  list.Add({101, 7}, "f", "x");
  list.Add({102, 7}, "f", "x");
  const auto problems = list.Take();
  ASSERT_EQ(problems.size(), 101U);
  EXPECT_EQ(problems[99].position.line, 100);
  EXPECT_EQ(ToString(problems[100]),
            "line 101:7: and 2 more problems from here on");
}

TEST(YamlProblemListTest, SaysOneMoreInTheSingular) {
  YamlProblemList list("");
  for (int line = 1; line <= 101; ++line) list.Add({line, 1}, "f", "x");
  EXPECT_EQ(list.Take().back().description, "and 1 more problem from here on");
}

}  // namespace
}  // namespace admf
