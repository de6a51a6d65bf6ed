#include "engine/data/make_bars.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/status_macros.h"
#include "engine/data/exchange_calendar.h"
#include "engine/data/gap_check.h"
#include "engine/data/local_clock.h"
#include "engine/data/period_rule.h"
#include "engine/data/resample.h"
#include "engine/data/time_bounds.h"
#include "engine/data/timeframe.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

absl::StatusOr<BarSeries::View> Cut(const ReadRequest& request,
                                    LocalClock clock,
                                    const BarSeries::View& columns) {
  TimeBounds bounds;
  if (!request.start.empty()) {
    ASSIGN_OR_RETURN(bounds.first_us, ParseFirstBound(request.start, clock));
  }
  if (!request.end.empty()) {
    ASSIGN_OR_RETURN(bounds.last_us, ParseLastBound(request.end, clock));
  }
  const BarSeries::View cut = CutToBounds(bounds, columns);
  if (cut.rows() > 0) return cut;
  return absl::InvalidArgumentError(absl::StrCat(
      "it has no bars ", request.start.empty() ? "" : "from ", request.start,
      request.start.empty() || request.end.empty() ? "" : " ",
      request.end.empty() ? "" : "until ", request.end, "; its bars go from ",
      FormatLocal(clock.ToLocal(columns.time_us.front())), " to ",
      FormatLocal(clock.ToLocal(columns.time_us.back())), " (", clock.name(),
      ")"));
}

absl::StatusOr<GapReport> FindGapsIn(const BarSeries::View& columns,
                                     const ReadRequest& request,
                                     int64_t distance_us,
                                     const LocalClock& clock,
                                     const std::stop_token& stop) {
  if (!request.calendar.has_value()) return GapReport();
  ASSIGN_OR_RETURN(const ExchangeCalendar calendar,
                   ExchangeCalendar::Create(*request.calendar));
  return FindGaps(columns.time_us, distance_us, calendar, clock, stop);
}

/// What is missing, as the warnings of the series.
absl::StatusOr<std::vector<std::string>> CheckGaps(
    const ReadRequest& request, const BarSeries::View& columns,
    int64_t distance_us, const LocalClock& clock, const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const GapReport report,
                   FindGapsIn(columns, request, distance_us, clock, stop));
  if (report.empty()) return std::vector<std::string>();
  std::vector<std::string> warnings =
      report.Describe(CalendarName(*request.calendar), clock);
  if (request.gaps == ReadRequest::Gaps::kError) {
    return absl::InvalidArgumentError(absl::StrCat(
        absl::StrJoin(warnings, "; "),
        "; correct the data, or set gaps: warn to use it as it is"));
  }
  for (std::string& warning : warnings) {
    warning = absl::StrCat(request.display_path, ": ", warning);
  }
  return warnings;
}

/// The timeframe that the bars are to have, and whether they are resampled.
struct Target {
  Timeframe timeframe;
  bool resampled = false;
};

absl::StatusOr<Target> FindTarget(const ReadRequest& request,
                                  int64_t distance_us) {
  const std::optional<Timeframe>& wanted = request.timeframe;
  if (distance_us == 0) return Target{wanted.value_or(Timeframe())};
  const int64_t seconds = distance_us / kMicrosPerSecond;
  if (seconds == 0) {
    if (wanted.has_value()) return Target{*wanted, /*resampled=*/true};
    return absl::InvalidArgumentError(
        "its bars are less than a second apart; say which timeframe to make of "
        "them, such as timeframe: 1s");
  }
  const Timeframe own = Timeframe::FromSeconds(seconds);
  if (!wanted.has_value()) return Target{own};
  if (*wanted == own) {
    return Target{own, /*resampled=*/request.period_rule != PeriodRule()};
  }
  if (wanted->seconds() < own.seconds()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "its bars are ", own.ToString(), " apart, so there is no timeframe of ",
        wanted->ToString(), ": the wanted one can't be finer than the data"));
  }
  return Target{*wanted, /*resampled=*/true};
}

BarSeries::Columns CopyOf(const BarSeries::View& view) {
  BarSeries::Columns columns;
  const auto copy = [](const auto& from, auto& to) {
    to.assign(from.begin(), from.end());
  };
  copy(view.time_us, columns.time_us);
  copy(view.open, columns.open);
  copy(view.high, columns.high);
  copy(view.low, columns.low);
  copy(view.close, columns.close);
  copy(view.volume, columns.volume);
  return columns;
}

absl::StatusOr<std::shared_ptr<const BarSeries>> Make(
    const ReadRequest& request, std::shared_ptr<const SourceBars> source,
    const std::vector<Adjustment>& adjustments, std::string known_digest,
    const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(request.timezone));
  const LocalClock clock(zone);
  BarSeries::Info info = {.symbol = request.symbol,
                          .timezone = request.timezone};
  ASSIGN_OR_RETURN(BarSeries::View view, Cut(request, clock, source->columns));
  ASSIGN_OR_RETURN(info.warnings,
                   CheckGaps(request, view, source->distance_us, clock, stop));
  ASSIGN_OR_RETURN(const Target target,
                   FindTarget(request, source->distance_us));
  info.timeframe = target.timeframe;
  std::shared_ptr<const void> owner = source;
  const auto own = [&view, &owner](BarSeries::Columns columns) {
    auto owned = std::make_shared<const BarSeries::Columns>(std::move(columns));
    view = *owned;
    owner = std::move(owned);
  };
  if (request.adjustment_method != AdjustmentMethod::kNone &&
      !adjustments.empty()) {
    ASSIGN_OR_RETURN(
        BarSeries::Columns adjusted,
        Adjust(view, adjustments, request.adjustment_method, clock));
    own(std::move(adjusted));
  }
  if (target.resampled) {
    ASSIGN_OR_RETURN(
        BarSeries::Columns resampled,
        Resample(view, target.timeframe, clock, stop, request.period_rule));
    own(std::move(resampled));
  }
  if (owner == source && !source->is_mapped &&
      view.rows() < source->columns.rows()) {
    own(CopyOf(view));
  }
  if (!known_digest.empty()) {
    return BarSeries::Restore(std::move(info), view, std::move(owner),
                              std::move(known_digest));
  }
  return BarSeries::Share(std::move(info), view, std::move(owner), stop);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const BarSeries>> MakeBars(
    const ReadRequest& request, std::shared_ptr<const SourceBars> source,
    const std::vector<Adjustment>& adjustments, std::string known_digest,
    std::stop_token stop) {
  auto bars = Make(request, std::move(source), adjustments,
                   std::move(known_digest), stop);
  if (bars.ok()) return bars;
  return absl::Status(
      bars.status().code(),
      absl::StrCat(request.display_path, ": ", bars.status().message()));
}

absl::StatusOr<GapReport> FindRequestedGaps(const ReadRequest& request,
                                            const SourceBars& source,
                                            const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadTimezone(request.timezone));
  const LocalClock clock(zone);
  ASSIGN_OR_RETURN(const BarSeries::View view,
                   Cut(request, clock, source.columns));
  return FindGapsIn(view, request, source.distance_us, clock, stop);
}

}  // namespace admf
