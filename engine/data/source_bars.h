#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/data/bars.h"
#include "engine/data/price_columns.h"

namespace admf {

/// All rows of one price file, checked, as they stand in it: neither cut nor
/// resampled nor adjusted. Immutable once it is shared; whoever makes bars of
/// it keeps it alive.
struct SourceBars {
  /// With the invariants of BarSeries.
  BarSeries::View columns;
  /// Keeps alive what `columns` shows.
  std::shared_ptr<const void> owner;
  /// Whether the columns are a mapped file: memory that the system shares and
  /// takes back, so that nothing is gained by letting go of a part of them.
  bool is_mapped = false;
  /// Distance of neighbouring bars in microseconds (SmallestDistance); 0 for a
  /// single bar.
  int64_t distance_us = 0;
  /// The names of the file's columns that were read; empty for a volume that it
  /// lacks.
  ByPriceColumn<std::string> column_names;

  size_t bytes() const { return columns.bytes(); }
};

}  // namespace admf
