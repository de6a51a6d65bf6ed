#include "engine/validation/range_bars.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

using Series = std::shared_ptr<const BarSeries>;

absl::Status CheckRanges(const BarSeries& bars,
                         std::span<const BarRange> ranges) {
  if (ranges.empty()) {
    return absl::InvalidArgumentError("there are no ranges of bars");
  }
  int64_t previous_end = 0;
  for (const BarRange& range : ranges) {
    if (range.begin < previous_end || range.end <= range.begin ||
        range.end > static_cast<int64_t>(bars.size())) {
      return absl::InvalidArgumentError(
          absl::StrCat("the range of bars [", range.begin, ", ", range.end,
                       ") is empty, not after the one before, which ends at ",
                       previous_end, ", or beyond the ", bars.size(), " bars"));
    }
    previous_end = range.end;
  }
  return absl::OkStatus();
}

BarSeries::View ViewOf(const BarSeries& bars, const BarRange& range) {
  BarSeries::View view;
  view.time_us = bars.time_us();
  view.open = bars.open();
  view.high = bars.high();
  view.low = bars.low();
  view.close = bars.close();
  view.volume = bars.volume();
  return view.Rows(static_cast<size_t>(range.begin),
                   static_cast<size_t>(range.size()));
}

BarSeries::Info InfoOf(const BarSeries& bars) {
  return {.symbol = bars.symbol(),
          .timeframe = bars.timeframe(),
          .timezone = bars.timezone(),
          .warnings = bars.warnings()};
}

std::string DigestOf(const BarSeries& bars, std::span<const BarRange> ranges) {
  Sha256 sha256;
  sha256.AddText("ranges of bars");
  sha256.AddText(bars.digest());
  for (const BarRange& range : ranges) {
    sha256.AddInt(range.begin);
    sha256.AddInt(range.end);
  }
  return sha256.Finish();
}

void AppendRows(const BarSeries::View& rows, BarSeries::Columns* columns) {
  const auto append = [](const auto& from, auto* to) {
    to->insert(to->end(), from.begin(), from.end());
  };
  append(rows.time_us, &columns->time_us);
  append(rows.open, &columns->open);
  append(rows.high, &columns->high);
  append(rows.low, &columns->low);
  append(rows.close, &columns->close);
  append(rows.volume, &columns->volume);
}

Series CopyRanges(const BarSeries& bars, std::span<const BarRange> ranges) {
  auto columns = std::make_shared<BarSeries::Columns>();
  for (const BarRange& range : ranges) {
    AppendRows(ViewOf(bars, range), columns.get());
  }
  const BarSeries::View view = *columns;
  return BarSeries::Restore(InfoOf(bars), view, std::move(columns),
                            DigestOf(bars, ranges));
}

}  // namespace

absl::StatusOr<Series> JoinRanges(const Series& bars,
                                  std::span<const BarRange> ranges) {
  RETURN_IF_ERROR(CheckRanges(*bars, ranges));
  bool one_piece = true;
  for (size_t i = 1; i < ranges.size(); ++i) {
    one_piece = one_piece && ranges[i].begin == ranges[i - 1].end;
  }
  if (one_piece) {
    return BarsOf(bars, {ranges.front().begin, ranges.back().end});
  }
  return CopyRanges(*bars, ranges);
}

Series BarsOf(const Series& bars, const BarRange& range) {
  CHECK(CheckRanges(*bars, {&range, 1}).ok());
  if (range.size() == static_cast<int64_t>(bars->size())) return bars;
  return BarSeries::Restore(InfoOf(*bars), ViewOf(*bars, range), bars,
                            DigestOf(*bars, {&range, 1}));
}

}  // namespace admf
