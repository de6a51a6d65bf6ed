#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/broker/ledger.h"
#include "engine/data/aligned_bars.h"

namespace admf {

/// The moments of a tick: at the open, inside the bar, at the close.
enum class Moment : uint8_t { kOpen, kInside, kClose };

/// What a ledger's positions are worth. A symbol that has a bar is valued at
/// its open, inside the bar from a fill on at the market's price then, and at
/// the close at its close; one that has none at its last close.
class Valuation {
 public:
  /// Both outlive it.
  Valuation(const AlignedBars& bars, const Ledger& ledger)
      : bars_(bars), ledger_(ledger) {}

  /// Cash, plus units x multiplier x price of every position in order.
  double Equity(int64_t tick, Moment moment) const;
  /// The sum of the positions' values, short ones counted as positive.
  double Exposure(int64_t tick, Moment moment) const;

  /// The symbol's last close up to and including `tick`. It has one.
  double LastClose(size_t symbol, int64_t tick) const;
  /// Whether the symbol has a bar at every tick.
  bool Dense(size_t symbol) const {
    return bars_.bars(symbol).size() == bars_.ticks();
  }

  /// The symbol's bar at `tick`, or AlignedBars::kNoBar.
  int64_t BarAt(size_t symbol, int64_t tick) const {
    return Dense(symbol) ? tick : bars_.rows(symbol)[static_cast<size_t>(tick)];
  }

 private:
  double Mark(size_t symbol, int64_t tick, Moment moment) const;

  const AlignedBars& bars_;
  const Ledger& ledger_;
};

}  // namespace admf
