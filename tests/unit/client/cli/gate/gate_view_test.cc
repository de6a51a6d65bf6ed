#include "client/cli/gate/gate_view.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/cli/gate/gate_case.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/gate/test_cases.h"

namespace admf {
namespace {

TEST(GateViewTest, TheTableHasARowForEachCriterion) {
  EXPECT_EQ(
      GateText(TestCases(), Style(), 0),
      "WORKFLOW      CRITERION                      VALUE  VERDICT\n"
      "a|b           trade_count >= 30                 66  passed\n"
      "search        turnover <= 3                      2  passed\n"
      "search        deflated_sharpe_ratio >= 0.95   0.41  FAILED   "
      "0.41 < 0.95\n"
      "gates/c.yaml                                        ERROR    "
      "the configuration is invalid\n"
      "d                                                   ERROR    "
      "the workflow failed: GOOG.csv is missing\n"
      "\n"
      "WARNINGS\n"
      "search  few <trades>\n"
      "\n"
      "gate FAILED: 1 of 4 workflows passed, 1 failed, 2 have no verdict\n");
}

TEST(GateViewTest, TheFigureWithEarlierTrialsStandsBesideTheCriterion) {
  const std::string result = R"pb(
    workflow_id: "w-1"
    name: "search"
    state: WORKFLOW_STATE_SUCCEEDED
    context { key: "earlier_trials" value: "4851" }
    context { key: "deflated_sharpe_ratio_with_earlier_trials" value: "0.71" }
    verdict {
      state: PASSED
      outcomes {
        criterion { metric: "deflated_sharpe_ratio" min: 0.95 }
        value: 0.97
        passed: true
      }
      outcomes {
        criterion { metric: "deflated_sharpe_ratio" min: 0.7 }
        value: 0.97
        passed: true
      }
    }
  )pb";
  EXPECT_EQ(
      GateText({EndedCase("a.yaml", ExitCode::kSuccess, result)}, Style(), 0),
      "WORKFLOW  CRITERION                      VALUE  VERDICT\n"
      "search    deflated_sharpe_ratio >= 0.95   0.97  passed   "
      "0.71 with the 4851 earlier trials\n"
      "search    deflated_sharpe_ratio >= 0.7    0.97  passed   "
      "0.71 with the 4851 earlier trials\n"
      "\n"
      "WARNINGS\n"
      "search  deflated_sharpe_ratio >= 0.95 is fulfilled by the trials of "
      "this "
      "search alone: with the 4851 earlier trials on the same data and "
      "strategy "
      "it is 0.71\n"
      "\n"
      "gate PASSED: 1 of 1 workflow passed\n");
}

TEST(GateViewTest, WarnsWhereEarlierTrialsLeaveTheFigureUndefined) {
  const GateCase one = EndedCase("a.yaml", ExitCode::kSuccess, R"pb(
    context { key: "earlier_trials" value: "500" }
    context {
      key: "deflated_sharpe_ratio_with_earlier_trials"
      value: "undefined (why)"
    }
    verdict {
      state: PASSED
      outcomes {
        criterion { metric: "deflated_sharpe_ratio" min: 0.95 }
        value: 0.97
        passed: true
      }
      outcomes {
        criterion { metric: "deflated_sharpe_ratio" min: 0.99 }
        reason: "it is undefined"
      }
    }
  )pb");
  const std::vector<std::string> warnings = GateWarnings(one);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0],
            "deflated_sharpe_ratio >= 0.95 is fulfilled by the trials of this "
            "search alone: with the 500 earlier trials on the same data and "
            "strategy it is undefined (why)");
  const auto& outcomes = one.result->verdict().outcomes();
  EXPECT_EQ(GateRemark(one, outcomes[0]),
            "undefined (why) with the 500 earlier trials");
  EXPECT_EQ(GateRemark(one, outcomes[1]), "it is undefined");
}

TEST(GateViewTest, CsvIsUnrounded) {
  std::vector<GateCase> cases = TestCases();
  cases[0].result->mutable_verdict()->mutable_outcomes(0)->set_value(
      66.000000001);
  EXPECT_EQ(GateCsv(cases),
            "file,workflow_id,workflow,criterion,value,verdict,reason\n"
            "gates/a.yaml,w-1,a|b,trade_count >= 30,66.000000001,passed,\n"
            "gates/b.yaml,w-2,search,turnover <= 3,2,passed,\n"
            "gates/b.yaml,w-2,search,deflated_sharpe_ratio >= 0.95,0.41,"
            "failed,0.41 < 0.95\n"
            "gates/c.yaml,,,,,error,the configuration is invalid\n"
            "gates/d.yaml,w-4,d,,,error,the workflow failed: GOOG.csv is "
            "missing\n");
}

TEST(GateViewTest, JsonHasTheResultsAsTheServiceHasThem) {
  const auto json = GateJson(TestCases());
  EXPECT_EQ(json["passed"], false);
  ASSERT_EQ(json["workflows"].size(), 4u);
  const auto& failed = json["workflows"][1];
  EXPECT_EQ(failed["file"], "gates/b.yaml");
  EXPECT_EQ(failed["workflow_id"], "w-2");
  EXPECT_EQ(failed["passed"], false);
  EXPECT_EQ(failed["problem"], "");
  EXPECT_EQ(failed["result"]["verdict"]["state"], "FAILED");
  EXPECT_EQ(failed["result"]["verdict"]["outcomes"][1]["value"], 0.41);
  const auto& refused = json["workflows"][2];
  EXPECT_EQ(refused["violations"].size(), 2u);
  EXPECT_TRUE(refused["result"].is_null());
  EXPECT_EQ(json["workflows"][0]["passed"], true);
}

}  // namespace
}  // namespace admf
