#include "engine/data/bar_collector.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace admf {

void BarCollector::Add(int64_t line, const Row& row) {
  const absl::StatusOr<int64_t> time_us =
      resolver_.Resolve(row.time, last_time_us_);
  if (!time_us.ok()) {
    AddBad(line, absl::StrCat("time ", time_us.status().message()));
    return;
  }
  if (last_time_us_.has_value() && *time_us <= *last_time_us_) {
    AddBad(line, DescribeDisorder(*time_us));
    return;
  }
  if (!IsPossibleBar(row.values)) {
    AddBad(line, DescribeImpossibleBar(row.values));
    return;
  }
  last_row_ = ++rows_;
  last_time_us_ = *time_us;
  if (bad_rows_ > 0) return;
  columns_.time_us.push_back(*time_us);
  columns_.open.push_back(row.values.open);
  columns_.high.push_back(row.values.high);
  columns_.low.push_back(row.values.low);
  columns_.close.push_back(row.values.close);
  if (has_volume_) columns_.volume.push_back(row.values.volume);
}

void BarCollector::AddBad(int64_t line, std::string_view description) {
  ++rows_;
  if (++bad_rows_ > 1) return;
  columns_ = {};
  first_problem_ = absl::StrCat("row ", rows_);
  if (line > 0) absl::StrAppend(&first_problem_, " (line ", line, ")");
  absl::StrAppend(&first_problem_, ": ",
                  absl::string_view(description.data(), description.size()));
}

absl::Status BarCollector::CheckMemory(int64_t max_bytes) const {
  const int64_t columns = has_volume_ ? 6 : 5;
  const auto rows = static_cast<int64_t>(columns_.time_us.size());
  const int64_t bytes = rows * columns * static_cast<int64_t>(sizeof(double));
  if (max_bytes <= 0 || bytes <= max_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "its first ", rows, " rows take more memory than the limit of ",
      max_bytes, " bytes"));
}

std::string BarCollector::DescribeDisorder(int64_t time_us) {
  LocalClock& clock = resolver_.clock();
  const std::string time = FormatLocal(clock.ToLocal(time_us));
  if (time_us == *last_time_us_) {
    return absl::StrCat("time ", time, " is a duplicate of row ", last_row_);
  }
  return absl::StrCat("time ", time, " is not after the row before (",
                      FormatLocal(clock.ToLocal(*last_time_us_)),
                      "): rows must be in order");
}

absl::StatusOr<BarSeries::Columns> BarCollector::Finish() {
  if (bad_rows_ > 1) {
    absl::StrAppend(&first_problem_, "; ", bad_rows_ - 1,
                    bad_rows_ == 2 ? " more row is bad" : " more rows are bad");
  }
  if (bad_rows_ > 0) return absl::InvalidArgumentError(first_problem_);
  if (rows_ == 0) return absl::InvalidArgumentError("there are no rows");
  return std::move(columns_);
}

}  // namespace admf
