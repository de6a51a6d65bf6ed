#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/data/bars.h"

// The indicators of the catalogue with their defaults, as one writes them by
// hand: loops over arrays with running sums of doubles, whose rounding errors
// stay in them. What the indicators are measured against.

namespace admf {

/// One per output, as long as the bars.
using PlainColumns = std::vector<std::vector<double>>;

/// The memory that a loop writes to, there from the first time on.
class PlainWork {
 public:
  /// For the outputs.
  PlainColumns& Columns(size_t count, const BarSeries& bars) {
    return Make(count, bars, &columns_);
  }
  /// For what is computed on the way.
  PlainColumns& Parts(size_t count, const BarSeries& bars) {
    return Make(count, bars, &parts_);
  }
  const PlainColumns& columns() const { return columns_; }

 private:
  static PlainColumns& Make(size_t count, const BarSeries& bars,
                            PlainColumns* columns) {
    if (columns->size() != count) {
      *columns = PlainColumns(count, std::vector<double>(bars.size(), NAN));
    }
    return *columns;
  }

  PlainColumns columns_;
  PlainColumns parts_;
};

struct PlainIndicator {
  std::string name;
  void (*compute)(const BarSeries& bars, PlainWork& work);
};

std::vector<PlainIndicator> PlainAverages();
std::vector<PlainIndicator> PlainOscillators();
std::vector<PlainIndicator> PlainTrends();
std::vector<PlainIndicator> PlainVolumeIndicators();

// What several of them need.

/// The exponential average of values[begin], ..., seeded with the mean of the
/// first `period` of them.
inline void PlainExponential(const double* values, size_t begin, size_t size,
                             size_t period, double weight, double* out) {
  if (begin + period > size) return;
  double average = 0;
  for (size_t i = begin; i < begin + period; ++i) average += values[i];
  average /= static_cast<double>(period);
  out[begin + period - 1] = average;
  for (size_t i = begin + period; i < size; ++i) {
    average += weight * (values[i] - average);
    out[i] = average;
  }
}

/// The mean of the last `period` values from values[begin] on.
inline void PlainMean(const double* values, size_t begin, size_t size,
                      size_t period, double* out) {
  double sum = 0;
  for (size_t i = begin; i < size; ++i) {
    sum += values[i];
    if (i >= begin + period) sum -= values[i - period];
    if (i + 1 >= begin + period) out[i] = sum / static_cast<double>(period);
  }
}

/// The highest or lowest of the last `period` values, searched anew when it
/// leaves the window.
template <typename Beats>
void PlainExtreme(const double* values, size_t begin, size_t size,
                  size_t period, Beats beats, double* out) {
  size_t best = begin;
  for (size_t i = begin; i < size; ++i) {
    if (i >= best + period) {
      best = i + 1 - period;
      for (size_t j = best + 1; j <= i; ++j) {
        if (!beats(values[best], values[j])) best = j;
      }
    } else if (!beats(values[best], values[i])) {
      best = i;
    }
    if (i + 1 >= begin + period) out[i] = values[best];
  }
}

inline void PlainTrueRange(const BarSeries& bars, double* out) {
  const auto high = bars.high(), low = bars.low(), close = bars.close();
  out[0] = high[0] - low[0];
  for (size_t i = 1; i < bars.size(); ++i) {
    out[i] = std::max({high[i] - low[i], std::abs(high[i] - close[i - 1]),
                       std::abs(low[i] - close[i - 1])});
  }
}

}  // namespace admf
