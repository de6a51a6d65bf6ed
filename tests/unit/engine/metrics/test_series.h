#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "engine/base/check.h"
#include "engine/data/bars.h"
#include "engine/data/timeframe.h"

namespace admf {

/// Bars at these local times, with a price of 100, for tests.
inline std::shared_ptr<const BarSeries> MakeBarsAt(
    const std::vector<absl::CivilSecond>& times, const std::string& timeframe,
    const std::string& timezone) {
  absl::TimeZone zone;
  CHECK(absl::LoadTimeZone(timezone, &zone));
  BarSeries::Columns columns;
  for (const absl::CivilSecond time : times) {
    columns.time_us.push_back(absl::ToUnixMicros(absl::FromCivil(time, zone)));
  }
  columns.open.assign(times.size(), 100);
  columns.high = columns.low = columns.close = columns.open;
  auto parsed = Timeframe::Parse(timeframe);
  CHECK(parsed.ok());
  auto bars = BarSeries::Create(
      {.symbol = "TEST", .timeframe = *parsed, .timezone = timezone},
      std::move(columns));
  CHECK(bars.ok());
  return *bars;
}

}  // namespace admf
