#include "managers/search/trial_table.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "managers/search/search_plan.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

TEST(TrialTablesTest, AnEmptyTextIsAValueAndWhatIsInactiveIsNone) {
  const auto run = Parse<v1::BacktestConfig>(R"(
    strategy {
      type: "rules"
      params { key: "long_when" value { string_value: "close > 2" } }
    })");
  const auto plan = SearchPlan::Create(run, Parse<v1::OptimizationConfig>(R"(
        objective: "total_return"
        algorithm: SEARCH_ALGORITHM_GRID
        max_trials: 3
        parameter_space {
          key: "short_when"
          value { list_value {
            values { string_value: "" }
            values { string_value: "close < 1" } } }
        }
        parameter_space {
          key: "exit_when"
          value { struct_value {
            fields { key: "values" value { list_value {
              values { string_value: "" }
              values { string_value: "close > 9" } } } }
            fields { key: "when" value { struct_value {
              fields { key: "short_when" value { list_value {
                values { string_value: "close < 1" } } } } } } } } }
        })"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  const TrialTables tables(&*plan, {}, /*blocks=*/0, /*regime_count=*/0);
  // Dimensions go by name: exit_when, short_when.
  std::vector<ScoredTrial> trials(2);
  trials[0].point = {std::nullopt, std::string()};
  trials[1].point = {std::string(), std::string("close < 1")};
  const Table table = tables.Trials(trials);

  const auto alone = tables.TrialAt(table, 0).parameters();
  ASSERT_EQ(alone.size(), 1u);
  EXPECT_EQ(alone.at("short_when").string_value(), "");
  const auto both = tables.TrialAt(table, 1).parameters();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both.at("exit_when").string_value(), "");
  EXPECT_EQ(both.at("short_when").string_value(), "close < 1");
}

}  // namespace
}  // namespace admf
