#include "engine/validation/backtest_overfitting.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Trials = std::vector<std::vector<double>>;

OverfittingEstimate Estimate(const Trials& trials, size_t blocks) {
  std::vector<BlockReturns> kept;
  for (const auto& returns : trials) {
    auto of = BlockReturns::Of(returns, blocks);
    CHECK(of.ok());
    kept.push_back(*std::move(of));
  }
  OverfittingStudy study;
  for (const auto& trial : kept) study.AddInSample(trial);
  study.BeginOutOfSample();
  for (const auto& trial : kept) study.AddOutOfSample(trial);
  auto estimate = study.Finish();
  CHECK(estimate.ok());
  return *estimate;
}

/// Normal by the sum of twelve uniform numbers.
double Noise(Random* random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random->NextUniform();
  return sum;
}

Trials NoiseTrials(size_t trials, size_t periods, uint64_t seed) {
  Trials result(trials, std::vector<double>(periods));
  for (size_t i = 0; i < trials; ++i) {
    Random random(seed, i);
    for (double& value : result[i]) value = 0.01 * Noise(&random);
  }
  return result;
}

// The procedure of the article, step by step on the matrix of returns.

double Sharpe(const std::vector<double>& returns) {
  const double n = static_cast<double>(returns.size());
  const double mean = std::accumulate(returns.begin(), returns.end(), 0.0) / n;
  double squares = 0;
  for (const double value : returns) squares += (value - mean) * (value - mean);
  return squares == 0 ? 0 : mean / std::sqrt(squares / (n - 1));
}

OverfittingEstimate Literally(const Trials& trials, size_t blocks) {
  const size_t periods = trials[0].size();
  std::vector<double> logits, in_sample, out_of_sample;
  std::vector<bool> chosen(blocks);
  std::fill(chosen.begin() + static_cast<int64_t>(blocks / 2), chosen.end(),
            true);
  do {
    std::vector<double> in, out;
    for (const auto& trial : trials) {
      std::vector<double> j, j_bar;
      for (size_t block = 0; block < blocks; ++block) {
        for (size_t i = block * periods / blocks;
             i < (block + 1) * periods / blocks; ++i) {
          (chosen[block] ? j : j_bar).push_back(trial[i]);
        }
      }
      in.push_back(Sharpe(j));
      out.push_back(Sharpe(j_bar));
    }
    const auto best =
        static_cast<size_t>(std::ranges::max_element(in) - in.begin());
    double rank = 0.5;
    for (const double other : out) {
      rank += other < out[best] ? 1 : other == out[best] ? 0.5 : 0;
    }
    const double omega = rank / (static_cast<double>(trials.size()) + 1);
    logits.push_back(std::log(omega / (1 - omega)));
    in_sample.push_back(in[best]);
    out_of_sample.push_back(out[best]);
  } while (std::next_permutation(chosen.begin(), chosen.end()));

  const auto share = [](const std::vector<double>& values, auto condition) {
    return static_cast<double>(std::ranges::count_if(values, condition)) /
           static_cast<double>(values.size());
  };
  const double n = static_cast<double>(logits.size());
  const auto mean = [n](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / n;
  };
  OverfittingEstimate result;
  result.probability_of_backtest_overfitting =
      share(logits, [](double logit) { return logit <= 1e-12; });
  result.probability_of_loss =
      share(out_of_sample, [](double ratio) { return ratio < 0; });
  result.mean_logit = mean(logits);
  std::ranges::sort(logits);
  result.median_logit =
      (logits[(logits.size() - 1) / 2] + logits[logits.size() / 2]) / 2;
  // (mean of xy - mean x mean y) / (mean of xx - mean x mean x)
  std::vector<double> products, squares;
  for (size_t i = 0; i < in_sample.size(); ++i) {
    products.push_back(in_sample[i] * out_of_sample[i]);
    squares.push_back(in_sample[i] * in_sample[i]);
  }
  result.degradation_slope =
      (mean(products) - mean(in_sample) * mean(out_of_sample)) /
      (mean(squares) - mean(in_sample) * mean(in_sample));
  result.combinations = static_cast<int64_t>(logits.size());
  result.trials = static_cast<int64_t>(trials.size());
  return result;
}

void ExpectNear(const OverfittingEstimate& a, const OverfittingEstimate& b) {
  EXPECT_DOUBLE_EQ(a.probability_of_backtest_overfitting,
                   b.probability_of_backtest_overfitting);
  EXPECT_NEAR(a.mean_logit, b.mean_logit, 1e-12);
  EXPECT_NEAR(a.median_logit, b.median_logit, 1e-12);
  EXPECT_DOUBLE_EQ(a.probability_of_loss, b.probability_of_loss);
  EXPECT_NEAR(a.degradation_slope, b.degradation_slope, 1e-8);
  EXPECT_EQ(a.combinations, b.combinations);
  EXPECT_EQ(a.trials, b.trials);
}

