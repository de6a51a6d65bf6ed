#include "engine/strategies/crossover_strategy.h"

#include <cstdint>
#include <utility>

namespace admf {

CrossoverStrategy::CrossoverStrategy(std::vector<IndicatorSpec> indicators,
                                     Series fast, Series slow)
    : indicators_(std::move(indicators)), fast_(fast), slow_(slow) {}

std::vector<IndicatorSpec> CrossoverStrategy::Indicators() const {
  return indicators_;
}

void CrossoverStrategy::Decide(const BarSeries&,
                               std::span<const IndicatorOutputs> indicators,
                               size_t begin, size_t end,
                               std::vector<Decision>* decisions) {
  const auto fast = indicators[fast_.indicator][fast_.output];
  const auto slow = indicators[slow_.indicator][slow_.output];
  SignCrossing crossing = crossing_;
  for (size_t i = begin; i < end; ++i) {
    const int sign = crossing.Update(fast[i - begin] - slow[i - begin]);
    if (sign != 0) {
      decisions->push_back(
          {static_cast<int64_t>(i), sign > 0 ? Side::kLong : Side::kShort});
    }
  }
  crossing_ = crossing;
}

}  // namespace admf
