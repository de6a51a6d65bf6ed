#include "engine/strategies/strategy.h"

#include <algorithm>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::StatusOr<std::vector<Decision>> DecideAll(
    Strategy& strategy, const std::shared_ptr<const BarSeries>& bars,
    IndicatorSource& indicators, std::stop_token stop) {
  std::vector<std::shared_ptr<const IndicatorSeries>> owned;
  std::vector<const IndicatorSeries*> series;
  for (const IndicatorSpec& spec : strategy.Indicators()) {
    ASSIGN_OR_RETURN(auto one, indicators.Get(spec, bars, stop));
    for (const auto& output : one->outputs) {
      CHECK(output.size() == bars->size());
    }
    series.push_back(one.get());
    owned.push_back(std::move(one));
  }

  // Far less than a millisecond of work between two looks at the token.
  constexpr size_t kBlock = size_t{1} << 16;
  std::vector<Decision> decisions;
  for (size_t begin = 0; begin < bars->size(); begin += kBlock) {
    if (stop.stop_requested()) {
      return absl::CancelledError("cancelled while the strategy decided");
    }
    strategy.Decide(*bars, series, begin,
                    std::min(begin + kBlock, bars->size()), &decisions);
  }
  return decisions;
}

}  // namespace admf