TEST(BlockReturnsTest, CutsReturnsIntoBlocks) {
  // Edges at 0, 4.5, rounded down, and 9.
  const auto blocks =
      BlockReturns::Of(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}, 2);
  ASSERT_TRUE(blocks.ok());
  EXPECT_THAT(blocks->sums(), ElementsAre(10, 35));
  EXPECT_THAT(blocks->squares(), ElementsAre(30, 255));
  EXPECT_EQ(blocks->count(), 9);
}

TEST(BlockReturnsTest, RefusesTooFewReturnsAndOddBlocks) {
  const std::vector<double> returns(23, 0.01);
  EXPECT_THAT(BlockReturns::Of(returns).status().message(),
              HasSubstr("23 returns, fewer than two for each of 12 blocks"));
  for (const size_t blocks : {0, 1, 3, 18}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(BlockReturns::Of(returns, blocks).status()));
  }
  EXPECT_TRUE(BlockReturns::Of(returns, 10).ok());
  EXPECT_TRUE(
      absl::IsInvalidArgument(BlockReturns::Restore(8, {1, 2}, {1}).status()));
}

TEST(BlockReturnsTest, RestoredBlocksAreTheSame) {
  const Trials trials = NoiseTrials(3, 50, 4);
  OverfittingStudy study, restored;
  for (const bool out_of_sample : {false, true}) {
    for (const auto& returns : trials) {
      const auto blocks = BlockReturns::Of(returns, 6);
      ASSERT_TRUE(blocks.ok());
      const auto again = BlockReturns::Restore(
          blocks->count(), {blocks->sums().begin(), blocks->sums().end()},
          {blocks->squares().begin(), blocks->squares().end()});
      ASSERT_TRUE(again.ok());
      out_of_sample ? study.AddOutOfSample(*blocks)
                    : study.AddInSample(*blocks);
      out_of_sample ? restored.AddOutOfSample(*again)
                    : restored.AddInSample(*again);
    }
    if (!out_of_sample) {
      study.BeginOutOfSample();
      restored.BeginOutOfSample();
    }
  }
  EXPECT_EQ(study.Finish()->mean_logit, restored.Finish()->mean_logit);
  EXPECT_EQ(study.Finish()->degradation_slope,
            restored.Finish()->degradation_slope);
}

TEST(OverfittingStudyTest, FourTrialsInFourBlocksByHand) {
  // Each block of two returns m - 1, m + 1 has the mean m and the deviation 1
  // of its members. By the means m of the blocks:
  //
  //            A   B   C   D
  //   trial 0  3   3  -3  -3
  //   trial 1 -3  -3   3   3
  //   trial 2  1   1   1   1
  //   trial 3  0   0   0   0
  //
  // Two blocks of means p and q have the mean (p + q) / 2, and of each return
  // the squared distance from it is 1 + ((p - q) / 2)^2 on average.
  //
  // AB: trial 0 is best (mean 3, against 1); in CD it is the worst: rank 1.
  // CD: trial 1 is best; in AB it is the worst: rank 1.
  // AC, AD, BC, BD: trials 0 and 1 have mean 0, so trial 2 is best, and in the
  // other half it is the best again: rank 4.
  const auto row = [](std::vector<double> means) {
    std::vector<double> returns;
    for (const double mean : means) {
      returns.push_back(mean - 1);
      returns.push_back(mean + 1);
    }
    return returns;
  };
  const OverfittingEstimate estimate =
      Estimate({row({3, 3, -3, -3}), row({-3, -3, 3, 3}), row({1, 1, 1, 1}),
                row({0, 0, 0, 0})},
               4);
  EXPECT_EQ(estimate.combinations, 6);
  EXPECT_EQ(estimate.trials, 4);
  EXPECT_DOUBLE_EQ(estimate.probability_of_backtest_overfitting, 2.0 / 6);
  EXPECT_DOUBLE_EQ(estimate.probability_of_loss, 2.0 / 6);
  // Logits: twice ln(1/4), four times ln(4).
  EXPECT_NEAR(estimate.mean_logit, std::log(4.0) / 3, 1e-15);
  EXPECT_NEAR(estimate.median_logit, std::log(4.0), 1e-15);
  // Over four returns the sample deviation is sqrt(4/3): ratios of 3, out of
  // sample -3, twice, and of 1, out of sample 1, four times. The line through
  // both points has the slope (1 - -3) / (1 - 3).
  EXPECT_NEAR(estimate.degradation_slope, -2, 1e-12);
}

TEST(OverfittingStudyTest, IsTheArticlesProcedure) {
  for (const auto& [trials, periods, blocks] :
       std::vector<std::tuple<size_t, size_t, size_t>>{
           {2, 9, 4}, {7, 61, 6}, {20, 100, 8}, {33, 130, 12}, {5, 20, 2}}) {
    Trials noise = NoiseTrials(trials, periods, periods);
    // One that does nothing, and two that are the same.
    noise[1].assign(periods, 0);
    noise.push_back(noise[0]);
    ExpectNear(Estimate(noise, blocks), Literally(noise, blocks));
  }
}

