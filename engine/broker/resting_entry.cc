#include "engine/broker/resting_entry.h"

#include <cstddef>

namespace admf {
namespace {

SimulationSettings StopRules(const EntryOrder& order) {
  SimulationSettings rules;
  if (order.type == EntryOrder::Type::kTrailingStop) {
    rules.trailing_stop = order.offset;
  } else if (order.type != EntryOrder::Type::kLimit) {
    rules.stop_loss = order.offset;
  }
  return rules;
}

SimulationSettings LimitRules(const EntryOrder& order) {
  SimulationSettings rules;
  if (order.type == EntryOrder::Type::kLimit) {
    rules.take_profit = order.offset;
  } else if (order.type == EntryOrder::Type::kStopLimit) {
    // Beyond the close, where an opposite position would lose.
    rules.take_profit = -order.limit_offset;
  }
  return rules;
}

}  // namespace

RestingEntry::RestingEntry(const EntryOrder& order)
    : order_(order), stop_(StopRules(order)), limit_(LimitRules(order)) {}

bool RestingEntry::has_limit() const {
  return order_.type == EntryOrder::Type::kLimit ||
         order_.type == EntryOrder::Type::kStopLimit;
}

bool RestingEntry::has_stop() const {
  return order_.type != EntryOrder::Type::kLimit &&
         order_.type != EntryOrder::Type::kMarket;
}

void RestingEntry::Place(Side side, double close) {
  buy_ = side == Side::kLong;
  stop_done_ = !has_stop();
  const double opposite = buy_ ? -1 : 1;
  stop_.Enter(opposite, close);
  limit_.Enter(opposite, close);
  stop_price_ = order_.type == EntryOrder::Type::kTrailingStop
                    ? close * (buy_ ? 1 + order_.offset : 1 - order_.offset)
                    : stop_.stop();
}

bool RestingEntry::WithinLimit(double price) const {
  if (!has_limit()) return true;
  return buy_ ? price <= limit_price() : price >= limit_price();
}

std::optional<RestingEntry::Hit> RestingEntry::Find(const BarSeries& bars,
                                                    int64_t begin,
                                                    int64_t end) {
  auto at_open = [&bars](const ExitRules::Exit& exit) {
    return exit.market_price == bars.open()[static_cast<size_t>(exit.bar)];
  };
  if (!stop_done_) {
    const auto exit = stop_.Find(bars, begin, end);
    if (!exit) return std::nullopt;
    const bool opened = at_open(*exit);
    if (WithinLimit(exit->market_price)) {
      return Hit{exit->bar, exit->market_price, opened};
    }
    stop_done_ = true;
    begin = opened ? exit->bar : exit->bar + 1;
  }
  const auto exit = limit_.Find(bars, begin, end);
  if (!exit) return std::nullopt;
  return Hit{exit->bar, exit->market_price, at_open(*exit)};
}

}  // namespace admf
