#include <vector>

#include "engine/base/status_macros.h"
#include "engine/execution/verification_internal.h"

namespace admf::internal {
namespace {

/// `exit` is null for the open trade, which is marked at the last close.
absl::Status VerifyTrade(const Evidence& evidence, const Trade& trade,
                         const Fill& entry, const Fill* exit) {
  const int64_t exit_bar = exit != nullptr ? exit->bar : evidence.last_bar();
  const double exit_price =
      exit != nullptr ? exit->price : evidence.bars.close().back();
  const OrderReason reason =
      exit != nullptr ? exit->reason : OrderReason::kEndOfData;
  if (trade.open != (exit == nullptr) || trade.entry_bar != entry.bar ||
      trade.exit_bar != exit_bar || trade.exit_reason != reason) {
    return Wrong(exit_bar, "a trade has other bars or reasons than its fills");
  }
  if (trade.units != entry.units) {
    return Wrong(exit_bar, "the units of a trade", trade.units, entry.units);
  }
  if (trade.entry_price != entry.price) {
    return Wrong(exit_bar, "the entry price of a trade", trade.entry_price,
                 entry.price);
  }
  if (trade.exit_price != exit_price) {
    return Wrong(exit_bar, "the exit price of a trade", trade.exit_price,
                 exit_price);
  }
  // What left the account and what came back, instead of a price difference.
  const double paid = entry.units * entry.price + entry.commission;
  const double commission = exit != nullptr ? exit->commission : 0;
  const double received = entry.units * exit_price - commission;
  const double scale =
      std::abs(paid) + std::abs(received) + entry.commission + commission;
  if (!Near(trade.commission, entry.commission + commission, scale)) {
    return Wrong(exit_bar, "the commission of a trade", trade.commission,
                 entry.commission + commission);
  }
  if (!Near(trade.profit, received - paid, scale)) {
    return Wrong(exit_bar, "the profit of a trade", trade.profit,
                 received - paid);
  }
  const double notional = std::abs(entry.units * entry.price);
  if (!Near(trade.return_fraction * notional, received - paid, scale)) {
    return Wrong(exit_bar, "the return of a trade", trade.return_fraction,
                 (received - paid) / notional);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyTrades(const Evidence& evidence) {
  const std::vector<Fill>& fills = evidence.simulation.fills;
  const std::vector<Trade>& trades = evidence.simulation.trades;
  // Two fills a trade; the last one may be open.
  const size_t expected = (fills.size() + 1) / 2;
  if (trades.size() != expected) {
    return Wrong(evidence.last_bar(), "the number of trades",
                 static_cast<double>(trades.size()),
                 static_cast<double>(expected));
  }
  for (size_t i = 0; i < trades.size(); ++i) {
    const Fill* const exit =
        2 * i + 1 < fills.size() ? &fills[2 * i + 1] : nullptr;
    RETURN_IF_ERROR(VerifyTrade(evidence, trades[i], fills[2 * i], exit));
  }
  return absl::OkStatus();
}

}  // namespace admf::internal
