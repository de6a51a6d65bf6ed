#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace admf {

/// When an order that was decided at the close of bar i is filled: at the open
/// of bar i + 1, or at that close.
enum class FillMode : uint8_t { kNextOpen, kSameClose };

/// The commission from `from_units` on, of the tiered one.
struct CommissionTier {
  /// >= 0; the first tier begins at 0, and they increase.
  double from_units = 0;
  /// Money per unit, >= 0.
  double amount = 0;

  friend bool operator==(const CommissionTier&,
                         const CommissionTier&) = default;
};

/// The commission of one fill, in money: percent: rate x units x price; fixed:
/// amount; per share: amount x units; tiered: every unit by the tier in which
/// it falls, counted over all fills of all symbols since the calendar month
/// began in the data's timezone, as stock brokers do.
struct Commission {
  enum class Type : uint8_t { kNone, kPercent, kFixed, kPerShare, kTiered };
  Type type = Type::kNone;
  /// Fraction of the notional, in [0, 1).
  double rate = 0;
  /// Money per fill or per unit, >= 0.
  double amount = 0;
  /// The least money of a fill, >= 0. Not with none.
  double minimum = 0;
  /// The most that a fill pays, as a fraction of its notional, in (0, 1); 0 for
  /// no limit. Where it is less than the minimum it prevails.
  double maximum_rate = 0;
  /// Of the tiered one.
  std::vector<CommissionTier> tiers = {};

  friend bool operator==(const Commission&, const Commission&) = default;
};

/// How far fills are from the market, always against the trader. A buy pays,
/// and a sale gets less by the same:
///
/// - percent: price x (1 + rate);
/// - fixed: price + amount;
/// - volume impact: price x (1 + coefficient x share^exponent), where share is
///   the fill's part of the bar's volume, at most 1. An exponent of 0.5 is the
///   square-root law of market impact (Almgren, Thum, Hauptmann, Li: "Direct
///   estimation of equity market impact", Risk 18, 2005), 2 with a coefficient
///   of 0.1 is the volume share model of zipline.
struct Slippage {
  enum class Type : uint8_t { kNone, kPercent, kFixed, kVolumeImpact };
  Type type = Type::kNone;
  /// Fraction of the price, in [0, 1).
  double rate = 0;
  /// Money per unit, >= 0.
  double amount = 0;
  /// In [0, 1).
  double coefficient = 0.1;
  /// > 0.
  double exponent = 0.5;
};

/// How many units an entry trades. Shares of the equity are of the equity at
/// the fill, and of the symbol's weight of it; whatever else a rule looks at is
/// known at the decision's close.
///
/// - percent_equity: what `percent` of the equity pays for, with costs.
/// - fixed_units: `units`.
/// - fixed_cash: what `cash` pays for, with costs.
/// - volatility_target: what the fraction target_volatility / v of the equity
///   pays for, where v is the sample deviation of the last `period` returns
///   from close to close x sqrt(periods_per_year). (Moreira, Muir:
///   "Volatility-managed portfolios", Journal of Finance 72, 2017.)
/// - kelly_fraction: what the fraction `fraction` x (w - (1 - w) / r) of the
///   equity pays for, where w is the part of the symbol's closed trades with a
///   profit and r their mean return by the mean loss of the others (Kelly: "A
///   new interpretation of information rate", 1956). With fewer than min_trades
///   trades, or none without a profit, as percent_equity; if none of them has
///   a profit, there is no entry.
/// - atr_risk: (risk x equity) / (atr_multiple x ATR) units, so that a move of
///   that many average true ranges of `period` bars loses the fraction `risk`
///   (Wilder 1978; Faith: "Way of the Turtle", 2007).
///
/// fixed_units and fixed_cash that the account does not pay for are rejected;
/// the others are shares, and are cut down to what it pays for.
struct Sizing {
  enum class Type : uint8_t {
    kPercentEquity,
    kFixedUnits,
    kFixedCash,
    kVolatilityTarget,
    kKellyFraction,
    kAtrRisk
  };
  Type type = Type::kPercentEquity;
  /// Percent of the equity, in (0, 100]; more with leverage.
  double percent = 100;
  /// Units, > 0. With whole units a fraction is cut off.
  double units = 1;
  /// Money, > 0.
  double cash = 0;
  /// Deviation of a year's return, > 0.
  double target_volatility = 0;
  /// Bars, > 1; of the ATR and of the volatility.
  int64_t period = 20;
  /// Bars in a year, > 0.
  double periods_per_year = 252;
  /// Part of Kelly's fraction, in (0, 1].
  double fraction = 0.5;
  /// >= 1.
  int64_t min_trades = 20;
  /// Fraction of the equity, in (0, 1).
  double risk = 0.01;
  /// > 0.
  double atr_multiple = 2;
};

