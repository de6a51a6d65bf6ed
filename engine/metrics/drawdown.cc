#include "engine/metrics/drawdown.h"

#include <algorithm>
#include <cstddef>

#include "engine/execution/equity_curve.h"

namespace admf {
namespace {

/// Points that are looked at together if not all of them are below the peak.
constexpr size_t kPiece = 64;

}  // namespace

DrawdownTracker::DrawdownTracker(double start,
                                 std::span<const int64_t> times_us)
    : times_us_(times_us), peak_(start), trough_(start) {}

void DrawdownTracker::Add(std::span<const double> equity) {
  if (!equity.empty()) Add(equity, SummaryOf(equity));
}

void DrawdownTracker::Add(std::span<const double> equity,
                          const ColumnSummary& summary) {
  if (AddBelowPeak(equity, summary)) return;
  while (!equity.empty()) {
    const auto piece = equity.first(std::min(equity.size(), kPiece));
    if (!AddBelowPeak(piece, SummaryOf(piece))) {
      for (const double point : piece) AddPoint(point);
    }
    equity = equity.subspan(piece.size());
  }
}

bool DrawdownTracker::AddBelowPeak(std::span<const double> equity,
                                   const ColumnSummary& summary) {
  if (!(summary.highest < peak_)) return false;
  // All that counts is their lowest point.
  trough_ = std::min(trough_, summary.lowest);
  count_ += equity.size();
  return true;
}

void DrawdownTracker::AddConstant(double equity, size_t count) {
  if (count == 0) return;
  AddPoint(equity);
  // All others are peaks of the same height, or none of them is one.
  if (equity >= peak_) peak_index_ += count - 1;
  count_ += count - 1;
}

bool DrawdownTracker::AddWithin(const ValueRange& range, size_t count) {
  if (!(range.highest < peak_ && range.lowest >= trough_)) return false;
  count_ += count;
  return true;
}

void DrawdownTracker::AddPoint(double equity) {
  if (equity >= peak_) {
    maximum_ = maximum();
    longest_us_ = LongestUs(count_);
    peak_ = equity;
    trough_ = equity;
    peak_index_ = count_;
  } else {
    trough_ = std::min(trough_, equity);
  }
  ++count_;
}

double DrawdownTracker::maximum() const {
  // Division keeps order, so only the lowest point since the peak is divided.
  return trough_ < peak_ ? std::min(maximum_, trough_ / peak_ - 1) : maximum_;
}

int64_t DrawdownTracker::LongestUs(size_t index) const {
  if (trough_ == peak_) return longest_us_;
  return std::max(longest_us_, times_us_[index] - times_us_[peak_index_]);
}

double DrawdownTracker::longest_days() const {
  constexpr double kDayUs = 86'400e6;
  return count_ == 0 ? 0 : static_cast<double>(LongestUs(count_ - 1)) / kDayUs;
}

DrawdownTracker MeasureDrawdowns(const BarSeries& bars,
                                 const Simulation& simulation,
                                 double initial_cash) {
  DrawdownTracker tracker(initial_cash, bars.time_us());
  VisitEquity(bars, simulation,
              [&tracker](size_t, std::span<const double> equity) {
                tracker.Add(equity);
              });
  return tracker;
}

}  // namespace admf
