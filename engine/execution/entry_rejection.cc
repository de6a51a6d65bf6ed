#include "engine/execution/entry_rejection.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace admf {

std::string WhyNotEntered(const FillModel& fill_model, const Sizing& sizing,
                          Side side, double funds, double price) {
  const double smallest = fill_model.SmallestEntry();
  const bool fixed = sizing.type == Sizing::Type::kFixedUnits;
  if (fixed && smallest == 0) {
    return absl::StrFormat("%.10g units are less than one whole unit",
                           sizing.units);
  }
  std::string money;
  if (fixed || sizing.percent == 100) {
    money = absl::StrFormat("%s %.2f", side == Side::kLong ? "cash" : "equity",
                            funds);
  } else {
    money = absl::StrFormat("%.10g %% of the equity, %.2f,", sizing.percent,
                            fill_model.Budget(funds));
  }
  if (smallest == 0) return absl::StrCat(money, " does not pay for a position");
  std::string reason =
      absl::StrFormat("%s does not %s %.10g unit%s at %.10g", money,
                      side == Side::kLong ? "pay for" : "cover a short sale of",
                      smallest, smallest == 1 ? "" : "s", price);
  const double commission = fill_model.CommissionOf(smallest, price);
  if (commission > 0) {
    absl::StrAppendFormat(&reason, " and %.2f commission", commission);
  }
  return reason;
}

}  // namespace admf
