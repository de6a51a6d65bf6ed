#include "engine/indicators/computing_indicator_source.h"

#include <utility>

#include "absl/status/status.h"
#include "engine/base/status_macros.h"
#include "engine/indicators/catalogue.h"

namespace admf {

absl::StatusOr<std::shared_ptr<const IndicatorSeries>>
ComputingIndicatorSource::Get(const IndicatorSpec& spec,
                              const std::shared_ptr<const BarSeries>& bars,
                              std::stop_token stop) {
  ASSIGN_OR_RETURN(IndicatorSeries series,
                   ComputeIndicator(spec, *bars, std::move(stop)));
  return std::make_shared<const IndicatorSeries>(std::move(series));
}

absl::StatusOr<std::unique_ptr<IndicatorReader>> ComputingIndicatorSource::Open(
    const IndicatorSpec& spec, const std::shared_ptr<const BarSeries>& bars,
    std::stop_token stop) {
  if (stop.stop_requested()) {
    return absl::CancelledError("cancelled before an indicator was computed");
  }
  return OpenIndicator(spec, bars);
}

}  // namespace admf
