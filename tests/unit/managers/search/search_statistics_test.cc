#include "managers/search/search_statistics.h"

#include <cmath>
#include <stop_token>
#include <vector>

#include "absl/status/status.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/temporary_folder.h"
#include "engine/metrics/metric_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "managers/artifact_store.h"
#include "managers/search/search_plan.h"
#include "managers/search/trial_table.h"
#include "managers/table_artifact.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

constexpr char kDeflatedSharpe[] = "deflated_sharpe_ratio";

/// Of normal returns with a Sharpe ratio of 0.1 a period.
Metrics BestMetrics() {
  Metrics metrics;
  metrics.values = {
      {"sharpe_ratio", 0.2}, {"skewness", 0.0}, {"kurtosis", 3.0}};
  return metrics;
}

Metrics Deflate(int64_t trials, int64_t sharpe_count, double deviation,
                int64_t earlier) {
  const Metrics best = BestMetrics();
  Metrics deflated;
  AddDeflatedSharpeRatio({.metrics = best,
                          .return_count = 101,
                          .periods_per_year = 4,
                          .trials = trials,
                          .sharpe_deviation = deviation,
                          .sharpe_count = sharpe_count},
                         earlier, &deflated);
  return deflated;
}

TEST(AddDeflatedSharpeRatioTest, OneTrialIsNotDeflated) {
  // Phi(0.1 sqrt(100) / sqrt(1 + 0.5 0.1^2)).
  const double z = 1 / std::sqrt(1.005);
  EXPECT_NEAR(Deflate(1, 1, 0, 0).values.at(kDeflatedSharpe),
              0.5 * std::erfc(-z / std::sqrt(2)), 1e-12);
}

TEST(AddDeflatedSharpeRatioTest, TwoSharpeRatiosOfManyTrialsAreADeviation) {
  const double of_ten = Deflate(10, 2, 0.1, 0).values.at(kDeflatedSharpe);
  EXPECT_LT(of_ten, Deflate(1, 1, 0, 0).values.at(kDeflatedSharpe));
  EXPECT_EQ(Deflate(4, 2, 0.1, 6).values.at(kDeflatedSharpe), of_ten);
}

TEST(AddDeflatedSharpeRatioTest, OneSharpeRatioOfManyTrialsIsNoDeviation) {
  const Metrics deflated = Deflate(1000, 1, 0, 0);
  EXPECT_FALSE(deflated.values.contains(kDeflatedSharpe));
  EXPECT_THAT(deflated.undefined.at(kDeflatedSharpe),
              HasSubstr("of 1000 trials of this search 1 has a Sharpe ratio"));
}

TEST(AddDeflatedSharpeRatioTest, EarlierTrialsCountWithoutADeviation) {
  const Metrics deflated = Deflate(1, 1, 0, 500);
  EXPECT_FALSE(deflated.values.contains(kDeflatedSharpe));
  EXPECT_THAT(deflated.undefined.at(kDeflatedSharpe),
              HasSubstr("the best of 501 trials"));
}

TEST(AddOverfittingTest, NoTrialIsReadOnceItIsToldToStop) {
  PosixFileSystem files;
  const TemporaryFolder folder;
  ArtifactStore store(folder / "", &files);
  const SearchPlan plan = *SearchPlan::Create(
      CrossoverRun(), Parse<v1::OptimizationConfig>(
                          "objective: \"total_return\" "
                          "algorithm: SEARCH_ALGORITHM_GRID max_trials: 2 "
                          "parameter_space { key: \"fast_period\" "
                          "value { string_value: \"range(2, 3, 1)\" } }"));
  const TrialTables tables(&plan, {}, /*blocks=*/2, /*regime_count=*/0);
  // Two blocks of two returns.
  std::vector<ScoredTrial> trials(2);
  for (ScoredTrial& trial : trials) {
    trial.outcome.return_count = 4;
    trial.outcome.block_sums = {0.01, 0.02};
    trial.outcome.block_squares = {0.001, 0.001};
  }
  std::vector<v1::Artifact> parts;
  ASSERT_TRUE(
      KeepTable(TrialTables::kReturns, tables.Returns(trials), &store, &parts)
          .ok());
  std::stop_source stop;
  Metrics metrics;
  EXPECT_EQ(AddOverfitting(parts, tables, store, stop.get_token(), &metrics),
            absl::OkStatus());
  EXPECT_TRUE(metrics.values.contains("probability_of_backtest_overfitting"));
  stop.request_stop();
  Metrics stopped;
  EXPECT_EQ(AddOverfitting(parts, tables, store, stop.get_token(), &stopped),
            absl::CancelledError("the search was told to stop"));
  EXPECT_TRUE(stopped.values.empty() && stopped.undefined.empty());
}

}  // namespace
}  // namespace admf
