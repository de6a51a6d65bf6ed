#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/data/bars.h"
#include "engine/indicators/value_range.h"

namespace admf {

/// What is known of the closes of some bars before any run over them: found
/// once, for the many runs of a search. Immutable, thread-safe.
class CloseIndex {
 public:
  /// Bars in a block.
  static constexpr size_t kBlock = 64;

  explicit CloseIndex(std::shared_ptr<const BarSeries> bars);

  const BarSeries& bars() const { return *bars_; }
  /// The lowest and the highest close of each block; the last one may have
  /// fewer bars.
  std::span<const ValueRange> ranges() const { return ranges_; }
  /// LastBarsOfDays: where the equity of runs is sampled.
  std::span<const size_t> last_bars_of_days() const {
    return last_bars_of_days_;
  }

 private:
  const std::shared_ptr<const BarSeries> bars_;
  std::vector<ValueRange> ranges_;
  std::vector<size_t> last_bars_of_days_;
};

}  // namespace admf
