#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"

namespace admf {

/// What the rule of a strategy looks at: an output of one of its indicators,
/// the close, or a fixed level. A value type.
class SeriesInput {
 public:
  /// `output` of `indicator`, an index into Strategy::Indicators(), times
  /// `factor`.
  static SeriesInput Output(size_t indicator, size_t output,
                            double factor = 1.0) {
    return SeriesInput(Kind::kOutput, indicator, output, factor);
  }
  static SeriesInput Close() { return SeriesInput(Kind::kClose, 0, 0, 0); }
  static SeriesInput Level(double level) {
    return SeriesInput(Kind::kLevel, 0, 0, level);
  }

  /// The values at bars [begin, end), from what Strategy::Decide is given.
  /// Valid until the next call.
  std::span<const double> Read(const BarSeries& bars,
                               std::span<const IndicatorOutputs> indicators,
                               size_t begin, size_t end);

 private:
  enum class Kind { kOutput, kClose, kLevel };
  SeriesInput(Kind kind, size_t indicator, size_t output, double number)
      : kind_(kind), indicator_(indicator), output_(output), number_(number) {}

  Kind kind_;
  size_t indicator_;
  size_t output_;
  /// Factor or level.
  double number_;
  /// Values that are nobody else's.
  std::vector<double> own_;
};

}  // namespace admf
