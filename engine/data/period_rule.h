#pragma once

#include <cstdint>

namespace admf {

/// One of the two ends of a period.
enum class PeriodEdge : uint8_t { kLeft, kRight };

/// What belongs to a period, and what it is called; as in pandas' `resample`.
struct PeriodRule {
  /// The end at which a bar still belongs to the period. kLeft: from its begin
  /// up to, but not including, its end, right for bars that are labelled with
  /// their start. kRight: after its begin up to and including its end, right
  /// for bars that are labelled with their end.
  PeriodEdge closed = PeriodEdge::kLeft;
  /// The end whose time the new bar gets.
  PeriodEdge label = PeriodEdge::kLeft;

  friend bool operator==(const PeriodRule&, const PeriodRule&) = default;
};

}  // namespace admf
