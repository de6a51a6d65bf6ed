#include "engine/strategies/oscillator_reversion.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/strategies/follower_strategy.h"
#include "engine/strategies/require_less.h"
#include "engine/strategies/series_input.h"

namespace admf {

StrategyDefinition DefineOscillatorReversion(OscillatorReversion reversion) {
  std::vector<ParameterDefinition> parameters = std::move(reversion.parameters);
  const auto add_level = [&](const char* name, double default_value,
                             const char* description) {
    parameters.push_back(ParameterDefinition::Real(
        name, default_value, reversion.lowest, reversion.highest, description));
  };
  add_level("oversold", reversion.default_oversold,
            "Level below which a rise is expected; less than exit.");
  add_level("overbought", reversion.default_overbought,
            "Level above which a fall is expected; more than exit.");
  add_level("exit", reversion.default_exit,
            "Level at which a position is closed.");
  return {
      .name = reversion.name,
      .description = absl::StrCat(
          "Long where the ", reversion.oscillator,
          " crosses below `oversold`, short where it crosses above "
          "`overbought`, flat where it is back at `exit` or beyond it."),
      .parameters = std::move(parameters),
      .create = reversion.create,
      .check =
          [](const ParameterSet& values,
             std::vector<ParameterProblem>* problems) {
            RequireLess(values, "oversold", "exit", problems);
            RequireLess(values, "exit", "overbought", problems);
          },
  };
}

std::unique_ptr<Strategy> CreateOscillatorReversion(
    IndicatorSpec indicator, const ParameterSet& parameters) {
  const auto level = [&](const char* name) {
    return SeriesInput::Level(parameters.GetReal(name));
  };
  return std::make_unique<ReversionStrategy>(
      std::vector<IndicatorSpec>{std::move(indicator)},
      FollowerInputs{.value = SeriesInput::Output(0, 0),
                     .lower = level("oversold"),
                     .exit = level("exit"),
                     .upper = level("overbought")});
}

}  // namespace admf
