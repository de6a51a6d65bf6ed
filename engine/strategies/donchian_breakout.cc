#include "engine/strategies/donchian_breakout.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/breakout_follower.h"
#include "engine/strategies/require_less.h"

namespace admf {
namespace {

class DonchianBreakoutStrategy final : public Strategy {
 public:
  explicit DonchianBreakoutStrategy(const ParameterSet& parameters)
      : indicators_{
            {"donchian", {{"period", parameters.GetInteger("period")}}},
            {"donchian", {{"period", parameters.GetInteger("exit_period")}}}} {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    for (size_t i = begin; i < end; ++i) {
      const Side before = follower_.side();
      const Side side =
          follower_.Update(bars.close()[i], entry_.lower, exit_.lower,
                           exit_.upper, entry_.upper);
      if (side != before) decisions->push_back({static_cast<int64_t>(i), side});
      entry_ = {indicators[0][0][i - begin], indicators[0][2][i - begin]};
      exit_ = {indicators[1][0][i - begin], indicators[1][2][i - begin]};
    }
  }

 private:
  struct Channel {
    double upper = kUndefined;
    double lower = kUndefined;
  };

  const std::vector<IndicatorSpec> indicators_;
  /// Of the bars before the next one.
  Channel entry_;
  Channel exit_;
  BreakoutFollower follower_;
};

}  // namespace

StrategyDefinition DonchianBreakout() {
  return {
      .name = "donchian_breakout",
      .description =
          "Long where the close crosses above the highest high of the "
          "`period` bars before it, short where it crosses below their "
          "lowest low; flat where a long close is at the lowest low of "
          "the `exit_period` bars before it or below, a short one at "
          "their highest high or above (the rules of the Turtles, on "
          "closes).",
      .parameters = {PeriodParameter(
                         "period", 20,
                         "Number of bars of the channel that is left."),
                     PeriodParameter("exit_period", 10,
                                     "Number of bars of the channel that a "
                                     "position is closed at; 1 to period.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<DonchianBreakoutStrategy>(parameters);
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireAtMost(parameters, "exit_period", "period", problems);
          },
  };
}

}  // namespace admf
