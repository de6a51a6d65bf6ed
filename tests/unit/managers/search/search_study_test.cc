#include "managers/search/search_study.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

SearchPlan MakePlan() {
  auto plan =
      SearchPlan::Create(CrossoverRun(), Parse<v1::OptimizationConfig>(R"pb(
                           algorithm: SEARCH_ALGORITHM_GRID
                           objective: "sharpe_ratio"
                           max_trials: 3
                           parameter_space {
                             key: "fast_period"
                             value { string_value: "range(2, 4, 1)" }
                           })pb"));
  CHECK(plan.ok());
  return *std::move(plan);
}

ScoredTrial MakeTrial(int64_t number, double score,
                      std::vector<ReturnSums> regimes = {}) {
  ScoredTrial trial;
  trial.number = number;
  trial.point = {int64_t{2} + number};
  trial.outcome.metrics = {score};
  trial.outcome.regimes = std::move(regimes);
  if (!std::isnan(score)) trial.objectives = {score};
  trial.score = score;
  return trial;
}

TEST(RunningMomentsTest, AreMeanAndSampleDeviation) {
  RunningMoments moments;
  EXPECT_EQ(moments.sample_deviation(), 0);
  moments.Add(2);
  EXPECT_EQ(moments.sample_deviation(), 0);
  for (const double value : {4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) {
    moments.Add(value);
  }
  EXPECT_EQ(moments.count(), 8);
  EXPECT_DOUBLE_EQ(moments.mean(), 5);
  // Squares of 3, 1, 1, 1, 0, 0, 2 and 4.
  EXPECT_DOUBLE_EQ(moments.sample_deviation(), std::sqrt(32.0 / 7));
}

TEST(SearchStudyTest, RemembersTheBestAndTheLeaders) {
  const SearchPlan plan = MakePlan();
  SearchStudy study(&plan, {"sharpe_ratio"}, 0, /*kept=*/2);
  study.Add(MakeTrial(0, 1));
  study.Add(MakeTrial(1, kNone));
  study.Add(MakeTrial(2, 1));
  EXPECT_EQ(study.trial_count(), 3);
  EXPECT_EQ(study.feasible_count(), 2);
  EXPECT_EQ(study.best()->number, 0);
  ASSERT_EQ(study.leaders().size(), 2u);
  EXPECT_EQ(study.leaders()[0].number, 0);
  EXPECT_EQ(study.leaders()[1].number, 2);
  EXPECT_EQ(study.sharpe_ratios().count(), 2);
}

TEST(SearchStudyTest, MeasuresTheNeighbourhoodOfTheBest) {
  const SearchPlan plan = MakePlan();
  SearchStudy study(&plan, {"sharpe_ratio"}, 0, 0);
  study.Add(MakeTrial(0, 0.5));
  study.Add(MakeTrial(1, 2));
  study.Add(MakeTrial(2, 1));
  v1::SearchReport report;
  study.Describe(&report);
  // From 2 down to 0.5 and to 1.
  EXPECT_EQ(report.neighbourhood().size(), 2);
  EXPECT_EQ(report.neighbourhood().tried(), 2);
  EXPECT_DOUBLE_EQ(report.neighbourhood().mean_drop(), 1.25);
  EXPECT_DOUBLE_EQ(report.neighbourhood().worst_drop(), 1.5);
  // One parameter explains everything.
  EXPECT_DOUBLE_EQ(report.parameter_importance().at("fast_period"), 1);
  // (0.5 + 2) / 2, (0.5 + 2 + 1) / 3, (2 + 1) / 2: the last is best.
  EXPECT_EQ(study.plateau(), 2);
}

TEST(SearchStudyTest, FindsTheBestTrialOfEachRegime) {
  const SearchPlan plan = MakePlan();
  SearchStudy study(&plan, {"sharpe_ratio"}, 2, 0);
  // Returns 0.01 and 0.03: mean 0.02, sample deviation sqrt(2) / 100.
  const ReturnSums good = {2, 0.04, 0.001};
  const ReturnSums bad = {2, -0.04, 0.001};
  const ReturnSums constant = {2, 0.04, 0.0008};
  study.Add(MakeTrial(0, 1, {bad, good}));
  study.Add(MakeTrial(1, 2, {good, constant}));
  study.Add(MakeTrial(2, 3, {bad, bad}));
  EXPECT_EQ(study.regime_bests()[0]->number, 1);
  EXPECT_NEAR(study.regime_bests()[0]->score, std::sqrt(2), 1e-12);
  EXPECT_EQ(study.regime_bests()[1]->number, 0);
}

}  // namespace
}  // namespace admf
