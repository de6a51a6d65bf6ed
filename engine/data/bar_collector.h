#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/bar_check.h"
#include "engine/data/bars.h"
#include "engine/data/timestamp.h"
#include "engine/data/timestamp_resolver.h"

namespace admf {

/// Collects the rows of one file, in order, and checks each one. Of the bad
/// rows it keeps the first one's description and counts the rest.
///
/// Not thread-safe.
class BarCollector {
 public:
  /// One row of a file.
  struct Row {
    Timestamp time;
    BarValues values;
  };

  BarCollector(TimestampResolver resolver, bool has_volume)
      : resolver_(resolver), has_volume_(has_volume) {}

  /// Adds the next row. `line` is its line in a text file, 0 in others.
  void Add(int64_t line, const Row& row);
  /// Counts the next row, which could not be understood. `description` follows
  /// the number of the row, such as `close is not a number: "n/a"`.
  void AddBad(int64_t line, std::string_view description);

  /// RESOURCE_EXHAUSTED if the columns take more than `max_bytes`; 0 is no
  /// limit.
  absl::Status CheckMemory(int64_t max_bytes) const;

  /// The columns, of at least one row. INVALID_ARGUMENT such as
  /// `row 17 (line 18): high 101.2 is below low 103.9; 2 more rows are bad`.
  /// Call once.
  absl::StatusOr<BarSeries::Columns> Finish();

 private:
  /// What is wrong with a time that is not after the row before.
  std::string DescribeDisorder(int64_t time_us);

  TimestampResolver resolver_;
  const bool has_volume_;
  BarSeries::Columns columns_;
  int64_t rows_ = 0;
  int64_t bad_rows_ = 0;
  std::string first_problem_;
  /// Time and number of the last good row.
  std::optional<int64_t> last_time_us_;
  int64_t last_row_ = 0;
};

}  // namespace admf
