#include "managers/verdict.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using v1::ValidationConfig;
using v1::Verdict;

ValidationConfig Parse(const std::string& text) {
  ValidationConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

Verdict Judge(const std::string& require) {
  return JudgeResult(Parse(require),
                     {{"sharpe_ratio", 0.95}, {"max_drawdown", -0.25}},
                     {{"sqn", "there are no trades"}});
}

TEST(JudgeResultTest, PassesWhatIsWithinTheBounds) {
  const Verdict verdict = Judge(R"pb(
    require { metric: "sharpe_ratio" min: 0.5 }
    require { metric: "max_drawdown" min: -0.3 max: -0.2 }
  )pb");
  EXPECT_EQ(verdict.state(), Verdict::PASSED);
  ASSERT_EQ(verdict.outcomes_size(), 2);
  EXPECT_TRUE(verdict.outcomes(0).passed());
  EXPECT_EQ(verdict.outcomes(0).value(), 0.95);
  EXPECT_EQ(verdict.outcomes(0).reason(), "");
  EXPECT_EQ(verdict.outcomes(1).criterion().metric(), "max_drawdown");
}

TEST(JudgeResultTest, BoundsAreInclusive) {
  EXPECT_EQ(
      Judge(R"pb(require { metric: "sharpe_ratio" min: 0.95 max: 0.95 })pb")
          .state(),
      Verdict::PASSED);
}

TEST(JudgeResultTest, OneCriterionThatFailsIsEnough) {
  const Verdict verdict = Judge(R"pb(
    require { metric: "sharpe_ratio" min: 1 }
    require { metric: "sharpe_ratio" max: 0.9 }
    require { metric: "max_drawdown" min: -0.3 }
  )pb");
  EXPECT_EQ(verdict.state(), Verdict::FAILED);
  ASSERT_EQ(verdict.outcomes_size(), 3);
  EXPECT_FALSE(verdict.outcomes(0).passed());
  EXPECT_EQ(verdict.outcomes(0).reason(), "0.95 is less than 1");
  EXPECT_EQ(verdict.outcomes(1).reason(), "0.95 is more than 0.9");
  EXPECT_TRUE(verdict.outcomes(2).passed());
}

/// A bound that is missed by the last bit doesn't look fulfilled.
TEST(JudgeResultTest, ReasonsAreExact) {
  const Verdict verdict =
      JudgeResult(Parse(R"pb(require { metric: "win_rate" min: 0.3 })pb"),
                  {{"win_rate", std::nextafter(0.3, 0.0)}}, {});
  EXPECT_EQ(verdict.outcomes(0).reason(),
            "0.29999999999999993 is less than 0.3");
}

TEST(JudgeResultTest, WhatIsNotDefinedFails) {
  const Verdict verdict = Judge(R"pb(
    require { metric: "sqn" max: 100 }
    require { metric: "deflated_sharpe_ratio" min: 0 }
  )pb");
  EXPECT_EQ(verdict.state(), Verdict::FAILED);
  EXPECT_FALSE(verdict.outcomes(0).has_value());
  EXPECT_EQ(verdict.outcomes(0).reason(), "not defined: there are no trades");
  EXPECT_EQ(verdict.outcomes(1).reason(), "the result has no such metric");
}

TEST(JudgeResultTest, NotANumberFails) {
  const Verdict verdict =
      JudgeResult(Parse(R"pb(require { metric: "sqn" min: 0 max: 1 })pb"),
                  {{"sqn", std::numeric_limits<double>::quiet_NaN()}}, {});
  EXPECT_EQ(verdict.state(), Verdict::FAILED);
}

constexpr std::string_view kNames[] = {"max_drawdown", "sharpe_ratio"};

std::vector<std::string> Texts(const std::vector<ConfigProblem>& problems) {
  std::vector<std::string> texts;
  for (const ConfigProblem& problem : problems) {
    texts.push_back(problem.field + ": " + problem.description);
  }
  return texts;
}

std::vector<std::string> Problems(const std::string& require) {
  std::vector<ConfigProblem> problems;
  CheckRequire(Parse(require), kNames, &problems);
  return Texts(problems);
}

TEST(CheckRequireTest, GoodCriteriaHaveNoProblems) {
  EXPECT_TRUE(Problems(R"pb(
                require { metric: "sharpe_ratio" min: 0 }
                require { metric: "max_drawdown" min: -1 max: -1 }
              )pb")
                  .empty());
}

TEST(CheckRequireTest, FindsAllProblemsAtOnce) {
  const auto problems = Problems(R"pb(
    require { metric: "sharp_ratio" min: 0 }
    require { min: 0 }
    require { metric: "sharpe_ratio" }
    require { metric: "sharpe_ratio" min: 2 max: 1 }
    require { metric: "sharpe_ratio" max: inf }
  )pb");
  ASSERT_EQ(problems.size(), 5u);
  const std::string field = "workflow.validation_config.require";
  EXPECT_EQ(problems[0],
            field +
                "[0].metric: the result has no metric sharp_ratio; did you "
                "mean sharpe_ratio? (docs/metrics.md lists them)");
  EXPECT_EQ(problems[1].rfind(field + "[1].metric: is missing", 0), 0u);
  EXPECT_EQ(problems[2].rfind(field + "[2]: asks for nothing", 0), 0u);
  EXPECT_EQ(problems[3],
            field + "[3]: nothing fulfils it: `min` 2 is above `max` 1");
  EXPECT_EQ(problems[4].rfind(field + "[4]: inf is no bound", 0), 0u);
}

TEST(CheckRequireTest, ThereMayBeTooMany) {
  ValidationConfig config;
  for (int i = 0; i < 101; ++i) config.add_require();
  std::vector<ConfigProblem> problems;
  CheckRequire(config, kNames, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].description, "there are 101; 100 are the limit");
}

TEST(CheckRequireTest, SaysWhichResultsHaveTheMetric) {
  std::vector<ConfigProblem> problems;
  CheckRequire(Parse(R"pb(
                 require { metric: "path_sharpe_ratio_p05" min: 0 }
                 require { metric: "deflated_sharpe_ratio" min: 0.95 }
               )pb"),
               kNames, &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_NE(problems[0].description.find("`method: cpcv`"), std::string::npos);
  EXPECT_NE(problems[1].description.find("`type: optimization`"),
            std::string::npos);
}

TEST(CheckRequireAloneTest, RefusesEverythingElse) {
  v1::WorkflowConfig config;
  config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  std::vector<ConfigProblem> problems;
  CheckRequireAlone(config, kNames, &problems);
  EXPECT_TRUE(problems.empty());

  *config.mutable_validation_config() = Parse(R"pb(
    method: VALIDATION_METHOD_WALK_FORWARD
    train_bars: 252
    require { metric: "sharpe_ratio" min: 0 }
  )pb");
  CheckRequireAlone(config, kNames, &problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(Texts(problems)[0],
            "workflow.validation_config.method: is for `type: validation`; "
            "write that type, or leave it out: `type: backtest` has `require` "
            "alone");
  EXPECT_EQ(problems[1].field, "workflow.validation_config.train_bars");

  problems.clear();
  config.mutable_validation_config()->Clear();
  CheckRequireAlone(config, kNames, &problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field, "workflow.validation_config.require");
}

}  // namespace
}  // namespace admf
