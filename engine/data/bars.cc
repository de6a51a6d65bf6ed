#include "engine/data/bars.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"
#include "engine/data/bar_check.h"

namespace admf {
namespace {

absl::Status CheckLengths(const BarSeries::View& columns) {
  const size_t rows = columns.time_us.size();
  if (rows == 0) return absl::InvalidArgumentError("there are no bars");
  for (const auto* prices :
       {&columns.open, &columns.high, &columns.low, &columns.close}) {
    if (prices->size() != rows) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a price column has ", prices->size(), " rows, time has ", rows));
    }
  }
  if (!columns.volume.empty() && columns.volume.size() != rows) {
    return absl::InvalidArgumentError(absl::StrCat(
        "volume has ", columns.volume.size(), " rows, time has ", rows));
  }
  return absl::OkStatus();
}

absl::Status CheckRows(const BarSeries::View& columns) {
  for (size_t i = 0; i < columns.time_us.size(); ++i) {
    const BarValues bar = {columns.open[i], columns.high[i], columns.low[i],
                           columns.close[i],
                           columns.volume.empty() ? 0.0 : columns.volume[i]};
    if (!IsPossibleBar(bar)) {
      return absl::InvalidArgumentError(
          absl::StrCat("row ", i, ": ", DescribeImpossibleBar(bar)));
    }
    if (i > 0 && columns.time_us[i] <= columns.time_us[i - 1]) {
      return absl::InvalidArgumentError(absl::StrCat(
          "row ", i, ": time ", columns.time_us[i],
          " is not after that of the row before, ", columns.time_us[i - 1]));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Digest(const BarSeries::Info& info,
                                   const BarSeries::View& columns,
                                   const std::stop_token& stop) {
  Sha256 sha256;
  sha256.AddText(info.symbol);
  sha256.AddText(info.timeframe.ToString());
  sha256.AddText(info.timezone);
  sha256.AddColumn(columns.time_us);
  for (const auto* column : {&columns.open, &columns.high, &columns.low,
                             &columns.close, &columns.volume}) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    sha256.AddColumn(*column);
  }
  return sha256.Finish();
}

}  // namespace

BarSeries::View BarSeries::View::Rows(size_t first, size_t count) const {
  View part;
  part.time_us = time_us.subspan(first, count);
  part.open = open.subspan(first, count);
  part.high = high.subspan(first, count);
  part.low = low.subspan(first, count);
  part.close = close.subspan(first, count);
  if (!volume.empty()) part.volume = volume.subspan(first, count);
  return part;
}

size_t BarSeries::View::bytes() const {
  const size_t price_columns = 4 + (volume.empty() ? 0 : 1);
  return rows() * (sizeof(int64_t) + price_columns * sizeof(double));
}

absl::StatusOr<std::shared_ptr<const BarSeries>> BarSeries::Create(
    Info info, Columns columns, std::stop_token stop) {
  const auto owned = std::make_shared<const Columns>(std::move(columns));
  return Share(std::move(info), *owned, owned, std::move(stop));
}

absl::StatusOr<std::shared_ptr<const BarSeries>> BarSeries::Share(
    Info info, View view, std::shared_ptr<const void> owner,
    std::stop_token stop) {
  RETURN_IF_ERROR(CheckLengths(view));
  RETURN_IF_ERROR(CheckRows(view));
  ASSIGN_OR_RETURN(std::string digest, Digest(info, view, stop));
  return Restore(std::move(info), view, std::move(owner), std::move(digest));
}

std::shared_ptr<const BarSeries> BarSeries::Restore(
    Info info, View view, std::shared_ptr<const void> owner,
    std::string digest) {
  CHECK(CheckLengths(view).ok());
  // Not make_shared: the constructor is private.
  return std::shared_ptr<const BarSeries>(new BarSeries(
      std::move(info), view, std::move(owner), std::move(digest)));
}

BarSeries::BarSeries(Info info, View view, std::shared_ptr<const void> owner,
                     std::string digest)
    : info_(std::move(info)),
      view_(view),
      owner_(std::move(owner)),
      digest_(std::move(digest)) {}

}  // namespace admf
