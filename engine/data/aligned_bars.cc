#include "engine/data/aligned_bars.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

using Series = std::vector<std::shared_ptr<const BarSeries>>;

/// Times of symbols that are looked at between two looks at the stop token.
constexpr size_t kStepsBetweenLooks = 1'000'000;

absl::Status CheckSeries(const Series& series) {
  if (series.empty()) return absl::InvalidArgumentError("there are no symbols");
  std::set<std::string> symbols;
  for (const auto& bars : series) {
    CHECK(bars != nullptr);
    const BarSeries& first = *series.front();
    if (!symbols.insert(bars->symbol()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the symbol ", bars->symbol(), " is there twice"));
    }
    if (bars->timeframe() != first.timeframe()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the bars of ", bars->symbol(), " have the timeframe ",
                       bars->timeframe().ToString(), ", those of ",
                       first.symbol(), " have ", first.timeframe().ToString(),
                       ": bars of one clock need one timeframe"));
    }
    if (bars->timezone() != first.timezone()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the bars of ", bars->symbol(), " have the timezone ",
          bars->timezone(), ", those of ", first.symbol(), " have ",
          first.timezone(), ": bars of one clock need one timezone"));
    }
    if (bars->size() > std::numeric_limits<int32_t>::max()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the bars of ", bars->symbol(), " are too many: ", bars->size()));
    }
  }
  return absl::OkStatus();
}

/// All times of all symbols, once each. A look at every symbol for every tick
/// is no more than the rows that are made of them.
absl::StatusOr<std::vector<int64_t>> UnionClock(const Series& series,
                                                const std::stop_token& stop) {
  std::vector<std::span<const int64_t>> rest;
  for (const auto& bars : series) rest.push_back(bars->time_us());
  std::vector<int64_t> clock;
  const size_t ticks_between_looks = kStepsBetweenLooks / series.size() + 1;
  while (true) {
    if (clock.size() % ticks_between_looks == 0 && stop.stop_requested()) {
      return absl::CancelledError("cancelled");
    }
    int64_t next_us = std::numeric_limits<int64_t>::max();
    bool any = false;
    for (const auto& times : rest) {
      if (times.empty()) continue;
      next_us = std::min(next_us, times.front());
      any = true;
    }
    if (!any) return clock;
    clock.push_back(next_us);
    for (auto& times : rest) {
      if (!times.empty() && times.front() == next_us) times = times.subspan(1);
    }
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const AlignedBars>> AlignedBars::Create(
    std::vector<std::shared_ptr<const BarSeries>> bars, std::stop_token stop,
    int64_t max_bytes) {
  RETURN_IF_ERROR(CheckSeries(bars));
  ASSIGN_OR_RETURN(std::vector<int64_t> clock, UnionClock(bars, stop));
  const size_t bytes = clock.size() * sizeof(int64_t) +
                       bars.size() * clock.size() * sizeof(int32_t);
  if (bytes > static_cast<size_t>(std::max<int64_t>(max_bytes, 0))) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the ", clock.size(), " times of ", bars.size(), " symbols take ",
        bytes, " bytes, more than the ", max_bytes, " that there are"));
  }
  std::vector<int32_t> rows;
  rows.reserve(bars.size() * clock.size());
  for (const auto& series : bars) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const std::span<const int64_t> times = series->time_us();
    size_t next = 0;
    for (const int64_t time_us : clock) {
      const bool has_bar = next < times.size() && times[next] == time_us;
      rows.push_back(has_bar ? static_cast<int32_t>(next++) : kNoBar);
    }
  }
  // Not make_shared: the constructor is private.
  return std::shared_ptr<const AlignedBars>(
      new AlignedBars(std::move(bars), std::move(clock), std::move(rows)));
}

AlignedBars::AlignedBars(std::vector<std::shared_ptr<const BarSeries>> bars,
                         std::vector<int64_t> time_us,
                         std::vector<int32_t> rows)
    : bars_(std::move(bars)),
      time_us_(std::move(time_us)),
      rows_(std::move(rows)) {}

std::string AlignedBars::Digest() const {
  Sha256 digest;
  for (const auto& bars : bars_) digest.AddText(bars->digest());
  return digest.Finish();
}

size_t AlignedBars::bytes() const {
  return time_us_.size() * sizeof(int64_t) + rows_.size() * sizeof(int32_t);
}

}  // namespace admf
