#include "engine/strategies/strategy.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::Status CheckVolume(const Strategy& strategy, const BarSeries& bars) {
  if (!strategy.NeedsVolume() || !bars.volume().empty()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the strategy decides by the volume, and the data of ",
                   bars.symbol(), " has none"));
}

absl::StatusOr<std::vector<Decision>> DecideAll(
    Strategy& strategy, const std::shared_ptr<const BarSeries>& bars,
    IndicatorSource& indicators, std::stop_token stop) {
  RETURN_IF_ERROR(CheckVolume(strategy, *bars));
  std::vector<std::unique_ptr<IndicatorReader>> readers;
  for (const IndicatorSpec& spec : strategy.Indicators()) {
    ASSIGN_OR_RETURN(auto reader, indicators.Open(spec, bars, stop));
    readers.push_back(std::move(reader));
  }

  // A block of bars and of its indicators stays in the second-level cache
  // between those that write it and those that read it; and it is far less than
  // a millisecond of work between two looks at the token.
  constexpr size_t kBlock = size_t{1} << 13;
  std::vector<IndicatorOutputs> outputs(readers.size());
  std::vector<Decision> decisions;
  decisions.reserve(256);  // More than most strategies make.
  for (size_t begin = 0; begin < bars->size(); begin += kBlock) {
    if (stop.stop_requested()) {
      return absl::CancelledError("cancelled while the strategy decided");
    }
    const size_t end = std::min(begin + kBlock, bars->size());
    for (size_t k = 0; k < readers.size(); ++k) {
      outputs[k] = readers[k]->Read(begin, end);
    }
    strategy.Decide(*bars, outputs, begin, end, &decisions);
  }
  return decisions;
}

}  // namespace admf
