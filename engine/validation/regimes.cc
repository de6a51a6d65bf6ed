#include "engine/validation/regimes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/return_moments.h"
#include "engine/validation/running_median.h"

namespace admf {
namespace {

using By = RegimeOptions::By;

enum class Trend : uint8_t { kUp, kDown, kSideways };
constexpr size_t kTrends = 3;
constexpr std::array<const char*, kTrends> kTrendNames = {"up", "down",
                                                          "sideways"};
enum class VolatilityRegime : uint8_t { kLow, kHigh };
constexpr size_t kVolatilities = 2;
constexpr std::array<const char*, kVolatilities> kVolatilityNames = {"low",
                                                                     "high"};

constexpr size_t kBarsBetweenLooks = 4'096;

absl::Status CheckTrend(const RegimeOptions& options) {
  const bool regression = options.trend == RegimeOptions::Trend::kRegression;
  const int64_t least = regression ? 3 : 2;
  if (options.trend_period < least) {
    return absl::InvalidArgumentError(
        absl::StrCat("trend_period is ", options.trend_period,
                     "; it must be at least ", least));
  }
  const double most = regression ? std::numeric_limits<double>::max() : 1;
  if (!(options.trend_threshold > 0 && options.trend_threshold <= most)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "trend_threshold is ", options.trend_threshold, "; it must be above 0",
        regression ? "" : " and at most 1 for an efficiency ratio"));
  }
  return absl::OkStatus();
}

absl::Status CheckVolatility(const RegimeOptions& options) {
  if (options.volatility_period < 2) {
    return absl::InvalidArgumentError(absl::StrCat("volatility_period is ",
                                                   options.volatility_period,
                                                   "; it must be at least 2"));
  }
  if (options.volatility_history != 0 && options.volatility_history < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("volatility_history is ", options.volatility_history,
                     "; it must be at least 2, or 0 for all so far"));
  }
  return absl::OkStatus();
}

/// The trend at one bar after another.
class TrendReader {
 public:
  TrendReader(const BarSeries& bars, const RegimeOptions& options)
      : close_(bars.close()),
        regression_(options.trend == RegimeOptions::Trend::kRegression),
        period_(options.trend_period),
        threshold_(options.trend_threshold) {
    if (!regression_) return;
    logarithms_.reserve(close_.size());
    for (const double close : close_) logarithms_.push_back(std::log(close));
  }

  /// Nothing while there are too few bars.
  std::optional<Trend> At(int64_t bar) const {
    const int64_t first = bar - period_ + (regression_ ? 1 : 0);
    if (first < 0) return std::nullopt;
    const auto begin = static_cast<size_t>(first);
    const size_t count = static_cast<size_t>(bar) - begin + 1;
    return regression_
               ? ByRegression(std::span(logarithms_).subspan(begin, count))
               : ByEfficiency(close_.subspan(begin, count));
  }

 private:
  Trend ByEfficiency(std::span<const double> closes) const {
    double path = 0;
    for (size_t i = 1; i < closes.size(); ++i) {
      path += std::abs(closes[i] - closes[i - 1]);
    }
    const double change = closes.back() - closes.front();
    // Also where nothing moved.
    if (change == 0 || std::abs(change) < threshold_ * path) {
      return Trend::kSideways;
    }
    return change > 0 ? Trend::kUp : Trend::kDown;
  }

  Trend ByRegression(std::span<const double> values) const {
    const auto n = static_cast<double>(values.size());
    const double middle = (n - 1) / 2;
    double mean = 0;
    for (const double value : values) mean += value;
    mean /= n;
    double xy = 0;
    double yy = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      const double y = values[i] - mean;
      xy += (static_cast<double>(i) - middle) * y;
      yy += y * y;
    }
    const double xx = n * (n * n - 1) / 12;
    const double slope = xy / xx;
    // t = slope / sqrt(residual variance / xx). A line without residuals has a
    // t value beyond all thresholds.
    const double variance = std::max(yy - slope * xy, 0.0) / (n - 2);
    const bool sideways =
        slope == 0 || slope * slope * xx < threshold_ * threshold_ * variance;
    if (sideways) return Trend::kSideways;
    return slope > 0 ? Trend::kUp : Trend::kDown;
  }

  const std::span<const double> close_;
  const bool regression_;
  const int64_t period_;
  const double threshold_;
  /// Of the closes, for a regression.
  std::vector<double> logarithms_;
};