TEST(OverfittingStudyTest, SkillIsNotOverfitting) {
  Trials trials = NoiseTrials(100, 600, 1);
  for (double& value : trials[70]) value += 0.01;
  const OverfittingEstimate estimate =
      Estimate(trials, BlockReturns::kDefaultBlocks);
  EXPECT_EQ(estimate.combinations, 924);
  EXPECT_LT(estimate.probability_of_backtest_overfitting, 0.001);
  EXPECT_EQ(estimate.probability_of_loss, 0);
}

TEST(OverfittingStudyTest, NoiseIsOverfittedHalfOfTheTime) {
  // The mean of several studies; each one scatters.
  double sum = 0;
  constexpr int kStudies = 40;
  for (uint64_t seed = 0; seed < kStudies; ++seed) {
    sum += Estimate(NoiseTrials(30, 240, 100 + seed), 8)
               .probability_of_backtest_overfitting;
  }
  EXPECT_NEAR(sum / kStudies, 0.5, 0.08);
}

TEST(OverfittingStudyTest, TrialsThatAreAllTheSameShareTheMiddleRank) {
  // Rank 2 of 3 trials: the median, which counts as overfitted.
  const OverfittingEstimate estimate =
      Estimate(Trials(3, NoiseTrials(1, 40, 9)[0]), 4);
  EXPECT_EQ(estimate.probability_of_backtest_overfitting, 1);
  EXPECT_EQ(estimate.mean_logit, 0);
}

TEST(OverfittingStudyTest, OfEqualTrialsTheFirstIsChosen) {
  // Means of 1 and 1, and of 1 and -1. In the first block both are equal, and
  // the first trial is the better one in the second. In the second block it is
  // better, and in the first both share rank 1.5: the median.
  const OverfittingEstimate estimate =
      Estimate({{0, 2, 0, 2}, {0, 2, -2, 0}}, 2);
  EXPECT_EQ(estimate.probability_of_backtest_overfitting, 0.5);
  EXPECT_EQ(estimate.probability_of_loss, 0);
  EXPECT_NEAR(estimate.mean_logit, std::log(2.0) / 2, 1e-15);
}

TEST(OverfittingStudyTest, ReturnsThatAreAllTheSameHaveNoRatio) {
  // 0.1 has no exact square; its deviation is rounding.
  const Trials trials = {std::vector<double>(20, 0.1),
                         NoiseTrials(1, 20, 3)[0]};
  ExpectNear(Estimate(trials, 4), [&] {
    Trials zero = trials;
    zero[0].assign(20, 0);
    return Estimate(zero, 4);
  }());
}

TEST(OverfittingStudyTest, OneTrialIsNoChoice) {
  OverfittingStudy study;
  const auto blocks = BlockReturns::Of(NoiseTrials(1, 40, 1)[0], 4);
  ASSERT_TRUE(blocks.ok());
  study.AddInSample(*blocks);
  study.BeginOutOfSample();
  study.AddOutOfSample(*blocks);
  EXPECT_TRUE(absl::IsFailedPrecondition(study.Finish().status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(OverfittingStudy().Finish().status()));
}

TEST(OverfittingStudyTest, ACopyIsACheckpoint) {
  const Trials trials = NoiseTrials(6, 60, 8);
  OverfittingStudy study;
  for (size_t i = 0; i < 3; ++i) {
    study.AddInSample(*BlockReturns::Of(trials[i], 6));
  }
  OverfittingStudy copy = study;
  for (OverfittingStudy* each : {&study, &copy}) {
    for (size_t i = 3; i < 6; ++i) {
      each->AddInSample(*BlockReturns::Of(trials[i], 6));
    }
    each->BeginOutOfSample();
    for (const auto& trial : trials) {
      each->AddOutOfSample(*BlockReturns::Of(trial, 6));
    }
  }
  EXPECT_EQ(study.Finish()->mean_logit, copy.Finish()->mean_logit);
  EXPECT_EQ(study.Finish()->trials, 6);
}

TEST(OverfittingStudyDeathTest, TrialsHaveOneShape) {
  OverfittingStudy study;
  study.AddInSample(*BlockReturns::Of(std::vector<double>(20, 0.1), 4));
  EXPECT_DEATH(
      study.AddInSample(*BlockReturns::Of(std::vector<double>(21, 0.1), 4)),
      "count");
  EXPECT_DEATH(
      study.AddInSample(*BlockReturns::Of(std::vector<double>(20, 0.1), 6)),
      "blocks");
  EXPECT_DEATH(
      study.AddOutOfSample(*BlockReturns::Of(std::vector<double>(20, 0.1), 4)),
      "out_of_sample");
}

}  // namespace
}  // namespace admf
