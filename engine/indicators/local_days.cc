#include "engine/indicators/local_days.h"

#include "engine/base/check.h"

namespace admf {

std::unique_ptr<LocalClock> LocalDays::ClockOf(const BarSeries& bars) {
  const auto zone = LoadTimezone(bars.timezone());
  CHECK(zone.ok());
  return std::make_unique<LocalClock>(*zone);
}

}  // namespace admf
