#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"

namespace admf {

/// When an equity is marked: at the closes of the bars of one symbol, or at
/// every tick of several. Points to the bars, which must outlive it.
struct EquityClock {
  // Implicit: the bars of one symbol are the clock of its account.
  EquityClock(const BarSeries& bars)  // NOLINT(google-explicit-constructor)
      : time_us(bars.time_us()),
        timeframe(bars.timeframe()),
        timezone(bars.timezone()) {}
  /// Timeframe and timezone are those of all symbols.
  EquityClock(const AlignedBars& bars)  // NOLINT(google-explicit-constructor)
      : time_us(bars.time_us()),
        timeframe(bars.bars(0).timeframe()),
        timezone(bars.bars(0).timezone()) {}

  /// Starts of the bars; strictly increasing.
  std::span<const int64_t> time_us;
  Timeframe timeframe;
  /// IANA name.
  const std::string& timezone;
};

}  // namespace admf
