#include "managers/backtest/resolve_execution.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

/// The type as it is written in YAML.
std::string_view NameOf(v1::CommissionType type) {
  switch (type) {
    case v1::COMMISSION_TYPE_PERCENT:
      return "percent";
    case v1::COMMISSION_TYPE_FIXED:
      return "fixed";
    case v1::COMMISSION_TYPE_PER_SHARE:
      return "per_share";
    case v1::COMMISSION_TYPE_TIERED:
      return "tiered";
    default:
      return "none";
  }
}

std::string_view NameOf(v1::SlippageType type) {
  switch (type) {
    case v1::SLIPPAGE_TYPE_PERCENT:
      return "percent";
    case v1::SLIPPAGE_TYPE_FIXED:
      return "fixed";
    case v1::SLIPPAGE_TYPE_VOLUME_IMPACT:
      return "volume_impact";
    default:
      return "none";
  }
}

std::string_view NameOf(v1::EntryOrderType type) {
  switch (type) {
    case v1::ENTRY_ORDER_TYPE_LIMIT:
      return "limit";
    case v1::ENTRY_ORDER_TYPE_STOP:
      return "stop";
    case v1::ENTRY_ORDER_TYPE_STOP_LIMIT:
      return "stop_limit";
    case v1::ENTRY_ORDER_TYPE_TRAILING_STOP:
      return "trailing_stop";
    default:
      return "market";
  }
}

void CheckTiers(const v1::CommissionConfig& commission,
                ConfigChecker& checker) {
  constexpr char kField[] = "execution.commission.tiers";
  double previous = 0;
  for (int i = 0; i < commission.tiers_size(); ++i) {
    const v1::CommissionTier& tier = commission.tiers(i);
    const bool in_order =
        i == 0 ? tier.from_units() == 0 : tier.from_units() > previous;
    if (!in_order) {
      checker.Add(kField, absl::StrCat(
                              "tier ", i + 1, " begins at ", tier.from_units(),
                              " units; the first one must begin at 0, and each "
                              "next one above the one before"));
      return;
    }
    previous = tier.from_units();
    checker.CheckMoney(tier.amount(), kField);
  }
}

void ResolveCommission(v1::CommissionConfig* commission,
                       ConfigChecker& checker) {
  const std::string_view name = NameOf(commission->type());
  const bool none = name == "none";
  if (none) commission->set_type(v1::COMMISSION_TYPE_NONE);
  checker.Needs(name == "percent", commission->has_rate(),
                "execution.commission.rate", name, "`rate: 0.002` for 0.2 %");
  checker.Needs(name == "fixed" || name == "per_share",
                commission->has_amount(), "execution.commission.amount", name,
                "`amount: 1.0`");
  checker.Needs(name == "tiered", commission->tiers_size() > 0,
                "execution.commission.tiers", name,
                "`tiers: [{amount: 0.0035}, {from_units: 300000, amount: "
                "0.002}]`");
  checker.CheckRate(commission->rate(), "execution.commission.rate");
  checker.CheckMoney(commission->amount(), "execution.commission.amount");
  if (none) {
    checker.Needs(false, commission->has_minimum(),
                  "execution.commission.minimum", name, "");
    checker.Needs(false, commission->has_maximum_rate(),
                  "execution.commission.maximum_rate", name, "");
  }
  checker.CheckMoney(commission->minimum(), "execution.commission.minimum");
  checker.CheckFraction(commission->has_maximum_rate(),
                        commission->maximum_rate(),
                        "execution.commission.maximum_rate");
  CheckTiers(*commission, checker);
}

