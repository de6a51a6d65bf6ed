#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/bars.h"
#include "engine/execution/settings.h"

namespace admf {

/// Where the bars of one symbol stand in their trading sessions, by the clock
/// of BarSeries::timezone. The length of a bar is its timeframe, so whether a
/// bar is a session's last one is known beforehand; a day that ends early is
/// not. Immutable.
class SessionCalendar {
 public:
  /// INVALID_ARGUMENT if the timezone has no clock.
  static absl::StatusOr<SessionCalendar> Create(const BarSeries& bars,
                                                const Session& session);

  /// Whether the bar begins inside a session.
  bool inside(int64_t bar) const { return (FlagsOf(bar) & kInside) != 0; }
  /// Whether the session ends with this bar.
  bool last(int64_t bar) const { return (FlagsOf(bar) & kLast) != 0; }
  /// Whether no position of an earlier bar's session belongs here: the bar is
  /// outside any, or the first of its session.
  bool left(int64_t bar) const { return (FlagsOf(bar) & kLeft) != 0; }
  /// The first bar from `bar` on that is last() or left(), or else `end`.
  int64_t NextEnd(int64_t bar, int64_t end) const;

 private:
  static constexpr uint8_t kInside = 1;
  static constexpr uint8_t kLast = 2;
  static constexpr uint8_t kLeft = 4;

  SessionCalendar() = default;
  uint8_t FlagsOf(int64_t bar) const {
    return flags_[static_cast<size_t>(bar)];
  }

  std::vector<uint8_t> flags_;
};

}  // namespace admf
