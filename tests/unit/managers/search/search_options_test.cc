#include "managers/search/search_options.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

using Places = std::vector<std::string>;

v1::OptimizationConfig Resolved(const std::string& text) {
  auto config = Parse<v1::OptimizationConfig>(text);
  std::vector<ConfigProblem> problems;
  ResolveSearchOptions(&config, &problems);
  EXPECT_TRUE(problems.empty()) << problems.front().description;
  return config;
}

/// The places of what is wrong, below `optimization_config`.
Places PlacesOf(const std::string& text) {
  auto config = Parse<v1::OptimizationConfig>(text);
  std::vector<ConfigProblem> problems;
  ResolveSearchOptions(&config, &problems);
  constexpr std::string_view kField = "workflow.optimization_config.";
  Places places;
  for (const ConfigProblem& problem : problems) {
    EXPECT_EQ(problem.field.substr(0, kField.size()), kField);
    places.push_back(problem.field.substr(kField.size()));
  }
  return places;
}

TEST(SearchOptionsTest, AGridHasAsManyTrialsAsItHas) {
  const v1::OptimizationConfig grid = Resolved("");
  EXPECT_EQ(grid.algorithm(), v1::SEARCH_ALGORITHM_GRID);
  EXPECT_FALSE(grid.has_max_trials());
  EXPECT_EQ(grid.overfitting_blocks(), 12);
  EXPECT_FALSE(grid.has_regimes());
  EXPECT_FALSE(grid.has_ensemble());
}

TEST(SearchOptionsTest, WhatChoosesHasAThousandTrials) {
  EXPECT_EQ(Resolved("algorithm: SEARCH_ALGORITHM_TPE").max_trials(), 1000);
  EXPECT_EQ(
      Resolved("algorithm: SEARCH_ALGORITHM_TPE max_trials: 7").max_trials(),
      7);
}

TEST(SearchOptionsTest, TrialsHaveALimit) {
  EXPECT_EQ(PlacesOf("max_trials: 10000000"), Places());
  EXPECT_EQ(PlacesOf("max_trials: 10000001"), Places{"max_trials"});
  EXPECT_EQ(PlacesOf("max_trials: 0"), Places{"max_trials"});
}

TEST(SearchOptionsTest, AnEndMustBePossible) {
  EXPECT_EQ(PlacesOf("max_time { nanos: 1 }"), Places());
  EXPECT_EQ(PlacesOf("max_time {}"), Places{"max_time"});
  EXPECT_EQ(PlacesOf("early_stopping { patience: 200 }"), Places());
  EXPECT_EQ(PlacesOf("early_stopping { patience: 200 min_delta: -0.1 }"),
            Places{"early_stopping.min_delta"});
}

TEST(SearchOptionsTest, BlocksAreHalvedAgainstEachOther) {
  EXPECT_EQ(PlacesOf("overfitting_blocks: 4"), Places());
  EXPECT_EQ(PlacesOf("overfitting_blocks: 5"), Places{"overfitting_blocks"});
  EXPECT_EQ(PlacesOf("overfitting_blocks: 18"), Places{"overfitting_blocks"});
}

TEST(SearchOptionsTest, RegimesHaveBothFeaturesIfNoneIsNamed) {
  const v1::RegimesConfig regimes = Resolved("regimes {}").regimes();
  ASSERT_EQ(regimes.features_size(), 2);
  EXPECT_EQ(regimes.features(0), v1::REGIME_FEATURE_TREND);
  EXPECT_EQ(regimes.features(1), v1::REGIME_FEATURE_VOLATILITY);
  EXPECT_EQ(PlacesOf("regimes { period: 4 trend_threshold: 1 min_bars: 0 }"),
            (Places{"regimes.period", "regimes.min_bars",
                    "regimes.trend_threshold"}));
}

}  // namespace
}  // namespace admf
