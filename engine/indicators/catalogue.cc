#include "engine/indicators/catalogue.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/status_macros.h"
#include "engine/catalog/nearest_name.h"
#include "engine/indicators/atr.h"
#include "engine/indicators/bollinger.h"
#include "engine/indicators/define_indicator.h"
#include "engine/indicators/ema.h"
#include "engine/indicators/macd.h"
#include "engine/indicators/rsi.h"
#include "engine/indicators/sma.h"

namespace admf {
namespace {

/// What a spec means.
struct Resolved {
  const IndicatorDefinition* definition;
  ParameterSet parameters;
};

absl::StatusOr<Resolved> Resolve(const IndicatorSpec& spec) {
  const IndicatorDefinition* definition = FindIndicator(spec.name);
  if (definition == nullptr) {
    std::vector<std::string> names;
    for (const auto& one : IndicatorCatalogue()) names.push_back(one.name);
    const std::string near = NearestName(spec.name, names);
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no indicator ", spec.name,
        near.empty() ? absl::StrCat("; there are ", absl::StrJoin(names, ", "))
                     : absl::StrCat("; did you mean ", near, "?")));
  }
  std::vector<ParameterProblem> problems;
  ParameterSet parameters =
      ParameterSet::Resolve(definition->parameters, spec.parameters, &problems);
  if (!problems.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        spec.name, ": ",
        absl::StrJoin(problems, "; ",
                      [](std::string* out, const ParameterProblem& problem) {
                        absl::StrAppend(out, problem.description);
                      })));
  }
  return Resolved{definition, std::move(parameters)};
}

}  // namespace

std::span<const IndicatorDefinition> IndicatorCatalogue() {
  static const auto* const catalogue = new std::vector<IndicatorDefinition>{
      DefineIndicator<Atr>(), DefineIndicator<Bollinger>(),
      DefineIndicator<Ema>(), DefineIndicator<Macd>(),
      DefineIndicator<Rsi>(), DefineIndicator<Sma>(),
  };
  return *catalogue;
}

const IndicatorDefinition* FindIndicator(std::string_view name) {
  for (const auto& definition : IndicatorCatalogue()) {
    if (definition.name == name) return &definition;
  }
  return nullptr;
}

absl::StatusOr<IndicatorSeries> ComputeIndicator(const IndicatorSpec& spec,
                                                 const BarSeries& bars,
                                                 std::stop_token stop) {
  ASSIGN_OR_RETURN(const Resolved resolved, Resolve(spec));
  return resolved.definition->compute(resolved.parameters, bars,
                                      std::move(stop));
}

absl::StatusOr<std::unique_ptr<IndicatorReader>> OpenIndicator(
    const IndicatorSpec& spec, std::shared_ptr<const BarSeries> bars) {
  ASSIGN_OR_RETURN(const Resolved resolved, Resolve(spec));
  return resolved.definition->open(resolved.parameters, std::move(bars));
}

}  // namespace admf
