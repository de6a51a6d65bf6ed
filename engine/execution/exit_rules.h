#pragma once

#include <cstdint>
#include <optional>

#include "engine/data/bars.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"

namespace admf {

/// The stop, target and trailing stop of one position: orders that rest in the
/// market and are checked against every bar of the position's life.
///
/// Levels are fractions of the entry's fill price; the trailing stop is a
/// fraction of the best price since the entry (the highest high of a long, the
/// lowest low of a short), beginning with the entry's fill price. Inside a bar
/// the pessimistic order holds: the adverse extreme comes before the favourable
/// one. So a stop is hit before a target, and a bar is checked against the best
/// price of the bars before it. An open beyond a level fills at the open, any
/// other hit at the level. Of stop and trailing stop, the nearer one is hit.
///
/// Not thread-safe.
class ExitRules {
 public:
  struct Exit {
    int64_t bar;
    /// The level, or the open where the market jumped over it.
    double market_price;
    OrderReason reason;
    /// The price of the order that was hit.
    double level;
  };

  explicit ExitRules(const SimulationSettings& settings);

  /// Starts over for a position of `units` that was entered at `price`.
  void Enter(double units, double price);

  /// The levels of stop and target; infinite where there is no rule.
  double stop() const { return stop_; }
  double target() const { return target_; }

  /// Moves stop and target to a position that now has the mean entry price
  /// `price`; the best price since the entry stays.
  void Reprice(double price);

  /// The exit in `bar`, inside which the position was entered when the market
  /// stood at `entered_at`; Find goes on with the next bar. What came before
  /// the entry and what after it is not known, so the pessimistic order counts
  /// the adverse extreme, and on the favourable side the close alone. Where the
  /// entry was triggered by the market's going on to that side, as a stop's is,
  /// the favourable extreme came after it: later bars know it as the best price
  /// (`extreme_followed`).
  std::optional<Exit> FindAfterEntry(const BarSeries& bars, int64_t bar,
                                     double entered_at, bool extreme_followed);

  /// The first exit in bars [begin, end); successive calls take successive
  /// ranges. Computes nothing if there are no rules.
  std::optional<Exit> Find(const BarSeries& bars, int64_t begin, int64_t end);

 private:
  /// Stop and reason of a bar, from the best price before it.
  struct Stop {
    double level;
    OrderReason reason;
  };
  template <bool kLong>
  Stop NearerStop() const;
  template <bool kLong>
  std::optional<Exit> FindAfter(const BarSeries& bars, int64_t bar,
                                double entered_at, bool extreme_followed);
  template <bool kLong>
  std::optional<Exit> FindFixed(const BarSeries& bars, int64_t begin,
                                int64_t end) const;
  template <bool kLong>
  std::optional<Exit> FindTrailing(const BarSeries& bars, int64_t begin,
                                   int64_t end);

  const std::optional<double> stop_loss_;
  const std::optional<double> take_profit_;
  const std::optional<double> trailing_stop_;

  bool long_ = true;
  /// Levels that are never reached where there is no rule.
  double stop_ = 0;
  double target_ = 0;
  double best_price_ = 0;
};

}  // namespace admf
