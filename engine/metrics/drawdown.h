#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/columns/columns.h"
#include "engine/data/bars.h"
#include "engine/execution/simulation.h"
#include "engine/indicators/value_range.h"

namespace admf {

/// The deepest and the longest fall of a curve below its highest point so far.
///
/// Takes the curve in pieces of any lengths; how it is cut changes nothing. Not
/// thread-safe.
class DrawdownTracker {
 public:
  /// A curve that starts at `start` > 0 on point 0. `times_us` are the times of
  /// its points and must outlive the tracker.
  DrawdownTracker(double start, std::span<const int64_t> times_us);

  /// Adds the next points; quickest in pieces of about a thousand.
  void Add(std::span<const double> equity);
  /// The same of at least one point, whose summary is known.
  void Add(std::span<const double> equity, const ColumnSummary& summary);

  /// Adds `count` points of the same value.
  void AddConstant(double equity, size_t count);
  /// Adds `count` points that lie within a range, if that is enough to know:
  /// if none of them can be a new peak or the lowest point since the last one.
  /// Whether it did.
  bool AddWithin(const ValueRange& range, size_t count);

  /// min(equity / highest equity so far) - 1: 0 if it never fell.
  double maximum() const;

  /// The longest time from a highest point to the first point that is at least
  /// as high, or to the last point if there is none, in days of 24 hours; 0 if
  /// it never fell.
  double longest_days() const;

 private:
  /// Adds points if all of them are below the peak.
  bool AddBelowPeak(std::span<const double> equity,
                    const ColumnSummary& summary);
  void AddPoint(double equity);
  /// The longest fall so far if the present one, if any, ends at point `index`.
  int64_t LongestUs(size_t index) const;

  const std::span<const int64_t> times_us_;
  size_t count_ = 0;
  double peak_;
  size_t peak_index_ = 0;
  /// The lowest point since the peak.
  double trough_;
  double maximum_ = 0;
  int64_t longest_us_ = 0;
};

/// The drawdowns of the equity at the close of every bar, from `initial_cash`
/// on.
DrawdownTracker MeasureDrawdowns(const BarSeries& bars,
                                 const Simulation& simulation,
                                 double initial_cash);

}  // namespace admf
