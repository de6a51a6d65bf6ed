#include "engine/strategies/crossover_strategy.h"

#include <cstdint>
#include <utility>

namespace admf {

CrossoverStrategy::CrossoverStrategy(std::vector<IndicatorSpec> indicators,
                                     SeriesInput fast, SeriesInput slow)
    : indicators_(std::move(indicators)),
      fast_(std::move(fast)),
      slow_(std::move(slow)) {}

std::vector<IndicatorSpec> CrossoverStrategy::Indicators() const {
  return indicators_;
}

void CrossoverStrategy::Decide(const BarSeries& bars,
                               std::span<const IndicatorOutputs> indicators,
                               size_t begin, size_t end,
                               std::vector<Decision>* decisions) {
  const auto fast = fast_.Read(bars, indicators, begin, end);
  const auto slow = slow_.Read(bars, indicators, begin, end);
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
