#include "engine/strategies/obv_trend.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/indicators/rolling_mean.h"
#include "engine/strategies/sign_crossing.h"

namespace admf {
namespace {

class ObvTrendStrategy final : public Strategy {
 public:
  explicit ObvTrendStrategy(const ParameterSet& parameters)
      : indicators_{{"obv", {}}}, average_(parameters.GetInteger("period")) {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries&, std::span<const IndicatorOutputs> indicators,
              size_t begin, size_t end,
              std::vector<Decision>* decisions) override {
    const auto obv = indicators[0][0];
    for (size_t i = begin; i < end; ++i) {
      const double value = obv[i - begin];
      const int sign = crossing_.Update(value - average_.Add(value));
      if (sign != 0) {
        decisions->push_back(
            {static_cast<int64_t>(i), sign > 0 ? Side::kLong : Side::kShort});
      }
    }
  }

 private:
  const std::vector<IndicatorSpec> indicators_;
  RollingMean average_;
  SignCrossing crossing_;
};

}  // namespace

StrategyDefinition ObvTrend() {
  return {
      .name = "obv_trend",
      .description =
          "Long where the on-balance volume crosses above its simple "
          "moving average, short where it crosses below.",
      .parameters = {PeriodParameter(
          "period", 20,
          "Number of bars in the average of the on-balance volume.", 2)},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<ObvTrendStrategy>(parameters);
      },
      .check = nullptr,
  };
}

}  // namespace admf
