#include "engine/strategies/rsi_reversion.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/require_less.h"
#include "engine/strategies/reversion_follower.h"

namespace admf {
namespace {

class RsiReversionStrategy final : public Strategy {
 public:
  explicit RsiReversionStrategy(const ParameterSet& parameters)
      : period_(parameters.GetInteger("period")),
        oversold_(parameters.GetReal("oversold")),
        exit_(parameters.GetReal("exit")),
        overbought_(parameters.GetReal("overbought")) {}

  std::vector<IndicatorSpec> Indicators() const override {
    return {{"rsi", {{"period", period_}}}};
  }

  void Decide(const BarSeries&, std::span<const IndicatorOutputs> indicators,
              size_t begin, size_t end,
              std::vector<Decision>* decisions) override {
    const auto rsi = indicators[0][0];
    ReversionFollower follower = follower_;
    for (size_t i = begin; i < end; ++i) {
      const Side before = follower.side();
      const Side side =
          follower.Update(rsi[i - begin], oversold_, exit_, overbought_);
      if (side != before) decisions->push_back({static_cast<int64_t>(i), side});
    }
    follower_ = follower;
  }

 private:
  const int64_t period_;
  const double oversold_;
  const double exit_;
  const double overbought_;
  ReversionFollower follower_;
};

ParameterDefinition Level(const char* name, double default_value,
                          const char* description) {
  return ParameterDefinition::Real(name, default_value, 0, 100, description);
}

}  // namespace

StrategyDefinition RsiReversion() {
  return {
      .name = "rsi_reversion",
      .description =
          "Long where the relative strength index crosses below `oversold`, "
          "short where it crosses above `overbought`, flat where it is back at "
          "`exit` or beyond it.",
      .parameters =
          {PeriodParameter("period", 14,
                           "Length of the relative strength index, in bars."),
           Level("oversold", 30,
                 "Level below which a rise is expected; less than exit."),
           Level("overbought", 70,
                 "Level above which a fall is expected; more than exit."),
           Level("exit", 50, "Level at which a position is closed.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<RsiReversionStrategy>(parameters);
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireLess(parameters, "oversold", "exit", problems);
            RequireLess(parameters, "exit", "overbought", problems);
          },
  };
}

}  // namespace admf
