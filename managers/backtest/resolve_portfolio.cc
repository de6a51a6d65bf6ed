#include "managers/backtest/resolve_portfolio.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

constexpr double kMaxUnits = 1e12;

/// The type as it is written in YAML.
std::string_view NameOf(v1::SizingType type) {
  switch (type) {
    case v1::SIZING_TYPE_FIXED_UNITS:
      return "fixed_units";
    case v1::SIZING_TYPE_FIXED_CASH:
      return "fixed_cash";
    case v1::SIZING_TYPE_VOLATILITY_TARGET:
      return "volatility_target";
    case v1::SIZING_TYPE_KELLY_FRACTION:
      return "kelly_fraction";
    case v1::SIZING_TYPE_ATR_RISK:
      return "atr_risk";
    default:
      return "percent_equity";
  }
}

/// Resolves the sizing of one type.
class SizingResolver {
 public:
  SizingResolver(v1::SizingConfig* sizing, ConfigChecker& checker)
      : sizing_(*sizing), name_(NameOf(sizing->type())), checker_(checker) {
    if (name_ == "percent_equity") {
      sizing_.set_type(v1::SIZING_TYPE_PERCENT_EQUITY);
    }
  }

  void FillInDefaults();
  void CheckWhatIsNeeded();
  void CheckRanges(double max_leverage, bool whole_units);

 private:
  bool Is(std::string_view name) const { return name_ == name; }
  void Needs(bool needed, bool given, std::string_view field,
             std::string_view example) {
    checker_.Needs(needed, given, FieldOf(field), name_, example);
  }
  std::string FieldOf(std::string_view field) const {
    return absl::StrCat("portfolio.sizing.",
                        absl::string_view(field.data(), field.size()));
  }
  bool has_percent() const {
    return Is("percent_equity") || Is("kelly_fraction");
  }
  bool has_period() const { return Is("volatility_target") || Is("atr_risk"); }

  v1::SizingConfig& sizing_;
  const std::string_view name_;
  ConfigChecker& checker_;
};

void SizingResolver::FillInDefaults() {
  if (has_percent() && !sizing_.has_percent()) sizing_.set_percent(100);
  if (has_period() && !sizing_.has_period()) sizing_.set_period(20);
  if (Is("volatility_target") && !sizing_.has_periods_per_year()) {
    sizing_.set_periods_per_year(252);
  }
  if (Is("kelly_fraction")) {
    if (!sizing_.has_fraction()) sizing_.set_fraction(0.5);
    if (!sizing_.has_min_trades()) sizing_.set_min_trades(20);
  }
  if (Is("atr_risk")) {
    if (!sizing_.has_risk()) sizing_.set_risk(0.01);
    if (!sizing_.has_atr_multiple()) sizing_.set_atr_multiple(2);
  }
}

void SizingResolver::CheckWhatIsNeeded() {
  Needs(Is("fixed_units"), sizing_.has_units(), "units", "`units: 100`");
  Needs(Is("fixed_cash"), sizing_.has_cash(), "cash", "`cash: 5000`");
  Needs(Is("volatility_target"), sizing_.has_target_volatility(),
        "target_volatility", "`target_volatility: 0.15` for 15 %");
  // These have defaults where they have a meaning.
  Needs(has_percent(), sizing_.has_percent(), "percent", "");
  Needs(has_period(), sizing_.has_period(), "period", "");
  Needs(Is("volatility_target"), sizing_.has_periods_per_year(),
        "periods_per_year", "");
  Needs(Is("kelly_fraction"), sizing_.has_fraction(), "fraction", "");
  Needs(Is("kelly_fraction"), sizing_.has_min_trades(), "min_trades", "");
  Needs(Is("atr_risk"), sizing_.has_risk(), "risk", "");
  Needs(Is("atr_risk"), sizing_.has_atr_multiple(), "atr_multiple", "");
}

