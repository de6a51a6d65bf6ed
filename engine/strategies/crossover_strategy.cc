#include "engine/strategies/crossover_strategy.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/columns/columns.h"

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
  constexpr size_t kBits = 64;
  for (size_t i = begin; i < end; i += kBits) {
    const size_t count = std::min(kBits, end - i);
    const SignBits signs =
        SignsOf(fast.subspan(i - begin, count), slow.subspan(i - begin, count));
    crossing_.UpdateAll(signs, [&](int bit, int sign) {
      decisions->push_back({static_cast<int64_t>(i) + bit,
                            sign > 0 ? Side::kLong : Side::kShort});
    });
  }
}

}  // namespace admf
