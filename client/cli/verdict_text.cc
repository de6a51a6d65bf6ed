#include "client/cli/verdict_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/number_format.h"
#include "client/cli/text_table.h"

namespace admf {

bool Fulfils(double value, const v1::AcceptanceCriterion& criterion) {
  return (!criterion.has_min() || value >= criterion.min()) &&
         (!criterion.has_max() || value <= criterion.max());
}

std::string CriterionText(const v1::AcceptanceCriterion& criterion) {
  const std::string minimum = FormatExact(criterion.min());
  const std::string maximum = FormatExact(criterion.max());
  if (criterion.has_min() && criterion.has_max()) {
    return absl::StrCat(minimum, " <= ", criterion.metric(), " <= ", maximum);
  }
  if (criterion.has_min()) {
    return absl::StrCat(criterion.metric(), " >= ", minimum);
  }
  if (criterion.has_max()) {
    return absl::StrCat(criterion.metric(), " <= ", maximum);
  }
  return criterion.metric();
}

std::string OutcomeValueText(const v1::Verdict::Outcome& outcome) {
  if (!outcome.has_value()) return "undefined";
  const std::string rounded = absl::StrFormat("%.6g", outcome.value());
  double shown = 0;
  const bool same_side = absl::SimpleAtod(rounded, &shown) &&
                         Fulfils(shown, outcome.criterion()) ==
                             Fulfils(outcome.value(), outcome.criterion());
  return same_side ? rounded : FormatExact(outcome.value());
}

std::string VerdictName(const v1::Verdict& verdict) {
  switch (verdict.state()) {
    case v1::Verdict::PASSED:
      return "PASSED";
    case v1::Verdict::FAILED:
      return "FAILED";
    default:
      return "UNKNOWN";
  }
}

std::string VerdictLine(const v1::Verdict& verdict) {
  std::vector<std::string> missed;
  for (const v1::Verdict::Outcome& outcome : verdict.outcomes()) {
    if (outcome.passed()) continue;
    missed.push_back(absl::StrCat(CriterionText(outcome.criterion()), " (is ",
                                  OutcomeValueText(outcome), ")"));
  }
  const int count = verdict.outcomes_size();
  std::string line = absl::StrCat(
      "verdict ", VerdictName(verdict), ": ", count - missed.size(), " of ",
      count, count == 1 ? " criterion is" : " criteria are", " fulfilled");
  if (!missed.empty()) {
    absl::StrAppend(&line, "; missed: ", absl::StrJoin(missed, ", "));
  }
  return Printable(line);
}

std::string VerdictTable(const v1::Verdict& verdict, const Style& style,
                         size_t width) {
  const bool passed = verdict.state() == v1::Verdict::PASSED;
  TextTable table({{"CRITERION"},
                   {"VALUE", TextTable::Align::kRight},
                   {"VERDICT"},
                   {passed ? "" : "REASON"}});
  for (const v1::Verdict::Outcome& outcome : verdict.outcomes()) {
    table.AddRow({CriterionText(outcome.criterion()),
                  OutcomeValueText(outcome),
                  outcome.passed() ? TextTable::Cell("passed", Tone::kGood)
                                   : TextTable::Cell("FAILED", Tone::kBad),
                  {outcome.reason(), Tone::kDim}});
  }
  return table.Render(style, width);
}

}  // namespace admf
