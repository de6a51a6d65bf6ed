#include "engine/data/read_request.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/data/local_clock.h"
#include "engine/data/time_bounds.h"

namespace admf {
namespace {

void CheckBounds(const ReadRequest& request, LocalClock clock,
                 std::vector<RequestProblem>& problems) {
  const TimeBounds none;
  absl::StatusOr<int64_t> first = none.first_us;
  absl::StatusOr<int64_t> last = none.last_us;
  if (!request.start.empty()) {
    first = ParseFirstBound(request.start, clock);
    if (!first.ok()) {
      problems.push_back({"start", std::string(first.status().message())});
    }
  }
  if (!request.end.empty()) {
    last = ParseLastBound(request.end, clock);
    if (!last.ok()) {
      problems.push_back({"end", std::string(last.status().message())});
    }
  }
  if (first.ok() && last.ok() && *last < *first) {
    problems.push_back(
        {"end", absl::StrCat("the end ", request.end, " is before the start ",
                             request.start)});
  }
}

}  // namespace

std::vector<RequestProblem> CheckReadRequest(const ReadRequest& request) {
  std::vector<RequestProblem> problems;
  if (request.timeframe.has_value() && request.timeframe->intraday() &&
      request.timeframe->seconds() > Timeframe().seconds()) {
    problems.push_back(
        {"timeframe",
         absl::StrCat("the timeframe ", request.timeframe->ToString(),
                      " is longer than a day, but not a whole number of days: "
                      "its bars could not begin at the same times every day")});
  }
  const auto timezone = LoadTimezone(request.timezone);
  if (!timezone.ok()) {
    problems.push_back({"timezone", std::string(timezone.status().message())});
  }
  // Bounds that are wrong in every timezone are reported with a wrong one, too.
  CheckBounds(request, LocalClock(timezone.value_or(absl::UTCTimeZone())),
              problems);
  return problems;
}

}  // namespace admf
