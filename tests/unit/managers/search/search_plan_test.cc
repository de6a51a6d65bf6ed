#include "managers/search/search_plan.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/search/sampler_factory.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

constexpr char kField[] = "workflow.optimization_config.";

/// Problems by their places below `optimization_config`.
using Problems = std::map<std::string, std::string>;

v1::WorkflowConfig ConfigOf(const v1::BacktestConfig& run,
                            const std::string& search) {
  v1::WorkflowConfig config;
  *config.mutable_backtest_config() = run;
  const auto status = google::protobuf::util::JsonStringToMessage(
      search, config.mutable_optimization_config());
  CHECK(status.ok());
  return config;
}

Problems ProblemsOf(const v1::BacktestConfig& run, const std::string& search) {
  v1::WorkflowConfig config = ConfigOf(run, search);
  std::vector<ConfigProblem> found;
  ResolveOptimization(&config, &found);
  Problems problems;
  for (const ConfigProblem& problem : found) {
    const std::string place =
        problem.field.starts_with(kField)
            ? problem.field.substr(std::string(kField).size())
            : problem.field;
    EXPECT_FALSE(problems.contains(place)) << place;
    problems[place] = problem.description;
  }
  return problems;
}

/// Of a grid over these parameters.
Problems ProblemsOfSpace(const v1::BacktestConfig& run,
                         const std::string& space) {
  return ProblemsOf(run, absl::StrCat("{\"parameter_space\": ", space, "}"));
}

v1::BacktestConfig RulesRun() {
  return Parse<v1::BacktestConfig>(R"pb(
    strategy {
      type: "rules"
      params {
        key: "long_when"
        value { string_value: "close > sma(n)" }
      }
      params {
        key: "n"
        value { number_value: 20 }
      }
    })pb");
}

std::string Places(const Problems& problems) {
  std::string places;
  for (const auto& [place, text] : problems) {
    absl::StrAppend(&places, places.empty() ? "" : " ", place);
  }
  return places;
}

constexpr char kFraction[] =
    " is out of range; it must be a fraction above 0 and below 1 (0.02 is 2 %)";

TEST(SearchPlanTest, EachListedValueIsCheckedAsInABacktest) {
  EXPECT_EQ(ProblemsOfSpace(CrossoverRun(),
                            R"j({"risk.stop_loss": [-0.1, 0, 0.05, 5]})j"),
            (Problems{{"parameter_space.risk.stop_loss[0]",
                       absl::StrCat("-0.1", kFraction)},
                      {"parameter_space.risk.stop_loss[1]",
                       absl::StrCat("0", kFraction)},
                      {"parameter_space.risk.stop_loss[3]",
                       absl::StrCat("5", kFraction)}}));
  EXPECT_EQ(Places(ProblemsOfSpace(
                CrossoverRun(),
                R"j({"fast_period": {"values": [0, 5, "six", 2.5]}})j")),
            "parameter_space.fast_period.values[0] "
            "parameter_space.fast_period.values[2] "
            "parameter_space.fast_period.values[3]");
}

TEST(SearchPlanTest, TheEndsOfARangeAreChecked) {
  EXPECT_EQ(ProblemsOf(CrossoverRun(), R"j({
        "algorithm": "SEARCH_ALGORITHM_RANDOM",
        "parameter_space": {"risk.stop_loss": {"min": -0.1, "max": 2}}})j"),
            (Problems{{"parameter_space.risk.stop_loss.min",
                       absl::StrCat("-0.1", kFraction)},
                      {"parameter_space.risk.stop_loss.max",
                       absl::StrCat("2", kFraction)}}));
}

TEST(SearchPlanTest, WhatHasNoMeaningInTheRunIsRefused) {
  const Problems problems = ProblemsOfSpace(
      CrossoverRun(), R"j({"execution.commission.amount": [1]})j");
  ASSERT_EQ(Places(problems), "parameter_space.execution.commission.amount[0]");
  EXPECT_NE(problems.begin()->second.find("has no meaning with `type: none`"),
            std::string::npos)
      << problems.begin()->second;
}

TEST(SearchPlanTest, AMisspeltConditionIsReportedWithItsColumn) {
  const Problems problems = ProblemsOfSpace(
      RulesRun(), R"j({"long_when": ["close > sma(n)", "clos > ema(n)"]})j");
  ASSERT_EQ(Places(problems), "parameter_space.long_when[1]");
  EXPECT_NE(problems.begin()->second.find("did you mean close?"),
            std::string::npos);
  EXPECT_NE(problems.begin()->second.find("column 1"), std::string::npos)
      << problems.begin()->second;
}