/// How an entry is ordered. Levels are set at the decision's close: `offset` of
/// it below for the limit of a buyer, above for a buyer's stop, and the other
/// way round for a seller. A stop limit order is a limit order at limit_offset
/// beyond the close, on the side of the stop, from when its stop is hit. A
/// trailing stop is `offset` above the lowest price since the decision for a
/// buyer, below the highest one for a seller.
struct EntryOrder {
  enum class Type : uint8_t {
    kMarket,
    kLimit,
    kStop,
    kStopLimit,
    kTrailingStop
  };
  Type type = Type::kMarket;
  /// Fraction of the close, in [0, 1); > 0 for a trailing stop.
  double offset = 0;
  /// Fraction of the close, in [0, 1).
  double limit_offset = 0;
  /// Bars after the decision's in which the order works; 0 until it is
  /// cancelled or replaced by the next decision. > 0 also ends what is left of
  /// a market order.
  int64_t time_in_force_bars = 0;
};

/// When positions are entered: bars that begin from `start_us` until before
/// `end_us`, microseconds since midnight in the data's timezone. It may go over
/// midnight; the same time twice is the whole day.
struct Session {
  int64_t start_us = 0;
  int64_t end_us = 0;
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

  // What follows needs the broker (engine/broker/portfolio_simulator.h):
  // Simulate knows nothing of it, see CanSimulate.

  EntryOrder entry;
  /// Fraction of the price between bid and ask, in [0, 1): a buyer pays half of
  /// it more than the market's price, a seller gets half of it less.
  double spread = 0;
  /// The most that fills of one bar take, as a fraction of its volume, in
  /// (0, 1]. What is left of an order keeps working.
  std::optional<double> volume_limit;

  std::optional<Session> session;
  /// Whether positions are closed at the end of the session, or of the day
  /// where there is none.
  bool close_eod = false;

  /// The most that the value of all positions, long and short, may be after an
  /// entry, as a multiple of the equity. >= 1.
  double max_leverage = 1;
  /// The part of its value that a position needs as equity when it is entered,
  /// in (0, 1]: no more than 1 / initial_margin of leverage.
  std::optional<double> initial_margin;
  /// When the equity at a close is less than this part of the value of all
  /// positions, all are closed at the next fill moment. In (0, 1).
  std::optional<double> maintenance_margin;
  /// What borrowing the units of a short costs a year, as a fraction of their
  /// value at the last close, >= 0. Charged from bar to bar for the time
  /// between them; a year has 365 days. Cash bears no interest.
  double borrow_rate = 0;

  /// The most that one position may be when it is entered, as a fraction of the
  /// equity, > 0.
  std::optional<double> max_position;
  /// When the equity at a close has fallen by this fraction from its highest
  /// close, all positions are closed and none is entered any more. In (0, 1).
  std::optional<double> max_drawdown;
  /// When the equity at a close has fallen by this fraction from the last close
  /// of the day before, all positions are closed, and none is entered until the
  /// next day of the data's timezone. In (0, 1).
  std::optional<double> daily_loss_limit;
};

}  // namespace admf