void SizingResolver::CheckRanges(double max_leverage, bool whole_units) {
  checker_.CheckBetween(sizing_.has_percent(), sizing_.percent(), 0,
                        100 * max_leverage, FieldOf("percent"));
  if (sizing_.has_units()) {
    checker_.Range(sizing_.units() > 0 && sizing_.units() <= kMaxUnits,
                   sizing_.units(), FieldOf("units"),
                   "above 0 and at most 1e12");
    if (whole_units && sizing_.units() != std::floor(sizing_.units())) {
      checker_.Add(FieldOf("units"),
                   absl::StrCat(sizing_.units(),
                                " is not whole; round it, or allow parts of a "
                                "unit with `portfolio: {units: fractional}`"));
    }
  }
  checker_.CheckBetween(sizing_.has_cash(), sizing_.cash(), 0,
                        ConfigChecker::kMaxMoney, FieldOf("cash"));
  checker_.CheckBetween(sizing_.has_target_volatility(),
                        sizing_.target_volatility(), 0, 100,
                        FieldOf("target_volatility"));
  checker_.CheckBetween(sizing_.has_period(),
                        static_cast<double>(sizing_.period()), 1, 100'000,
                        FieldOf("period"));
  checker_.CheckPeriodsPerYear(sizing_.has_periods_per_year(),
                               sizing_.periods_per_year(),
                               FieldOf("periods_per_year"));
  checker_.CheckBetween(sizing_.has_fraction(), sizing_.fraction(), 0, 1,
                        FieldOf("fraction"));
  checker_.CheckBetween(sizing_.has_min_trades(),
                        static_cast<double>(sizing_.min_trades()), 0, 1e9,
                        FieldOf("min_trades"));
  checker_.CheckFraction(sizing_.has_risk(), sizing_.risk(), FieldOf("risk"));
  checker_.CheckBetween(sizing_.has_atr_multiple(), sizing_.atr_multiple(), 0,
                        1e6, FieldOf("atr_multiple"));
}

void CheckLeverage(const v1::PortfolioConfig& portfolio,
                   ConfigChecker& checker) {
  checker.CheckBetween(portfolio.has_multiplier(), portfolio.multiplier(), 0,
                       1e9, "portfolio.multiplier");
  if (portfolio.has_max_leverage()) {
    checker.Range(
        portfolio.max_leverage() >= 1 && portfolio.max_leverage() <= 1000,
        portfolio.max_leverage(), "portfolio.max_leverage", "from 1 to 1000");
  }
  checker.CheckBetween(portfolio.has_initial_margin(),
                       portfolio.initial_margin(), 0, 1,
                       "portfolio.initial_margin");
  checker.CheckFraction(portfolio.has_maintenance_margin(),
                        portfolio.maintenance_margin(),
                        "portfolio.maintenance_margin");
  checker.Range(portfolio.borrow_rate() >= 0 && portfolio.borrow_rate() <= 10,
                portfolio.borrow_rate(), "portfolio.borrow_rate",
                "a fraction a year, from 0 to 10 (0.03 is 3 %)");
}

}  // namespace

void ResolvePortfolio(v1::PortfolioConfig* portfolio, ConfigChecker& checker) {
  if (!portfolio->has_initial_cash()) portfolio->set_initial_cash(10'000);
  checker.Range(portfolio->initial_cash() > 0 &&
                    portfolio->initial_cash() <= ConfigChecker::kMaxMoney,
                portfolio->initial_cash(), "portfolio.initial_cash",
                "above 0 and at most 1e15");
  if (portfolio->units() == v1::UNIT_TYPE_UNSPECIFIED) {
    portfolio->set_units(v1::UNIT_TYPE_WHOLE);
  }
  if (portfolio->direction() == v1::DIRECTION_UNSPECIFIED) {
    portfolio->set_direction(v1::DIRECTION_LONG_SHORT);
  }
  SizingResolver sizing(portfolio->mutable_sizing(), checker);
  sizing.FillInDefaults();
  sizing.CheckWhatIsNeeded();
  sizing.CheckRanges(std::max(1.0, portfolio->max_leverage()),
                     portfolio->units() == v1::UNIT_TYPE_WHOLE);
  CheckLeverage(*portfolio, checker);
}

}  // namespace admf