TEST(SearchPlanTest, NumbersOfRulesMustFitTheRules) {
  EXPECT_EQ(Places(ProblemsOfSpace(RulesRun(), R"j({"m": [1, 2]})j")),
            "parameter_space.m[0] parameter_space.m[1]");
  EXPECT_EQ(
      Places(ProblemsOfSpace(
          RulesRun(), R"j({"n": {"type": "int", "min": -5, "max": 50}})j")),
      "parameter_space.n.min");
  EXPECT_EQ(Places(ProblemsOfSpace(
                RulesRun(), R"j({"n": {"min": 10, "max": 12, "step": 0.5}})j")),
            "parameter_space.n.step");
  const Problems between = ProblemsOf(RulesRun(), R"j({
      "algorithm": "SEARCH_ALGORITHM_RANDOM",
      "parameter_space": {"n": {"min": 10, "max": 12}}})j");
  ASSERT_EQ(Places(between), "parameter_space.n");
  EXPECT_NE(between.begin()->second.find("`type: int`"), std::string::npos);
  EXPECT_EQ(
      Places(ProblemsOfSpace(
          RulesRun(), R"j({"n": {"type": "int", "min": 5, "max": 50}})j")),
      "");
}

TEST(SearchPlanTest, AValueThatIsWellBesideOthersIsWell) {
  v1::BacktestConfig run = RulesRun();
  // `sma(n)` of the run doesn't take 2.5; the other condition does.
  EXPECT_EQ(Places(ProblemsOfSpace(run, R"j({
      "long_when": ["close > sma(n)", "close > n"], "n": [20, 2.5]})j")),
            "");
  // fast_period >= slow_period is of two parameters.
  EXPECT_EQ(Places(ProblemsOfSpace(CrossoverRun(), R"j({
      "fast_period": [5, 20], "slow_period": [10, 30]})j")),
            "");
}

TEST(SearchPlanTest, ANameThatMayBeTwoThingsIsRefused) {
  const auto run = Parse<v1::BacktestConfig>(R"pb(
    strategy {
      type: "ensemble"
      members {
        key: "risk"
        value { type: "sma_crossover" }
      }
    })pb");
  const Problems problems =
      ProblemsOfSpace(run, R"j({"risk.stop_loss": [0.1]})j");
  ASSERT_EQ(Places(problems), "parameter_space.risk.stop_loss");
  EXPECT_NE(problems.begin()->second.find("another name"), std::string::npos);
}

TEST(SearchPlanTest, EverythingIsSaidAtOnce) {
  EXPECT_EQ(Places(ProblemsOf(CrossoverRun(), R"j({
      "max_trials": -1, "objective": "sharp",
      "constraints": ["fast < 3", "risk.take_profit > 1", "2 < 1",
                      {"metric": "nothing", "min": 1}],
      "parameter_space": {
        "fast_period": {"min": 9, "max": 5, "step": 0},
        "slow_period": [30, 30, "x"],
        "typo": [1]}})j")),
            "constraints[0] constraints[1] constraints[2] "
            "constraints[3].metric max_trials objective "
            "parameter_space.fast_period.min parameter_space.fast_period.step "
            "parameter_space.slow_period[2] parameter_space.typo");
}

TEST(SearchPlanTest, AProblemOfTheRunHidesNothing) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_risk()->set_take_profit(-1);
  (*run.mutable_strategy()->mutable_params())["slow_period"].set_number_value(
      -20);
  EXPECT_EQ(
      Places(ProblemsOfSpace(
          run, R"j({"fast_period": [0, 5], "risk.stop_loss": [0.1, 3]})j")),
      "parameter_space.fast_period[0] parameter_space.risk.stop_loss[1]");
  // Of an unknown strategy nobody knows the parameters.
  run.mutable_strategy()->set_type("sma_crosover");
  EXPECT_EQ(Places(ProblemsOf(run, R"j({
      "parameter_space": {"fast_period": [0, 5], "risk.stop_loss": [0.1, 3]},
      "constraints": ["fast_period < slow_period"]})j")),
            "parameter_space.risk.stop_loss[1]");
}

TEST(SearchPlanTest, WhatIsWrongWithAShapeIsSaidAtItsKey) {
  EXPECT_EQ(Places(ProblemsOfSpace(CrossoverRun(), R"j({
      "fast_period": {"values": [5, 6, 5]},
      "slow_period": {"type": "int", "min": 0, "max": 50, "scale": "log"},
      "risk.stop_loss": [],
      "risk.take_profit": {"values": [1, 2], "when": {"slow": [30]}},
      "risk.trailing_stop": {"values": [0.1], "when": {"fast_period": [5, 7]}}
      })j")),
            "parameter_space.fast_period.values[2] "
            "parameter_space.risk.stop_loss "
            "parameter_space.risk.take_profit.when.slow "
            "parameter_space.slow_period.min");
  EXPECT_EQ(Places(ProblemsOfSpace(CrossoverRun(), R"j({
      "fast_period": [5, 6],
      "risk.trailing_stop": {"values": [0.1], "when": {"fast_period": [5, 7]}},
      "slow_period": {"values": [30], "when": {"slow_period": 30}}})j")),
            "parameter_space.risk.trailing_stop.when.fast_period[1] "
            "parameter_space.slow_period.when.slow_period");
}

