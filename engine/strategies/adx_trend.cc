#include "engine/strategies/adx_trend.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/indicators/conventions.h"
#include "engine/strategies/indicator_with.h"
#include "engine/strategies/require_less.h"

namespace admf {
namespace {

class AdxTrendStrategy final : public Strategy {
 public:
  explicit AdxTrendStrategy(const ParameterSet& parameters)
      : indicators_{IndicatorWith("adx", parameters, {"period"})},
        threshold_(parameters.GetReal("threshold")),
        exit_threshold_(parameters.GetReal("exit_threshold")) {}

  std::vector<IndicatorSpec> Indicators() const override { return indicators_; }

  void Decide(const BarSeries&, std::span<const IndicatorOutputs> indicators,
              size_t begin, size_t end,
              std::vector<Decision>* decisions) override {
    const auto adx = indicators[0][0];
    const auto plus_di = indicators[0][1];
    const auto minus_di = indicators[0][2];
    for (size_t i = begin; i < end; ++i) {
      const size_t k = i - begin;
      Side side = side_;
      if (adx[k] < exit_threshold_) {
        side = Side::kFlat;
      } else if (adx[k] > threshold_ && plus_di[k] != minus_di[k]) {
        side = plus_di[k] > minus_di[k] ? Side::kLong : Side::kShort;
      }
      if (side != side_) decisions->push_back({static_cast<int64_t>(i), side});
      side_ = side;
    }
  }

 private:
  const std::vector<IndicatorSpec> indicators_;
  const double threshold_;
  const double exit_threshold_;
  Side side_ = Side::kFlat;
};

}  // namespace

StrategyDefinition AdxTrend() {
  return {
      .name = "adx_trend",
      .description =
          "Where the average directional index is above `threshold`: "
          "long if plus_di is above minus_di, short if it is below. "
          "Flat where the index is below `exit_threshold`; as before "
          "between the two.",
      .parameters =
          {PeriodParameter("period", 14, "Length of the averages, in bars."),
           ParameterDefinition::Real("threshold", 25, 0, 100,
                                     "Index above which there is a trend."),
           ParameterDefinition::Real(
               "exit_threshold", 20, 0, 100,
               "Index below which there is none; at most threshold.")},
      .create =
          [](const ParameterSet& parameters) -> std::unique_ptr<Strategy> {
        return std::make_unique<AdxTrendStrategy>(parameters);
      },
      .check =
          [](const ParameterSet& parameters,
             std::vector<ParameterProblem>* problems) {
            RequireAtMost(parameters, "exit_threshold", "threshold", problems);
          },
  };
}

}  // namespace admf
