#include "engine/strategies/ichimoku.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/indicator_with.h"

namespace admf {
namespace {

class CloudStrategy final : public Strategy {
 public:
  explicit CloudStrategy(const ParameterSet& parameters)
      : indicators_{IndicatorWith("ichimoku", parameters,
                                  {"conversion_period", "base_period",
                                   "span_b_period", "displacement"})} {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries& bars,
              std::span<const IndicatorOutputs> indicators, size_t begin,
              size_t end, std::vector<Decision>* decisions) override {
    const auto conversion = indicators[0][0];
    const auto base = indicators[0][1];
    const auto span_a = indicators[0][2];
    const auto span_b = indicators[0][3];
    for (size_t i = begin; i < end; ++i) {
      const size_t k = i - begin;
      const double close = bars.close()[i];
      Side side = Side::kFlat;
      if (close > std::max(span_a[k], span_b[k]) && conversion[k] > base[k]) {
        side = Side::kLong;
      } else if (close < std::min(span_a[k], span_b[k]) &&
                 conversion[k] < base[k]) {
        side = Side::kShort;
      }
      if (side != side_) decisions->push_back({static_cast<int64_t>(i), side});
      side_ = side;
    }
  }

 private:
  const std::vector<IndicatorSpec> indicators_;
  Side side_ = Side::kFlat;
};

}  // namespace

StrategyDefinition IchimokuStrategy() {
  return {
      .name = "ichimoku",
      .description =
          "Long while the close is above both spans of the cloud and "
          "the conversion line above the base line, short while the "
          "close is below both spans and the conversion line below the "
          "base line, flat while neither holds.",
      .parameters = {PeriodParameter("conversion_period", 9,
                                     "Number of bars of the conversion line."),
                     PeriodParameter("base_period", 26,
                                     "Number of bars of the base line."),
                     PeriodParameter(
                         "span_b_period", 52,
                         "Number of bars of the second span of the cloud."),
                     PeriodParameter(
                         "displacement", 26,
                         "Number of bars that the cloud is moved forward.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<CloudStrategy>(parameters);
      },
      .check = nullptr,
  };
}

}  // namespace admf
