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
#include "engine/indicators/accumulation_distribution.h"
#include "engine/indicators/adx.h"
#include "engine/indicators/aroon.h"
#include "engine/indicators/atr.h"
#include "engine/indicators/bollinger.h"
#include "engine/indicators/cci.h"
#include "engine/indicators/cmf.h"
#include "engine/indicators/define_indicator.h"
#include "engine/indicators/dema.h"
#include "engine/indicators/donchian.h"
#include "engine/indicators/ema.h"
#include "engine/indicators/hma.h"
#include "engine/indicators/ichimoku.h"
#include "engine/indicators/keltner.h"
#include "engine/indicators/linear_regression.h"
#include "engine/indicators/macd.h"
#include "engine/indicators/mfi.h"
#include "engine/indicators/momentum.h"
#include "engine/indicators/obv.h"
#include "engine/indicators/parabolic_sar.h"
#include "engine/indicators/pivot_points.h"
#include "engine/indicators/roc.h"
#include "engine/indicators/rsi.h"
#include "engine/indicators/sma.h"
#include "engine/indicators/stochastic.h"
#include "engine/indicators/stochastic_rsi.h"
#include "engine/indicators/supertrend.h"
#include "engine/indicators/tema.h"
#include "engine/indicators/ultimate_oscillator.h"
#include "engine/indicators/volatility.h"
#include "engine/indicators/vortex.h"
#include "engine/indicators/vpt.h"
#include "engine/indicators/vwap.h"
#include "engine/indicators/vwma.h"
#include "engine/indicators/williams_r.h"
#include "engine/indicators/wma.h"

namespace admf {
namespace {

/// What a spec means.
struct Resolved {
  const IndicatorDefinition* definition;
  ParameterSet parameters;
};

absl::StatusOr<Resolved> Resolve(const IndicatorSpec& spec,
                                 const BarSeries& bars) {
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
  if (definition->needs_volume && bars.volume().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(spec.name, " needs the traded volume, and the data of ",
                     bars.symbol(), " has none"));
  }
  return Resolved{definition, std::move(parameters)};
}

}  // namespace

std::span<const IndicatorDefinition> IndicatorCatalogue() {
  static const auto* const catalogue = new std::vector<IndicatorDefinition>{
      DefineIndicator<AccumulationDistribution>(),
      DefineIndicator<Adx>(),
      DefineIndicator<Aroon>(),
      DefineIndicator<Atr>(),
      DefineIndicator<Bollinger>(),
      DefineIndicator<Cci>(),
      DefineIndicator<Cmf>(),
      DefineIndicator<Dema>(),
      DefineIndicator<Donchian>(),
      DefineIndicator<Ema>(),
      DefineIndicator<Hma>(),
      DefineIndicator<Ichimoku>(),
      DefineIndicator<Keltner>(),
      DefineIndicator<LinearRegression>(),
      DefineIndicator<Macd>(),
      DefineIndicator<Mfi>(),
      DefineIndicator<Momentum>(),
      DefineIndicator<Obv>(),
      DefineIndicator<ParabolicSar>(),
      DefineIndicator<PivotPoints>(),
      DefineIndicator<Roc>(),
      DefineIndicator<Rsi>(),
      DefineIndicator<Sma>(),
      DefineIndicator<Stochastic>(),
      DefineIndicator<StochasticRsi>(),
      DefineIndicator<Supertrend>(),
      DefineIndicator<Tema>(),
      DefineIndicator<UltimateOscillator>(),
      DefineIndicator<Volatility>(),
      DefineIndicator<Vortex>(),
      DefineIndicator<Vpt>(),
      DefineIndicator<Vwap>(),
      DefineIndicator<Vwma>(),
      DefineIndicator<WilliamsR>(),
      DefineIndicator<Wma>(),
  };
  return *catalogue;
}

const IndicatorDefinition* FindIndicator(std::string_view name) {
  for (const auto& definition : IndicatorCatalogue()) {
    if (definition.name == name) return &definition;
  }
  return nullptr;
}

absl::Status CheckIndicator(const IndicatorSpec& spec, const BarSeries& bars) {
  return Resolve(spec, bars).status();
}

absl::StatusOr<IndicatorSeries> ComputeIndicator(const IndicatorSpec& spec,
                                                 const BarSeries& bars,
                                                 std::stop_token stop) {
  ASSIGN_OR_RETURN(const Resolved resolved, Resolve(spec, bars));
  return resolved.definition->compute(resolved.parameters, bars,
                                      std::move(stop));
}

absl::StatusOr<std::unique_ptr<IndicatorReader>> OpenIndicator(
    const IndicatorSpec& spec, std::shared_ptr<const BarSeries> bars) {
  ASSIGN_OR_RETURN(const Resolved resolved, Resolve(spec, *bars));
  return resolved.definition->open(resolved.parameters, std::move(bars));
}

}  // namespace admf
