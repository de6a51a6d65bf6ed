#pragma once

#include <cstdint>
#include <optional>

namespace admf {

/// When an order that was decided at the close of bar i is filled: at the open
/// of bar i + 1, or at that close.
enum class FillMode : uint8_t { kNextOpen, kSameClose };

/// The commission of one fill, in money: percent: rate x units x price; fixed:
/// amount; per share: amount x units.
struct Commission {
  enum class Type : uint8_t { kNone, kPercent, kFixed, kPerShare };
  Type type = Type::kNone;
  /// Fraction of the notional, in [0, 1).
  double rate = 0;
  /// Money per fill or per unit, >= 0.
  double amount = 0;
};

/// How far fills are from the market, always against the trader: buys at
/// price x (1 + rate), sells at price x (1 - rate).
struct Slippage {
  enum class Type : uint8_t { kNone, kPercent };
  Type type = Type::kNone;
  /// Fraction of the price, in [0, 1).
  double rate = 0;
};

/// How many units an entry trades.
struct Sizing {
  enum class Type : uint8_t { kPercentEquity, kFixedUnits };
  Type type = Type::kPercentEquity;
  /// Percent of the equity, in (0, 100].
  double percent = 100;
  /// Units, > 0. With whole units a fraction is cut off.
  double units = 1;
};

enum class Units : uint8_t { kWhole, kFractional };
enum class Direction : uint8_t { kLongOnly, kShortOnly, kLongShort };

/// Everything that decides what becomes of a list of decisions. A value type;
/// whoever fills it in has checked the ranges.
struct SimulationSettings {
  FillMode fill = FillMode::kNextOpen;
  Commission commission;
  Slippage slippage;

  /// Money at the start, > 0.
  double initial_cash = 10'000;
  Sizing sizing;
  Units units = Units::kWhole;
  Direction direction = Direction::kLongShort;
  /// Whether the position that is open on the last bar is closed there, by
  /// `fill`: at the last bar's open or at its close. No position is entered on
  /// that bar then.
  bool close_at_end = false;

  /// Fractions of the entry price, > 0 (stop_loss < 1).
  std::optional<double> stop_loss, take_profit;
  /// Fraction of the best price since the entry, in (0, 1).
  std::optional<double> trailing_stop;
  /// > 0. The exit is filled that many bars after the entry.
  std::optional<int64_t> max_holding_bars;
};

}  // namespace admf