TEST(SearchPlanTest, KeysWithoutAMeaningAreRefused) {
  EXPECT_EQ(
      Places(ProblemsOfSpace(CrossoverRun(), R"j({
      "fast_period": {"values": [5], "scale": "log", "min": 3},
      "risk.stop_loss": {"type": "choice", "min": 0.1, "max": 0.2},
      "slow_period": {"values": 5}})j")),
      "parameter_space.fast_period.min parameter_space.fast_period.scale "
      "parameter_space.risk.stop_loss parameter_space.slow_period.values");
}

TEST(SearchPlanTest, OptionsWithoutAMeaningAreRefused) {
  const auto places = [](const std::string& options) {
    return Places(ProblemsOf(
        CrossoverRun(),
        absl::StrCat("{\"parameter_space\": {\"fast_period\": [5, 6]}, ",
                     options, "}")));
  };
  EXPECT_EQ(places(R"("population_size": 10, "batch_size": 8)"),
            "batch_size population_size");
  EXPECT_EQ(places(R"("algorithm": "SEARCH_ALGORITHM_TPE", "batch_size": 8)"),
            "");
  EXPECT_EQ(places(R"("algorithm": "SEARCH_ALGORITHM_GENETIC", "batch_size": 8,
                "population_size": 10)"),
            "batch_size");
  EXPECT_EQ(places(R"("regimes": {"features": ["REGIME_FEATURE_TREND",
                                               "REGIME_FEATURE_TREND"]})"),
            "regimes.features[1]");
  EXPECT_EQ(places(R"("early_stopping": {})"), "early_stopping.patience");
}

TEST(SearchPlanTest, AnEnsembleMustBeAbleToHaveAllOfTheMoney) {
  const auto places = [](const std::string& ensemble) {
    return Places(ProblemsOf(
        CrossoverRun(),
        absl::StrCat("{\"parameter_space\": {\"fast_period\": [5, 6]}, "
                     "\"ensemble\": ",
                     ensemble, "}")));
  };
  EXPECT_EQ(places(R"({"size": 3, "max_weight": 0.3})"), "ensemble.max_weight");
  EXPECT_EQ(places(R"({"size": 2})"), "ensemble.max_weight");
  EXPECT_EQ(places(R"({"size": 4, "max_weight": 0.25})"), "");
}

TEST(SearchPlanTest, AGridNeedsSteps) {
  const Problems problems = ProblemsOfSpace(
      CrossoverRun(),
      R"j({"fast_period": [5], "risk.stop_loss": {"min": 0.1, "max": 0.2}})j");
  ASSERT_EQ(Places(problems), "parameter_space.risk.stop_loss");
  EXPECT_NE(problems.begin()->second.find("`step`"), std::string::npos);
}

TEST(SearchPlanTest, ConstraintsMayNameNumbersOfTheRun) {
  v1::BacktestConfig run = CrossoverRun();
  run.mutable_risk()->set_take_profit(0.2);
  const v1::WorkflowConfig config = ConfigOf(run, R"j({
      "parameter_space": {"risk.stop_loss": [0.1, 0.3]},
      "constraints": ["risk.stop_loss < risk.take_profit"]})j");
  const auto plan = SearchPlan::Create(run, config.optimization_config());
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_TRUE(plan->Allows({0.1}, nullptr));
  EXPECT_FALSE(plan->Allows({0.3}, nullptr));
}

// fast_period 5 to 30 and slow_period 10 and 20: the constraint excludes
// (10, 10) and (20, 20); (20, 10), (30, 10), (30, 20) are no crossovers.
TEST(SearchPlanTest, CountsWhatIsLeftOut) {
  v1::WorkflowConfig config = ConfigOf(CrossoverRun(), R"j({
      "parameter_space": {"fast_period": [5, 10, 20, 30],
                          "slow_period": [10, 20]},
      "constraints": ["fast_period != slow_period"]})j");
  std::vector<ConfigProblem> problems;
  ResolveOptimization(&config, &problems);
  ASSERT_TRUE(problems.empty()) << problems.front().description;
  const auto plan =
      SearchPlan::Create(CrossoverRun(), config.optimization_config());
  ASSERT_TRUE(plan.ok()) << plan.status();
  DrawnPoints drawn;
  const auto sampler =
      CreateSampler(plan->MakeSamplerOptions(0, nullptr, &drawn));
  ASSERT_TRUE(sampler.ok());
  EXPECT_EQ((*sampler)->Ask().size(), 3u);
  EXPECT_EQ(drawn.count, 8);
  EXPECT_EQ(drawn.excluded, 2);
  EXPECT_EQ(drawn.invalid, 3);
  EXPECT_EQ(drawn.example,
            "fast_period=20 slow_period=10: fast_period (20) must be less "
            "than slow_period (10)");
}

}  // namespace
}  // namespace admf
