#include "engine/broker/position_sizer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "absl/strings/str_format.h"
#include "engine/execution/entry_rejection.h"

namespace admf {
namespace {

/// Sizes one entry.
class Sizer {
 public:
  Sizer(const SimulationSettings& settings, const EntrySituation& situation)
      : sizing_(settings.sizing),
        situation_(situation),
        share_(situation.weight * situation.equity),
        cap_(settings.max_position ? *settings.max_position * situation.equity
                                   : std::numeric_limits<double>::infinity()),
        limit_(std::min(situation.buying_power, cap_)) {}

  EntrySize Size() const {
    switch (sizing_.type) {
      case Sizing::Type::kPercentEquity:
        return Spend(PercentBudget());
      case Sizing::Type::kFixedUnits:
        return Exactly(situation_.costs.Round(sizing_.units));
      case Sizing::Type::kFixedCash:
        return Exactly(Affordable(sizing_.cash));
      case Sizing::Type::kVolatilityTarget:
        return VolatilityTarget();
      case Sizing::Type::kKellyFraction:
        return Kelly();
      case Sizing::Type::kAtrRisk:
        return AtrRisk();
    }
    return {};
  }

 private:
  double PercentBudget() const {
    return situation_.costs.fill_model().Budget(share_);
  }
  double Affordable(double budget) const {
    return situation_.costs.AffordableUnits(situation_.quote, budget,
                                            situation_.month_units);
  }
  double Cost(double units) const {
    return situation_.costs.Cost(situation_.quote, units,
                                 situation_.month_units);
  }

  /// What `budget` pays for, or the limit if that is less.
  EntrySize Spend(double budget) const;
  /// All of `units` or nothing.
  EntrySize Exactly(double units) const;
  /// `units`, or what the limit pays for.
  EntrySize AtMost(double units) const;
  EntrySize VolatilityTarget() const;
  EntrySize Kelly() const;
  EntrySize AtrRisk() const;

  std::string WhyTooLittle(double money) const;
  /// What holds an entry back to the limit.
  std::string_view LimitName() const {
    return cap_ < situation_.buying_power ? "max_position" : "the buying power";
  }
  EntrySize Reduced(double units) const {
    return {units, absl::StrFormat("cut down to %s, %.2f", LimitName(),
                                   std::max(limit_, 0.0))};
  }

  const Sizing& sizing_;
  const EntrySituation& situation_;
  const double share_;
  const double cap_;
  const double limit_;
};

std::string Sizer::WhyTooLittle(double money) const {
  const double units = std::max(situation_.costs.Round(1.0), 1.0);
  return absl::StrFormat(
      "%.2f of money for the position does not pay for %s at %.10g, which "
      "takes %.2f",
      money, situation_.costs.Round(0.5) > 0 ? "a position" : "1 unit",
      situation_.costs.Price(situation_.quote, units), Cost(units));
}

EntrySize Sizer::Spend(double budget) const {
  // Without equity there is no budget that could be limited.
  const bool limited = budget > 0 && budget > limit_;
  const double units = Affordable(limited ? limit_ : budget);
  if (units > 0) return limited ? Reduced(units) : EntrySize{units};
  if (sizing_.type == Sizing::Type::kPercentEquity && !limited) {
    const TradingCosts& costs = situation_.costs;
    return {0, WhyNotEntered(
                   costs.fill_model(), sizing_, situation_.side, share_,
                   costs.Price(situation_.quote, 1) * costs.multiplier())};
  }
  return {0, WhyTooLittle(limited ? limit_ : budget)};
}

EntrySize Sizer::Exactly(double units) const {
  const TradingCosts& costs = situation_.costs;
  const bool fixed_units = sizing_.type == Sizing::Type::kFixedUnits;
  if (units == 0 && !fixed_units) return {0, WhyTooLittle(sizing_.cash)};
  if (units > 0 && Cost(units) <= limit_) return {units};
  if (fixed_units && (units == 0 || limit_ == situation_.equity)) {
    return {0,
            WhyNotEntered(
                costs.fill_model(), sizing_, situation_.side, situation_.equity,
                costs.Price(situation_.quote, units) * costs.multiplier())};
  }
  return {0, absl::StrFormat("%.10g units take %.2f, more than %s, %.2f", units,
                             Cost(units), LimitName(), limit_)};
}

EntrySize Sizer::AtMost(double units) const {
  if (units > 0 && Cost(units) <= limit_) return {units};
  if (units > 0) {
    const double affordable = Affordable(limit_);
    if (affordable > 0) return Reduced(affordable);
    return {0, WhyTooLittle(limit_)};
  }
  return {0, "the rule asks for less than one whole unit"};
}

EntrySize Sizer::VolatilityTarget() const {
  if (std::isnan(situation_.figure)) {
    return {0, absl::StrFormat("there are fewer than %d returns before it",
                               sizing_.period)};
  }
  if (!(situation_.figure > 0)) return {0, "the volatility is 0"};
  return Spend(share_ * (sizing_.target_volatility / situation_.figure));
}

EntrySize Sizer::Kelly() const {
  if (std::isnan(situation_.figure)) return Spend(PercentBudget());
  if (!(situation_.figure > 0)) {
    return {0, absl::StrFormat("Kelly's fraction of the trades so far is %.4f, "
                               "not above 0",
                               situation_.figure)};
  }
  return Spend(share_ * (sizing_.fraction * situation_.figure));
}

EntrySize Sizer::AtrRisk() const {
  if (std::isnan(situation_.figure)) {
    return {0,
            absl::StrFormat("there are fewer than %d bars for its average true "
                            "range",
                            sizing_.period)};
  }
  if (!(situation_.figure > 0)) return {0, "the average true range is 0"};
  const double loss =
      sizing_.atr_multiple * situation_.figure * situation_.costs.multiplier();
  return AtMost(situation_.costs.Round(sizing_.risk * share_ / loss));
}

}  // namespace

EntrySize SizeEntry(const SimulationSettings& settings,
                    const EntrySituation& situation) {
  if (!(situation.costs.Price(situation.quote, 1) > 0)) {
    return {0, "the price with costs is not above 0"};
  }
  return Sizer(settings, situation).Size();
}

void TradeOutcomes::Add(double return_fraction) {
  if (return_fraction > 0) {
    ++wins_;
    sum_of_wins_ += return_fraction;
  } else {
    ++losses_;
    sum_of_losses_ -= return_fraction;
  }
}

std::optional<double> TradeOutcomes::KellyFraction(int64_t min_trades) const {
  const int64_t count = wins_ + losses_;
  if (count == 0 || count < min_trades) return std::nullopt;
  if (wins_ == 0) return 0;
  if (!(sum_of_losses_ > 0)) return std::nullopt;
  const double win_rate =
      static_cast<double>(wins_) / static_cast<double>(count);
  const double ratio = (sum_of_wins_ / static_cast<double>(wins_)) /
                       (sum_of_losses_ / static_cast<double>(losses_));
  return win_rate - (1 - win_rate) / ratio;
}

}  // namespace admf