/// The volatility at one bar after another, all of them in order.
class VolatilityReader {
 public:
  VolatilityReader(const BarSeries& bars, const RegimeOptions& options)
      : close_(bars.close()),
        period_(options.volatility_period),
        history_(options.volatility_history) {
    returns_.reserve(close_.size());
  }

  /// Nothing while there are too few bars.
  std::optional<VolatilityRegime> Next() {
    const size_t bar = next_++;
    if (bar == 0) return std::nullopt;
    returns_.push_back(close_[bar] / close_[bar - 1] - 1);
    const auto period = static_cast<size_t>(period_);
    if (returns_.size() < period) return std::nullopt;
    const double deviation =
        ReturnMoments::Of(std::span(returns_).last(period)).sample_deviation();
    deviations_.push_back(deviation);
    median_.Add(deviation);
    const auto wanted = static_cast<size_t>(history_ == 0 ? period_ : history_);
    if (history_ != 0 && deviations_.size() > wanted) {
      median_.Remove(deviations_[deviations_.size() - 1 - wanted]);
    }
    if (deviations_.size() < wanted) return std::nullopt;
    return deviation > median_.median() ? VolatilityRegime::kHigh
                                        : VolatilityRegime::kLow;
  }

 private:
  const std::span<const double> close_;
  const int64_t period_;
  const int64_t history_;
  size_t next_ = 0;
  std::vector<double> returns_;
  std::vector<double> deviations_;
  RunningMedian median_;
};

std::vector<std::string> NamesOf(By by) {
  std::vector<std::string> names = {"warm_up"};
  if (by == By::kVolatility) {
    names.insert(names.end(), kVolatilityNames.begin(), kVolatilityNames.end());
    return names;
  }
  for (const char* trend : kTrendNames) {
    if (by == By::kTrend) {
      names.emplace_back(trend);
      continue;
    }
    for (const char* volatility : kVolatilityNames) {
      names.push_back(absl::StrCat(trend, "_", volatility));
    }
  }
  return names;
}

/// The index of NamesOf for what is known of a bar.
uint8_t LabelOf(By by, std::optional<Trend> trend,
                std::optional<VolatilityRegime> volatility) {
  size_t label = 0;
  if (by != By::kVolatility) {
    if (!trend) return Regimes::kWarmUp;
    label = static_cast<size_t>(*trend);
  }
  if (by != By::kTrend) {
    if (!volatility) return Regimes::kWarmUp;
    label = label * kVolatilities + static_cast<size_t>(*volatility);
  }
  return static_cast<uint8_t>(1 + label);
}

}  // namespace

std::vector<BarRange> Regimes::RangesOf(uint8_t label) const {
  std::vector<BarRange> ranges;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != label) continue;
    const auto bar = static_cast<int64_t>(i);
    if (ranges.empty() || ranges.back().end != bar) {
      ranges.push_back({bar, bar});
    }
    ++ranges.back().end;
  }
  return ranges;
}

int64_t Regimes::CountOf(uint8_t label) const {
  return std::ranges::count(labels, label);
}

absl::StatusOr<Regimes> ClassifyRegimes(const BarSeries& bars,
                                        const RegimeOptions& options,
                                        std::stop_token stop) {
  if (options.by != By::kVolatility) RETURN_IF_ERROR(CheckTrend(options));
  if (options.by != By::kTrend) RETURN_IF_ERROR(CheckVolatility(options));
  const TrendReader trends(bars, options);
  VolatilityReader volatilities(bars, options);
  Regimes regimes = {.names = NamesOf(options.by), .labels = {}};
  regimes.labels.reserve(bars.size());
  for (size_t i = 0; i < bars.size(); ++i) {
    if (i % kBarsBetweenLooks == 0 && stop.stop_requested()) {
      return absl::CancelledError("cancelled");
    }
    std::optional<Trend> trend;
    if (options.by != By::kVolatility)
      trend = trends.At(static_cast<int64_t>(i));
    std::optional<VolatilityRegime> volatility;
    if (options.by != By::kTrend) volatility = volatilities.Next();
    regimes.labels.push_back(LabelOf(options.by, trend, volatility));
  }
  return regimes;
}

}  // namespace admf
