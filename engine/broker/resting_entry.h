#pragma once

#include <cstdint>
#include <optional>

#include "engine/data/bars.h"
#include "engine/execution/exit_rules.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// The levels of an entry order that rests in the market, and where bars reach
/// them. Such an order is hit as one that closes the opposite position is
/// (exit_rules.h): a stop by a price at or beyond it, a limit by one at it or
/// better; an open beyond a level fills at the open. A stop limit order whose
/// stop is hit at a price within its limit is filled there; otherwise its limit
/// rests from then on: in the same bar if the open hit the stop, else from the
/// next bar, since what came after inside the bar is not known.
///
/// Not thread-safe.
class RestingEntry {
 public:
  struct Hit {
    int64_t bar;
    double market_price;
    /// At the open; otherwise inside the bar.
    bool at_open;
  };

  explicit RestingEntry(const EntryOrder& order);

  /// Starts over for an order that is decided at a close. Not for market
  /// orders.
  void Place(Side side, double close);

  /// Whether the order has a limit, that price, and the stop's first price.
  bool has_limit() const;
  double limit_price() const { return limit_.target(); }
  bool has_stop() const;
  double stop_price() const { return stop_price_; }

  /// From now on the limit alone rests, since its stop was hit.
  void KeepLimit() { stop_done_ = true; }

  /// The first hit in bars [begin, end); successive calls take successive
  /// ranges.
  std::optional<Hit> Find(const BarSeries& bars, int64_t begin, int64_t end);

 private:
  bool WithinLimit(double price) const;

  const EntryOrder order_;
  ExitRules stop_;
  ExitRules limit_;
  bool buy_ = true;
  bool stop_done_ = false;
  double stop_price_ = 0;
};

}  // namespace admf
