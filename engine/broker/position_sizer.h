#pragma once

#include <optional>
#include <string>

#include "engine/broker/trading_costs.h"
#include "engine/execution/settings.h"
#include "engine/strategies/strategy.h"

namespace admf {

/// What the size of an entry depends on.
struct EntrySituation {
  const TradingCosts& costs;
  const Quote& quote;
  Side side;
  /// Money at the moment of the fill: the equity, the part of it that is the
  /// symbol's, and what positions may still be bought or sold for.
  double equity;
  double weight;
  double buying_power;
  double month_units;
  /// As known at the decision's close: the volatility, the ATR, or Kelly's
  /// fraction, where that is what the rule looks at.
  double figure;
};

/// The size of an entry, or why there is none.
struct EntrySize {
  /// > 0, or 0 for none.
  double units = 0;
  /// Why there is none, or why it is less than the rule asks for; else empty.
  std::string note = {};
};

/// The units of an entry by the settings' sizing, within the buying power and
/// max_position. settings.h has the rules.
EntrySize SizeEntry(const SimulationSettings& settings,
                    const EntrySituation& situation);

/// Closed trades of a symbol, for Kelly's fraction.
class TradeOutcomes {
 public:
  void Add(double return_fraction);
  /// w - (1 - w) / r; 0 if none of them is a win; nothing if there are fewer
  /// than `min_trades`, or no losses to tell r from.
  std::optional<double> KellyFraction(int64_t min_trades) const;

 private:
  int64_t wins_ = 0;
  int64_t losses_ = 0;
  double sum_of_wins_ = 0;
  double sum_of_losses_ = 0;
};

}  // namespace admf
