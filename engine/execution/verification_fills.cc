#include "engine/base/status_macros.h"
#include "engine/execution/verification_internal.h"

namespace admf::internal {
namespace {

absl::Status VerifyTime(const Evidence& evidence, const Fill& fill,
                        int64_t previous_bar) {
  if (fill.bar < previous_bar || fill.bar > evidence.last_bar()) {
    return Wrong(fill.bar, "a fill is out of order or outside the series");
  }
  const int64_t expected = Resting(fill.reason)
                               ? fill.decided_bar
                               : evidence.FillBar(fill.decided_bar);
  if (fill.decided_bar < 0 || fill.bar != expected) {
    return Wrong(fill.bar, "the bar of a fill, from its decision,",
                 static_cast<double>(fill.bar), static_cast<double>(expected));
  }
  return absl::OkStatus();
}

absl::Status VerifyPrice(const Evidence& evidence, const Fill& fill) {
  const BarSeries& bars = evidence.bars;
  const size_t bar = static_cast<size_t>(fill.bar);
  // The negations also find NaN.
  if (!(fill.market_price >= bars.low()[bar])) {
    return Wrong(fill.bar, "a fill's market price is below the low: it",
                 fill.market_price, bars.low()[bar]);
  }
  if (!(fill.market_price <= bars.high()[bar])) {
    return Wrong(fill.bar, "a fill's market price is above the high: it",
                 fill.market_price, bars.high()[bar]);
  }
  if (!Resting(fill.reason)) {
    const double market =
        evidence.fills_at_open() ? bars.open()[bar] : bars.close()[bar];
    if (fill.market_price != market) {
      return Wrong(fill.bar,
                   "the market price of an order at the open or close",
                   fill.market_price, market);
    }
  }
  if (fill.units > 0 ? fill.price < fill.market_price
                     : fill.price > fill.market_price) {
    return Wrong(fill.bar, "slippage in the trader's favour: the price",
                 fill.price, fill.market_price);
  }
  const Slippage& slippage = evidence.settings.slippage;
  const double moved =
      slippage.type == Slippage::Type::kPercent
          ? std::copysign(slippage.rate, fill.units) * fill.market_price
          : 0;
  if (!Near(fill.price, fill.market_price + moved, fill.market_price)) {
    return Wrong(fill.bar, "the price with slippage", fill.price,
                 fill.market_price + moved);
  }
  return absl::OkStatus();
}

absl::Status VerifyCommission(const Evidence& evidence, const Fill& fill) {
  const double expected =
      ExpectedCommission(evidence, std::abs(fill.units), fill.price);
  if (!Near(fill.commission, expected, expected)) {
    return Wrong(fill.bar, "the commission", fill.commission, expected);
  }
  return absl::OkStatus();
}

/// Entries are kEntry from flat; exits are for a reason that the settings know,
/// and take all of the position.
absl::Status VerifyRole(const Evidence& evidence, const Fill& fill,
                        const Fill* entry) {
  const SimulationSettings& settings = evidence.settings;
  if ((fill.reason == OrderReason::kEntry) != (entry == nullptr)) {
    return Wrong(fill.bar, "entries and exits do not alternate");
  }
  bool possible = true;
  switch (fill.reason) {
    case OrderReason::kEntry:
      possible = std::isfinite(fill.units) && fill.units != 0 &&
                 evidence.Allowed(SideOf(fill.units)) == SideOf(fill.units);
      break;
    case OrderReason::kSignal:
      break;
    case OrderReason::kStopLoss:
      possible = settings.stop_loss.has_value();
      break;
    case OrderReason::kTakeProfit:
      possible = settings.take_profit.has_value();
      break;
    case OrderReason::kTrailingStop:
      possible = settings.trailing_stop.has_value();
      break;
    case OrderReason::kMaxHolding:
      possible = settings.max_holding_bars &&
                 fill.bar - entry->bar == *settings.max_holding_bars;
      break;
    case OrderReason::kEndOfData:
      possible = settings.close_at_end && fill.bar == evidence.last_bar();
      break;
    case OrderReason::kEndOfDay:
    case OrderReason::kMarginCall:
    case OrderReason::kMaxDrawdown:
    case OrderReason::kDailyLoss:
      // The broker's.
      possible = false;
      break;
  }
  if (!possible) {
    return Wrong(fill.bar, "the settings do not give a reason for a fill");
  }
  if (entry != nullptr && fill.units != -entry->units) {
    return Wrong(fill.bar, "the units of an exit", fill.units, -entry->units);
  }
  return absl::OkStatus();
}

}  // namespace

double ExpectedCommission(const Evidence& evidence, double units,
                          double price) {
  const Commission& commission = evidence.settings.commission;
  switch (commission.type) {
    case Commission::Type::kNone:
      return 0;
    case Commission::Type::kPercent:
      return units * (price * commission.rate);
    case Commission::Type::kFixed:
      return commission.amount;
    case Commission::Type::kPerShare:
      return units * commission.amount;
    case Commission::Type::kTiered:
      break;
  }
  return 0;
}

absl::Status VerifyFills(const Evidence& evidence) {
  const Fill* entry = nullptr;
  int64_t previous_bar = 0;
  for (const Fill& fill : evidence.simulation.fills) {
    RETURN_IF_ERROR(VerifyTime(evidence, fill, previous_bar));
    RETURN_IF_ERROR(VerifyRole(evidence, fill, entry));
    RETURN_IF_ERROR(VerifyPrice(evidence, fill));
    RETURN_IF_ERROR(VerifyCommission(evidence, fill));
    previous_bar = fill.bar;
    entry = entry == nullptr ? &fill : nullptr;
  }
  if (entry != nullptr && evidence.settings.close_at_end) {
    return Wrong(evidence.last_bar(), "a position is open after the end");
  }
  return absl::OkStatus();
}

}  // namespace admf::internal
