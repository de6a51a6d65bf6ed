#include "engine/validation/acceptance.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

std::string WhyUnknown(const std::string& name, const Metrics& metrics) {
  std::vector<std::string> names;
  for (const auto& [known, value] : metrics.values) names.push_back(known);
  for (const auto& [known, reason] : metrics.undefined) names.push_back(known);
  const std::string nearest = NearestName(name, names);
  if (nearest.empty()) {
    return absl::StrCat("there is no metric ", name, " here");
  }
  return absl::StrCat("there is no metric ", name, " here; is it ", nearest,
                      "?");
}

/// Why the value is not what is asked for; empty if it is.
std::string WhyRefused(const Criterion& criterion, double value) {
  if (criterion.min && !(value >= *criterion.min)) {
    return absl::StrCat(criterion.metric, " is ", value, ", below ",
                        *criterion.min);
  }
  if (criterion.max && !(value <= *criterion.max)) {
    return absl::StrCat(criterion.metric, " is ", value, ", above ",
                        *criterion.max);
  }
  return "";
}

}  // namespace

bool Judgement::passed() const {
  return std::ranges::all_of(outcomes, &CriterionOutcome::passed);
}

Judgement Judge(std::span<const Criterion> criteria, const Metrics& metrics) {
  Judgement judgement;
  for (const Criterion& criterion : criteria) {
    CriterionOutcome outcome = {.criterion = criterion};
    if (const auto found = metrics.values.find(criterion.metric);
        found != metrics.values.end()) {
      outcome.value = found->second;
      outcome.reason = WhyRefused(criterion, found->second);
    } else if (const auto reason = metrics.undefined.find(criterion.metric);
               reason != metrics.undefined.end()) {
      outcome.reason =
          absl::StrCat(criterion.metric, " is undefined: ", reason->second);
    } else {
      outcome.reason = WhyUnknown(criterion.metric, metrics);
    }
    outcome.passed = outcome.reason.empty();
    judgement.outcomes.push_back(std::move(outcome));
  }
  return judgement;
}

}  // namespace admf
