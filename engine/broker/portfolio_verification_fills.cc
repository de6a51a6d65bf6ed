#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/broker/portfolio_verification_internal.h"
#include "engine/data/local_clock.h"

namespace admf::internal {
namespace {

bool RestsForExit(const Order& order) {
  return order.reason != OrderReason::kEntry &&
         order.type != OrderType::kMarket;
}

/// Goes through the fills with what has to be remembered between them.
class FillVerifier {
 public:
  FillVerifier(const PortfolioEvidence& evidence, absl::TimeZone zone)
      : evidence_(evidence), settings_(evidence.settings), zone_(zone) {}

  absl::Status Verify(const PortfolioFill& fill) {
    RETURN_IF_ERROR(VerifyTime(fill));
    RETURN_IF_ERROR(VerifyUnits(fill));
    RETURN_IF_ERROR(VerifyPrice(fill));
    RETURN_IF_ERROR(VerifyCommission(fill));
    if (fill.reason == OrderReason::kEntry) return VerifyEntry(fill);
    return absl::OkStatus();
  }

 private:
  absl::Status VerifyTime(const PortfolioFill& fill);
  absl::Status VerifyUnits(const PortfolioFill& fill);
  absl::Status VerifyPrice(const PortfolioFill& fill) const;
  absl::Status VerifyCommission(const PortfolioFill& fill);
  absl::Status VerifyEntry(const PortfolioFill& fill) const;
  double VolumeOf(const PortfolioFill& fill) const {
    const auto volume = evidence_.bars_of(fill.symbol).volume();
    return volume.empty() ? 0 : volume[static_cast<size_t>(fill.bar)];
  }
  double ExpectedMove(const PortfolioFill& fill) const;

