#include "engine/data/time_bounds.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

absl::StatusOr<int64_t> ParseBound(std::string_view text, LocalClock clock,
                                   bool end_of_day) {
  const std::optional<Timestamp> timestamp = ParseTimestamp(text);
  if (timestamp.has_value()) {
    switch (timestamp->kind) {
      case Timestamp::Kind::kDate:
        return end_of_day ? clock.StartOfDay(timestamp->value + 1) - 1
                          : clock.StartOfDay(timestamp->value);
      case Timestamp::Kind::kInstant:
        return timestamp->value;
      case Timestamp::Kind::kLocal:
      case Timestamp::Kind::kNumber:
        break;
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", absl::string_view(text.data(), text.size()),
      "\" is not a date such as 2004-08-19, nor a time with its offset such as "
      "2004-08-19T09:30:00Z or 2004-08-19T09:30:00-04:00"));
}

}  // namespace

absl::StatusOr<int64_t> ParseFirstBound(std::string_view text,
                                        LocalClock clock) {
  return ParseBound(text, clock, /*end_of_day=*/false);
}

absl::StatusOr<int64_t> ParseLastBound(std::string_view text,
                                       LocalClock clock) {
  return ParseBound(text, clock, /*end_of_day=*/true);
}

BarSeries::View CutToBounds(TimeBounds bounds, const BarSeries::View& bars) {
  const auto times = bars.time_us;
  const auto first =
      std::lower_bound(times.begin(), times.end(), bounds.first_us);
  const auto last = std::upper_bound(first, times.end(), bounds.last_us);
  return bars.Rows(static_cast<size_t>(first - times.begin()),
                   static_cast<size_t>(last - first));
}

}  // namespace admf
