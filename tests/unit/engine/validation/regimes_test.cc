#include "engine/validation/regimes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/engine/execution/test_bars.h"

namespace admf {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using By = RegimeOptions::By;
using Trend = RegimeOptions::Trend;

Regimes MustClassify(const std::vector<double>& closes,
                     const RegimeOptions& options) {
  auto regimes = ClassifyRegimes(*MakeFlatBars(closes), options, {});
  CHECK(regimes.ok());
  return *std::move(regimes);
}

std::vector<std::string> LabelsOf(const std::vector<double>& closes,
                                  const RegimeOptions& options) {
  const Regimes regimes = MustClassify(closes, options);
  std::vector<std::string> names;
  for (const uint8_t label : regimes.labels) {
    names.push_back(regimes.names[label]);
  }
  return names;
}

std::vector<double> RandomCloses(size_t count, uint64_t seed) {
  Random random(seed, 0);
  std::vector<double> closes;
  double close = 100;
  for (size_t i = 0; i < count; ++i) {
    // Calm and wild spells.
    const double scale = i / 40 % 2 == 0 ? 0.01 : 0.04;
    close *= 1 + scale * (random.NextUniform() - 0.48);
    closes.push_back(close);
  }
  return closes;
}

TEST(RegimesTest, EfficiencyRatioByHand) {
  const RegimeOptions options = {.by = By::kTrend,
                                 .trend = Trend::kEfficiencyRatio,
                                 .trend_period = 3,
                                 .trend_threshold = 0.5};
  // Bar 3: |4 - 1| / 3 = 1. Bar 4: |3 - 2| / (1 + 1 + 1) = 1/3. Bar 5: |1 - 3|
  // / (1 + 1 + 2) = 0.5, down. Bar 6: |4 - 4| = 0.
  EXPECT_THAT(LabelsOf({1, 2, 3, 4, 3, 1, 4}, options),
              ElementsAre("warm_up", "warm_up", "warm_up", "up", "sideways",
                          "down", "sideways"));
}

TEST(RegimesTest, AMarketThatStandsStillIsSideways) {
  const RegimeOptions efficiency = {.by = By::kTrend, .trend_period = 3};
  EXPECT_EQ(LabelsOf(std::vector<double>(6, 5), efficiency).back(), "sideways");
  const RegimeOptions regression = {.by = By::kTrend,
                                    .trend = Trend::kRegression,
                                    .trend_period = 3,
                                    .trend_threshold = 2};
  EXPECT_EQ(LabelsOf(std::vector<double>(6, 5), regression).back(), "sideways");
}

TEST(RegimesTest, RegressionByHand) {
  // Logarithms 0, 1, 3 (times a scale): slope 1.5, residuals 1/6, -1/3, 1/6,
  // whose squares sum to 1/6; t = 1.5 / sqrt((1/6) / 1 / 2) = 5.196.
  const std::vector<double> closes = {std::exp(0), std::exp(1), std::exp(3)};
  RegimeOptions options = {.by = By::kTrend,
                           .trend = Trend::kRegression,
                           .trend_period = 3,
                           .trend_threshold = 5.19};
  EXPECT_EQ(LabelsOf(closes, options).back(), "up");
  EXPECT_EQ(LabelsOf(closes, options)[1], "warm_up");
  EXPECT_EQ(LabelsOf({closes[2], closes[1], closes[0]}, options).back(),
            "down");
  options.trend_threshold = 5.20;
  EXPECT_EQ(LabelsOf(closes, options).back(), "sideways");
}

TEST(RegimesTest, RegressionIsThatOfTheTextbook) {
  // t = r sqrt((n - 2) / (1 - r^2)) with the correlation r of bar and
  // logarithm.
  const auto closes = RandomCloses(300, 3);
  const RegimeOptions options = {.by = By::kTrend,
                                 .trend = Trend::kRegression,
                                 .trend_period = 15,
                                 .trend_threshold = 4};
  const auto labels = LabelsOf(closes, options);
  int trends = 0;
  for (size_t i = 14; i < closes.size(); ++i) {
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (size_t j = i - 14; j <= i; ++j) {
      const auto x = static_cast<double>(j - (i - 14));
      const double y = std::log(closes[j]);
      sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
    }
    const double r = (15 * sxy - sx * sy) /
                     std::sqrt((15 * sxx - sx * sx) * (15 * syy - sy * sy));
    const double t = r * std::sqrt(13 / (1 - r * r));
    ASSERT_EQ(labels[i], t >= 4 ? "up" : t <= -4 ? "down" : "sideways") << i;
    trends += labels[i] != "sideways";
  }
  EXPECT_GT(trends, 20);
}

TEST(RegimesTest, VolatilityByHand) {
  const RegimeOptions options = {.by = By::kVolatility, .volatility_period = 2};
  // Returns 0, 0, 1, 0, 0, 0 from bar 1 on: deviations of two of them are 0 at
  // bar 2, then 0.707, 0.707, 0, 0. The first label needs two deviations.
  // Medians: of (0, .7) .35; of (0, .7, .7) .7; then .35 and 0.
  EXPECT_THAT(LabelsOf({1, 1, 1, 2, 2, 2, 2}, options),
              ElementsAre("warm_up", "warm_up", "warm_up", "high", "low", "low",
                          "low"));
}

TEST(RegimesTest, VolatilityForgetsWhatIsLongAgo) {
  // Wild first, then calm, then a little less calm: against all so far the end
  // is low, against the last four deviations it is high.
  std::vector<double> closes = {100};
  for (const double move : {30, -30, 30, -30, 30, -30, 1, -1, 1, -1, 2, -2}) {
    closes.push_back(closes.back() * (1 + move / 100));
  }
  RegimeOptions options = {.by = By::kVolatility, .volatility_period = 2};
  EXPECT_EQ(LabelsOf(closes, options).back(), "low");
  options.volatility_history = 4;
  EXPECT_EQ(LabelsOf(closes, options).back(), "high");
}

TEST(RegimesTest, VolatilityIsAgainstTheMedian) {
  const auto closes = RandomCloses(300, 5);
  for (const int64_t history : {0, 30}) {
    const auto labels = LabelsOf(closes, {.by = By::kVolatility,
                                          .volatility_period = 10,
                                          .volatility_history = history});
    std::vector<double> deviations;
    for (size_t i = 10; i < closes.size(); ++i) {
      double mean = 0;
      for (size_t j = i - 9; j <= i; ++j) {
        mean += (closes[j] / closes[j - 1] - 1) / 10;
      }
      double squares = 0;
      for (size_t j = i - 9; j <= i; ++j) {
        squares += std::pow(closes[j] / closes[j - 1] - 1 - mean, 2);
      }
      deviations.push_back(std::sqrt(squares / 9));
      const size_t wanted = history == 0 ? 10 : 30;
      if (deviations.size() < wanted) {
        ASSERT_EQ(labels[i], "warm_up");
        continue;
      }
      // As many are below as above: this one is high if more than half of the
      // others are below it.
      std::vector<double> window = deviations;
      if (history != 0) window.erase(window.begin(), window.end() - history);
      const auto below = std::ranges::count_if(
          window, [&](double value) { return value < deviations.back(); });
      ASSERT_EQ(labels[i], 2 * below >= static_cast<int64_t>(window.size())
                               ? "high"
                               : "low")
          << i;
    }
  }
}

TEST(RegimesTest, BothTogetherMakeALabel) {
  const auto closes = RandomCloses(400, 7);
  const RegimeOptions both = {.trend_period = 10, .volatility_period = 15};
  RegimeOptions trend = both;
  trend.by = By::kTrend;
  RegimeOptions volatility = both;
  volatility.by = By::kVolatility;
  const auto joined = LabelsOf(closes, both);
  const auto trends = LabelsOf(closes, trend);
  const auto volatilities = LabelsOf(closes, volatility);
  EXPECT_THAT(MustClassify(closes, both).names,
              ElementsAre("warm_up", "up_low", "up_high", "down_low",
                          "down_high", "sideways_low", "sideways_high"));
  for (size_t i = 0; i < closes.size(); ++i) {
    const bool warm_up = trends[i] == "warm_up" || volatilities[i] == "warm_up";
    ASSERT_EQ(joined[i],
              warm_up ? "warm_up" : trends[i] + "_" + volatilities[i]);
  }
  // 15 returns, and 15 deviations of them: bars 0 to 28 are too few.
  EXPECT_EQ(joined[28], "warm_up");
  EXPECT_NE(joined[29], "warm_up");
}

TEST(RegimesTest, DoesNotLookAhead) {
  const auto closes = RandomCloses(200, 9);
  for (const auto kind : {Trend::kEfficiencyRatio, Trend::kRegression}) {
    for (const int64_t history : {0, 25}) {
      const RegimeOptions options = {.trend = kind,
                                     .trend_period = 12,
                                     .trend_threshold = 0.4,
                                     .volatility_period = 8,
                                     .volatility_history = history};
      const auto all = LabelsOf(closes, options);
      for (size_t count = 1; count < closes.size(); count += 3) {
        const std::vector<double> first(
            closes.begin(), closes.begin() + static_cast<int64_t>(count));
        ASSERT_TRUE(std::ranges::equal(LabelsOf(first, options),
                                       std::span(all).first(count)));
      }
    }
  }
}

TEST(RegimesTest, RangesOfALabelAreItsBars) {
  const Regimes regimes = {.names = {"warm_up", "up", "down"},
                           .labels = {0, 0, 1, 2, 2, 1, 1}};
  EXPECT_THAT(regimes.RangesOf(0), ElementsAre(BarRange{0, 2}));
  EXPECT_THAT(regimes.RangesOf(1), ElementsAre(BarRange{2, 3}, BarRange{5, 7}));
  EXPECT_THAT(regimes.RangesOf(2), ElementsAre(BarRange{3, 5}));
  EXPECT_EQ(regimes.CountOf(1), 3);
  EXPECT_EQ(regimes.CountOf(9), 0);
}

TEST(RegimesTest, TooFewBarsAreAllWarmUp) {
  EXPECT_THAT(LabelsOf({1, 2, 3}, {}), Each("warm_up"));
}

TEST(RegimesTest, RefusesWhatIsOutOfRange) {
  const auto refused = [](const RegimeOptions& options, const char* what) {
    const auto result = ClassifyRegimes(*MakeFlatBars({1, 2}), options, {});
    EXPECT_TRUE(absl::IsInvalidArgument(result.status()));
    EXPECT_THAT(result.status().message(), HasSubstr(what));
  };
  refused({.trend_period = 1}, "trend_period");
  refused({.trend = Trend::kRegression, .trend_period = 2}, "trend_period");
  refused({.trend_threshold = 0}, "trend_threshold");
  refused({.trend_threshold = 1.1}, "trend_threshold");
  refused({.volatility_period = 1}, "volatility_period");
  refused({.volatility_history = 1}, "volatility_history");
  refused({.volatility_history = -5}, "volatility_history");
  // What isn't looked at may be anything.
  EXPECT_TRUE(ClassifyRegimes(*MakeFlatBars({1, 2}),
                              {.by = By::kTrend, .volatility_period = 0}, {})
                  .ok());
  std::stop_source source;
  source.request_stop();
  EXPECT_TRUE(absl::IsCancelled(
      ClassifyRegimes(*MakeFlatBars({1, 2}), {}, source.get_token()).status()));
}

}  // namespace
}  // namespace admf
