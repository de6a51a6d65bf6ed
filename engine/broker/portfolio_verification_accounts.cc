#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_equity.h"
#include "engine/broker/portfolio_verification_internal.h"

namespace admf::internal {
namespace {

/// The last closes tick by tick.
class Closes {
 public:
  explicit Closes(const AlignedBars& bars)
      : bars_(bars), last_(bars.symbols(), 0) {}
  void MoveTo(size_t tick) {
    for (size_t symbol = 0; symbol < last_.size(); ++symbol) {
      const int32_t row = bars_.rows(symbol)[tick];
      if (row != AlignedBars::kNoBar) {
        last_[symbol] = bars_.bars(symbol).close()[static_cast<size_t>(row)];
      }
    }
  }
  double last(size_t symbol) const { return last_[symbol]; }

 private:
  const AlignedBars& bars_;
  std::vector<double> last_;
};

/// A position as its fills tell it, from flat to flat.
struct Life {
  std::vector<const PortfolioFill*> fills;
  bool open = false;
};

/// The lives of each symbol's positions, in order.
std::vector<std::vector<Life>> LivesBySymbol(
    const PortfolioEvidence& evidence) {
  std::vector<std::vector<Life>> lives(evidence.bars.symbols());
  std::vector<double> units(evidence.bars.symbols(), 0);
  for (const PortfolioFill& fill : evidence.simulation.fills) {
    const size_t symbol = static_cast<size_t>(fill.symbol);
    if (units[symbol] == 0) lives[symbol].emplace_back();
    units[symbol] += fill.units;
    lives[symbol].back().fills.push_back(&fill);
    lives[symbol].back().open = units[symbol] != 0;
  }
  return lives;
}

/// The life of a position of one entry, seen as a long's: a short's prices are
/// taken with the opposite sign.
absl::Status VerifyLevels(const PortfolioEvidence& evidence, const Life& life) {
  const PortfolioFill& entry = *life.fills.front();
  const BarSeries& bars = evidence.bars_of(entry.symbol);
  const SimulationSettings& settings = evidence.settings;
  const double sign = entry.units > 0 ? 1 : -1;
  int64_t last = static_cast<int64_t>(bars.size()) - 1;
  if (life.fills.size() > 1) {
    const PortfolioFill& exit = *life.fills[1];
    // An order for the open or close is in the market after its decision.
    last = evidence.order(exit).type == OrderType::kMarket ? exit.decided_bar
                                                           : exit.bar - 1;
    if (exit.reason == OrderReason::kEndOfDay) last = exit.bar - 1;
  }
  double best = sign * entry.price;
  int64_t bar =
      settings.fill == FillMode::kNextOpen ? entry.bar : entry.bar + 1;
  for (; bar <= last; ++bar) {
    const size_t row = static_cast<size_t>(bar);
    const double worst_price =
        sign * (sign > 0 ? bars.low() : bars.high())[row];
    const double best_price = sign * (sign > 0 ? bars.high() : bars.low())[row];
    const double entry_price = sign * entry.price;
    const double size = std::abs(entry.price);
    auto passed = [&](const std::optional<double>& fraction, double from) {
      return fraction &&
             worst_price < from - *fraction * std::abs(from) - 1e-12 * size;
    };
    if (passed(settings.stop_loss, entry_price) ||
        passed(settings.trailing_stop, best)) {
      return WrongAt(entry.tick, "a position's stop was passed over in bar",
                     static_cast<double>(bar), sign * worst_price);
    }
    if (settings.take_profit && best_price > entry_price +
                                                 *settings.take_profit * size +
                                                 1e-12 * size) {
      return WrongAt(entry.tick, "a position's target was passed over in bar",
                     static_cast<double>(bar), sign * best_price);
    }
    best = std::max(best, best_price);
  }
  return absl::OkStatus();
}

absl::Status VerifyAge(const PortfolioEvidence& evidence, const Life& life) {
  if (!evidence.settings.max_holding_bars) return absl::OkStatus();
  const PortfolioFill& entry = *life.fills.front();
  int64_t end = static_cast<int64_t>(evidence.bars_of(entry.symbol).size());
  for (const PortfolioFill* fill : life.fills) {
    if (fill->reason == OrderReason::kEntry) continue;
    end = fill->bar;
    break;
  }
  if (end - entry.bar > *evidence.settings.max_holding_bars) {
    return WrongAt(entry.tick, "the age of a position in bars",
                   static_cast<double>(end - entry.bar),
                   static_cast<double>(*evidence.settings.max_holding_bars));
  }
  return absl::OkStatus();
}

absl::Status VerifyTrade(const PortfolioEvidence& evidence, const Life& life,
                         const PortfolioTrade& trade) {
  const PortfolioFill& entry = *life.fills.front();
  const double multiplier = evidence.multiplier(trade.symbol);
  double units = 0;
  double most = 0;
  double money = 0;
  double commission = 0;
  double scale = trade.borrow_cost;
  for (const PortfolioFill* fill : life.fills) {
    units += fill->units;
    most = std::max(most, std::abs(units));
    money -= fill->units * multiplier * fill->price;
    commission += fill->commission;
    scale +=
        std::abs(fill->units) * multiplier * fill->price + fill->commission;
  }
  const double close = evidence.bars_of(trade.symbol).close().back();
  money += units * multiplier * close;
  scale += std::abs(units) * multiplier * close;
  if (trade.open != life.open || trade.entry_bar != entry.bar ||
      (!trade.open && trade.exit_bar != life.fills.back()->bar)) {
    return WrongAt(entry.tick, "a trade has other bars than its fills");
  }
  if (!Close(std::abs(trade.units), most, most) ||
      (trade.units > 0) != (entry.units > 0)) {
    return WrongAt(entry.tick, "the units of a trade", trade.units, most);
  }
  if (!Close(trade.commission, commission, commission)) {
    return WrongAt(entry.tick, "the commission of a trade", trade.commission,
                   commission);
  }
  const double expected = money - commission - trade.borrow_cost;
  if (!Close(trade.profit, expected, scale)) {
    return WrongAt(entry.tick, "the profit of a trade", trade.profit, expected);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyPortfolioExits(const PortfolioEvidence& evidence) {
  // What is filled in parts has other levels, and other bars.
  if (evidence.settings.volume_limit) return absl::OkStatus();
  for (const std::vector<Life>& lives : LivesBySymbol(evidence)) {
    RETURN_IF_ERROR(evidence.LookAtStop(0));
    for (const Life& life : lives) {
      RETURN_IF_ERROR(VerifyAge(evidence, life));
      if (evidence.order(*life.fills.front()).type == OrderType::kMarket) {
        RETURN_IF_ERROR(VerifyLevels(evidence, life));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status VerifyPortfolioAccounts(const PortfolioEvidence& evidence) {
  const AlignedBars& bars = evidence.bars;
  const std::vector<PortfolioFill>& fills = evidence.simulation.fills;
  const std::vector<CashState>& found = evidence.simulation.cash_states;
  if (found.empty() || found.front().tick != 0) {
    return WrongAt(0, "the cash does not go through all ticks");
  }
  size_t found_state = 0;
  const std::vector<HoldingState>& states = evidence.simulation.holding_states;
  const bool borrows = evidence.settings.borrow_rate > 0;
  std::vector<double> held(bars.symbols(), 0);
  Closes closes(bars);
  double cash = evidence.settings.initial_cash;
  double scale = cash;
  size_t next = 0;
  size_t next_state = 0;
  for (size_t tick = 0; tick < bars.ticks(); ++tick) {
    const int64_t number = static_cast<int64_t>(tick);
    RETURN_IF_ERROR(evidence.LookAtStop(tick));
    if (tick > 0 && borrows) {
      const double days =
          static_cast<double>(bars.time_us()[tick] - bars.time_us()[tick - 1]) /
          86'400e6;
      for (size_t symbol = 0; symbol < held.size(); ++symbol) {
        const double lent = std::max(-held[symbol], 0.0) * closes.last(symbol) *
                            evidence.plans[symbol].multiplier;
        cash -= lent * days * evidence.settings.borrow_rate / 365;
      }
    }
    for (; next < fills.size() && fills[next].tick == number; ++next) {
      const PortfolioFill& fill = fills[next];
      const double value =
          fill.units * evidence.multiplier(fill.symbol) * fill.price;
      cash -= value;
      cash -= fill.commission;
      scale += std::abs(value) + fill.commission;
      held[static_cast<size_t>(fill.symbol)] += fill.units;
      const bool unlevered = evidence.settings.max_leverage == 1;
      if (unlevered && fill.reason == OrderReason::kEntry && cash < 0 &&
          !Close(cash, 0, scale)) {
        return WrongAt(number, "an entry leaves cash below zero", cash, 0);
      }
    }
    while (found_state + 1 < found.size() &&
           found[found_state + 1].tick <= number) {
      ++found_state;
    }
    if (!Close(found[found_state].cash, cash, scale)) {
      return WrongAt(number, "the cash", found[found_state].cash, cash);
    }
    if (borrows) closes.MoveTo(tick);
    for (; next_state < states.size() && states[next_state].tick == number;
         ++next_state) {
      const HoldingState& state = states[next_state];
      if (state.units != held[static_cast<size_t>(state.symbol)]) {
        return WrongAt(number, "the units held", state.units,
                       held[static_cast<size_t>(state.symbol)]);
      }
    }
  }
  if (next != fills.size() || next_state != states.size()) {
    return WrongAt(static_cast<int64_t>(bars.ticks()),
                   "states are out of order");
  }
  return absl::OkStatus();
}

absl::Status VerifyPortfolioTrades(const PortfolioEvidence& evidence) {
  const std::vector<PortfolioTrade>& trades = evidence.simulation.trades;
  const std::vector<std::vector<Life>> lives = LivesBySymbol(evidence);
  std::vector<size_t> next(lives.size(), 0);
  double profits = 0;
  double scale = evidence.settings.initial_cash;
  size_t step = 0;
  for (const PortfolioTrade& trade : trades) {
    RETURN_IF_ERROR(evidence.LookAtStop(step++));
    const size_t symbol = static_cast<size_t>(trade.symbol);
    if (next[symbol] == lives[symbol].size()) {
      return WrongAt(0, "there are more trades than positions");
    }
    RETURN_IF_ERROR(
        VerifyTrade(evidence, lives[symbol][next[symbol]++], trade));
    profits += trade.profit;
    scale += (std::abs(trade.units * trade.entry_price) +
              std::abs(trade.units * trade.exit_price)) *
                 evidence.multiplier(trade.symbol) +
             trade.commission + trade.borrow_cost;
  }
  size_t count = 0;
  for (const std::vector<Life>& of_symbol : lives) count += of_symbol.size();
  if (count != trades.size()) {
    return WrongAt(0, "the number of trades",
                   static_cast<double>(trades.size()),
                   static_cast<double>(count));
  }
  const double equity =
      FinalPortfolioEquity(evidence.bars, evidence.simulation);
  const double expected = evidence.settings.initial_cash + profits;
  if (!Close(equity, expected, 16 * scale)) {
    return WrongAt(static_cast<int64_t>(evidence.bars.ticks()) - 1,
                   "the equity", equity, expected);
  }
  return absl::OkStatus();
}

}  // namespace admf::internal