void ResolveSlippage(v1::SlippageConfig* slippage, ConfigChecker& checker) {
  const std::string_view name = NameOf(slippage->type());
  if (name == "none") slippage->set_type(v1::SLIPPAGE_TYPE_NONE);
  checker.Needs(name == "percent", slippage->has_rate(),
                "execution.slippage.rate", name,
                "`rate: 0.0005` for 5 basis points");
  checker.Needs(name == "fixed", slippage->has_amount(),
                "execution.slippage.amount", name, "`amount: 0.01`");
  const bool impact = name == "volume_impact";
  if (impact) {
    if (!slippage->has_coefficient()) slippage->set_coefficient(0.1);
    if (!slippage->has_exponent()) slippage->set_exponent(0.5);
  }
  checker.Needs(impact, slippage->has_coefficient(),
                "execution.slippage.coefficient", name, "");
  checker.Needs(impact, slippage->has_exponent(), "execution.slippage.exponent",
                name, "");
  checker.CheckRate(slippage->rate(), "execution.slippage.rate");
  checker.CheckMoney(slippage->amount(), "execution.slippage.amount");
  checker.CheckRate(slippage->coefficient(), "execution.slippage.coefficient");
  checker.CheckBetween(slippage->has_exponent(), slippage->exponent(), 0, 10,
                       "execution.slippage.exponent");
}

void ResolveEntry(v1::EntryOrderConfig* entry, ConfigChecker& checker) {
  const std::string_view name = NameOf(entry->type());
  const bool market = name == "market";
  if (market) entry->set_type(v1::ENTRY_ORDER_TYPE_MARKET);
  checker.Needs(!market, entry->has_offset(), "execution.entry.offset", name,
                "`offset: 0.01` for 1 % from the close");
  checker.Needs(name == "stop_limit", entry->has_limit_offset(),
                "execution.entry.limit_offset", name, "`limit_offset: 0.02`");
  if (name == "trailing_stop") {
    checker.CheckFraction(entry->has_offset(), entry->offset(),
                          "execution.entry.offset");
  } else {
    checker.CheckRate(entry->offset(), "execution.entry.offset");
  }
  checker.CheckRate(entry->limit_offset(), "execution.entry.limit_offset");
  if (entry->has_time_in_force_bars() && entry->time_in_force_bars() < 1) {
    checker.Add("execution.entry.time_in_force_bars",
                absl::StrCat(entry->time_in_force_bars(),
                             " is out of range; it must be 1 or more"));
  }
}

void CheckTime(const std::string& text, std::string_view field,
               ConfigChecker& checker) {
  if (text.empty()) {
    checker.Add(field,
                "is missing; a session has both, such as `session: "
                "{start: \"09:30\", end: \"16:00\"}`");
  } else if (!ParseTimeOfDay(text)) {
    checker.Add(field, absl::StrCat("'", text,
                                    "' is no time of a day; write it as "
                                    "\"09:30\", in quotes"));
  }
}

}  // namespace

std::optional<int64_t> ParseTimeOfDay(std::string_view text) {
  // "09:30" or "09:30:00"; what a timestamp may have besides is refused.
  if (text.size() != 5 && text.size() != 8) return std::nullopt;
  const auto time = ParseTimestamp(
      absl::StrCat("1970-01-01 ", absl::string_view(text.data(), text.size())));
  if (!time || time->kind != Timestamp::Kind::kLocal) return std::nullopt;
  return time->value;
}

void ResolveExecution(v1::ExecutionConfig* execution, ConfigChecker& checker) {
  if (execution->fill() == v1::FILL_MODE_UNSPECIFIED) {
    execution->set_fill(v1::FILL_MODE_NEXT_OPEN);
  }
  ResolveCommission(execution->mutable_commission(), checker);
  ResolveSlippage(execution->mutable_slippage(), checker);
  checker.CheckRate(execution->spread(), "execution.spread");
  checker.CheckBetween(execution->has_volume_limit(), execution->volume_limit(),
                       0, 1, "execution.volume_limit");
  if (execution->has_entry()) {
    ResolveEntry(execution->mutable_entry(), checker);
  }
  if (execution->has_session()) {
    CheckTime(execution->session().start(), "execution.session.start", checker);
    CheckTime(execution->session().end(), "execution.session.end", checker);
  }
}

}  // namespace admf
