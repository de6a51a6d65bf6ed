#include "engine/indicators/local_days.h"

#include "absl/time/time.h"
#include "engine/base/check.h"

namespace admf {

LocalDays::LocalDays() : clock_(absl::UTCTimeZone()) {}

void LocalDays::SetTimezone(const BarSeries& bars) {
  const auto zone = LoadTimezone(bars.timezone());
  CHECK(zone.ok());
  clock_ = LocalClock(*zone);
  known_ = true;
}

}  // namespace admf
