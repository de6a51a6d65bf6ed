#include "engine/strategies/bollinger_reversion.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/reversion_follower.h"

namespace admf {
namespace {

class BollingerReversionStrategy final : public Strategy {
 public:
  explicit BollingerReversionStrategy(const ParameterSet& parameters)
      : period_(parameters.GetInteger("period")),
        deviations_(parameters.GetReal("deviations")) {}

  std::vector<IndicatorSpec> Indicators() const override {
    return {{"bollinger", {{"period", period_}, {"deviations", deviations_}}}};
  }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    const auto close = bars.close().subspan(begin, end - begin);
    const auto upper = indicators[0][0];
    const auto middle = indicators[0][1];
    const auto lower = indicators[0][2];
    ReversionFollower follower = follower_;
    for (size_t i = begin; i < end; ++i) {
      const Side before = follower.side();
      const size_t k = i - begin;
      const Side side =
          follower.Update(close[k], lower[k], middle[k], upper[k]);
      if (side != before) decisions->push_back({static_cast<int64_t>(i), side});
    }
    follower_ = follower;
  }

 private:
  const int64_t period_;
  const double deviations_;
  ReversionFollower follower_;
};

}  // namespace

StrategyDefinition BollingerReversion() {
  return {
      .name = "bollinger_reversion",
      .description =
          "Long where the close crosses below the lower Bollinger band, short "
          "where it crosses above the upper one, flat where it is back at the "
          "middle or beyond it.",
      .parameters = {PeriodParameter("period", 20,
                                     "Number of closes in the bands.", 2),
                     ParameterDefinition::Real(
                         "deviations", 2.0, 0.0, 100.0,
                         "Distance of the bands from the middle, in standard "
                         "deviations.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<BollingerReversionStrategy>(parameters);
      },
      .check = nullptr,
  };
}

}  // namespace admf