  const PortfolioEvidence& evidence_;
  const SimulationSettings& settings_;
  const absl::TimeZone zone_;
  int64_t previous_tick_ = 0;
  std::map<std::pair<int32_t, int64_t>, double> bar_units_;
  std::map<std::string, double> month_units_;
};

absl::Status FillVerifier::VerifyTime(const PortfolioFill& fill) {
  const int64_t ticks = static_cast<int64_t>(evidence_.bars.ticks());
  if (fill.tick < previous_tick_ || fill.tick >= ticks) {
    return WrongAt(fill.tick, "a fill is out of order or outside the clock");
  }
  previous_tick_ = fill.tick;
  const int32_t row = evidence_.bars.rows(
      static_cast<size_t>(fill.symbol))[static_cast<size_t>(fill.tick)];
  if (row == AlignedBars::kNoBar || row != fill.bar) {
    return WrongAt(fill.tick, "the bar of a fill",
                   static_cast<double>(fill.bar), row);
  }
  const Order& order = evidence_.order(fill);
  const bool waits = settings_.fill == FillMode::kNextOpen &&
                     !RestsForExit(order) &&
                     fill.reason != OrderReason::kEndOfDay;
  if (fill.decided_bar < 0 || fill.decided_bar > fill.bar ||
      (waits && fill.decided_bar == fill.bar)) {
    return WrongAt(fill.tick, "a fill comes before its decision is filled");
  }
  return absl::OkStatus();
}

absl::Status FillVerifier::VerifyUnits(const PortfolioFill& fill) {
  if (!std::isfinite(fill.units) || fill.units == 0 ||
      (settings_.units == Units::kWhole &&
       fill.units != std::floor(fill.units))) {
    return WrongAt(fill.tick, "the units of a fill are no size of an order",
                   fill.units, std::floor(fill.units));
  }
  if (!settings_.volume_limit) return absl::OkStatus();
  double& units = bar_units_[{fill.symbol, fill.bar}];
  units += std::abs(fill.units);
  const double most = *settings_.volume_limit * VolumeOf(fill);
  if (units > most + 2e-12 * evidence_.order(fill).units) {
    return WrongAt(fill.tick, "a bar's fills pass volume_limit: they", units,
                   most);
  }
  return absl::OkStatus();
}

double FillVerifier::ExpectedMove(const PortfolioFill& fill) const {
  const Slippage& slippage = settings_.slippage;
  double fraction = 0.5 * settings_.spread;
  double money = 0;
  switch (slippage.type) {
    case Slippage::Type::kNone:
      break;
    case Slippage::Type::kPercent:
      fraction += slippage.rate;
      break;
    case Slippage::Type::kFixed:
      money = slippage.amount;
      break;
    case Slippage::Type::kVolumeImpact: {
      const double volume = VolumeOf(fill);
      const double units = std::abs(fill.units);
      const double share = volume > units ? units / volume : 1;
      fraction +=
          slippage.coefficient * std::exp(slippage.exponent * std::log(share));
      break;
    }
  }
  return fraction * fill.market_price + money;
}

absl::Status FillVerifier::VerifyPrice(const PortfolioFill& fill) const {
  const BarSeries& bars = evidence_.bars_of(fill.symbol);
  const size_t bar = static_cast<size_t>(fill.bar);
  // The negations also find NaN.
  if (!(fill.market_price >= bars.low()[bar])) {
    return WrongAt(fill.tick, "a fill's market price is below the low: it",
                   fill.market_price, bars.low()[bar]);
  }
  if (!(fill.market_price <= bars.high()[bar])) {
    return WrongAt(fill.tick, "a fill's market price is above the high: it",
                   fill.market_price, bars.high()[bar]);
  }
  const double direction = fill.units > 0 ? 1 : -1;
  if (direction * (fill.price - fill.market_price) < 0) {
    return WrongAt(fill.tick, "costs in the trader's favour: the price",
                   fill.price, fill.market_price);
  }
  const Order& order = evidence_.order(fill);
  double expected = fill.market_price + direction * ExpectedMove(fill);
  expected = std::max(expected, 0.0);
  if (fill.reason == OrderReason::kEntry && !std::isnan(order.limit_price)) {
    if (direction * (fill.price - order.limit_price) > 0) {
      return WrongAt(fill.tick, "a fill is beyond its limit: the price",
                     fill.price, order.limit_price);
    }
    if (direction * (expected - order.limit_price) > 0) {
      expected = order.limit_price;
    }
  }
  if (!Close(fill.price, expected, fill.market_price + expected)) {
    return WrongAt(fill.tick, "the price with costs", fill.price, expected);
  }
  return absl::OkStatus();
}

absl::Status FillVerifier::VerifyCommission(const PortfolioFill& fill) {
  const Commission& commission = settings_.commission;
  const double units = std::abs(fill.units);
  const double notional =
      units * evidence_.multiplier(fill.symbol) * fill.price;
  double expected = 0;
  double scale = notional * 1e-6;
  switch (commission.type) {
    case Commission::Type::kNone:
      break;
    case Commission::Type::kPercent:
      expected = notional * commission.rate;
      break;
    case Commission::Type::kFixed:
      expected = commission.amount;
      break;
    case Commission::Type::kPerShare:
      expected = units * commission.amount;
      break;
    case Commission::Type::kTiered: {
      const absl::Time time = absl::FromUnixMicros(
          evidence_.bars.time_us()[static_cast<size_t>(fill.tick)]);
      double& traded = month_units_[absl::FormatTime("%Y-%m", time, zone_)];
      // What all units of the month cost, less what those before cost.
      auto cost = [&commission](double until) {
        double money = 0;
        double rate = 0;
        for (const CommissionTier& tier : commission.tiers) {
          money +=
              std::max(until - tier.from_units, 0.0) * (tier.amount - rate);
          rate = tier.amount;
        }
        return money;
      };
      expected = cost(traded + units) - cost(traded);
      scale += cost(traded + units);
      traded += units;
      break;
    }
  }
  if (commission.type != Commission::Type::kNone) {
    expected = std::max(expected, commission.minimum);
    if (commission.maximum_rate > 0) {
      expected = std::min(expected, notional * commission.maximum_rate);
    }
  }
  if (!Close(fill.commission, expected, expected + scale)) {
    return WrongAt(fill.tick, "the commission", fill.commission, expected);
  }
  return absl::OkStatus();
}

absl::Status FillVerifier::VerifyEntry(const PortfolioFill& fill) const {
  const Side side = fill.units > 0 ? Side::kLong : Side::kShort;
  const Direction direction = settings_.direction;
  if ((direction == Direction::kLongOnly && side == Side::kShort) ||
      (direction == Direction::kShortOnly && side == Side::kLong)) {
    return WrongAt(fill.tick, "an entry is for a side that is not allowed");
  }
  const auto decisions =
      evidence_.plans[static_cast<size_t>(fill.symbol)].decisions;
  const auto decision = std::lower_bound(
      decisions.begin(), decisions.end(), fill.decided_bar,
      [](const Decision& a, int64_t bar) { return a.bar < bar; });
  if (decision == decisions.end() || decision->bar != fill.decided_bar ||
      decision->side != side) {
    return WrongAt(fill.tick, "an entry follows no decision for its side");
  }
  if (settings_.close_at_end &&
      fill.bar + 1 ==
          static_cast<int64_t>(evidence_.bars_of(fill.symbol).size())) {
    return WrongAt(fill.tick, "an entry on the last bar");
  }
  if (!settings_.session) return absl::OkStatus();
  const Session& session = *settings_.session;
  const absl::CivilSecond clock = absl::ToCivilSecond(
      absl::FromUnixMicros(
          evidence_.bars.time_us()[static_cast<size_t>(fill.tick)]),
      zone_);
  const int64_t now_us =
      ((clock.hour() * 60 + clock.minute()) * 60 + clock.second()) *
      int64_t{1'000'000};
  const bool inside =
      session.start_us < session.end_us
          ? now_us >= session.start_us && now_us < session.end_us
          : now_us >= session.start_us || now_us < session.end_us;
  if (!inside) return WrongAt(fill.tick, "an entry is outside the session");
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyPortfolioFills(const PortfolioEvidence& evidence) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   LoadTimezone(evidence.bars.bars(0).timezone()));
  FillVerifier verifier(evidence, zone);
  size_t step = 0;
  for (const PortfolioFill& fill : evidence.simulation.fills) {
    RETURN_IF_ERROR(evidence.LookAtStop(step++));
    RETURN_IF_ERROR(verifier.Verify(fill));
  }
  return absl::OkStatus();
}

absl::Status VerifyOrders(const PortfolioEvidence& evidence) {
  const std::vector<Order>& orders = evidence.simulation.orders;
  std::vector<double> filled(orders.size(), 0);
  std::vector<double> held(evidence.bars.symbols(), 0);
  size_t step = 0;
  for (const PortfolioFill& fill : evidence.simulation.fills) {
    RETURN_IF_ERROR(evidence.LookAtStop(step++));
    const Order& order = evidence.order(fill);
    if (order.symbol != fill.symbol || order.reason != fill.reason ||
        order.buy != (fill.units > 0) || order.placed_tick > fill.tick) {
      return WrongAt(fill.tick, "a fill does not fit its order");
    }
    double& units = held[static_cast<size_t>(fill.symbol)];
    const bool entry = fill.reason == OrderReason::kEntry;
    if (entry ? units * fill.units < 0
              : units * fill.units >= 0 ||
                    std::abs(fill.units) > std::abs(units)) {
      return WrongAt(fill.tick, "a fill turns its position round", fill.units,
                     -units);
    }
    units += fill.units;
    filled[static_cast<size_t>(fill.order)] += std::abs(fill.units);
  }
  for (size_t i = 0; i < orders.size(); ++i) {
    RETURN_IF_ERROR(evidence.LookAtStop(i));
    const Order& order = orders[i];
    if (!Close(order.filled_units, filled[i], 16 * filled[i])) {
      return WrongAt(order.placed_tick, "the filled units of an order",
                     order.filled_units, filled[i]);
    }
    const bool complete = order.status == OrderStatus::kFilled;
    const bool none = order.status == OrderStatus::kCancelled ||
                      order.status == OrderStatus::kExpired ||
                      order.status == OrderStatus::kRejected;
    if (complete != (order.units > 0 && order.filled_units == order.units) ||
        (none && filled[i] > 0) ||
        (order.status == OrderStatus::kPartlyFilled && filled[i] == 0)) {
      return WrongAt(order.placed_tick,
                     "the status of an order is not that "
                     "of its fills");
    }
    if (!complete && order.status != OrderStatus::kWorking && order.note < 0) {
      return WrongAt(order.placed_tick, "an order ended without a reason");
    }
  }
  return absl::OkStatus();
}

}  // namespace admf::internal
