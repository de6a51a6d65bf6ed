#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/data/table.h"

namespace admf {

/// The files that tables are written as for people and other programs.
enum class TableFormat { kCsv, kParquet };

/// Writes `table` to a new file at `path` through DuckDB. Blocks until it is
/// written; thread-safe.
///
/// CSV has a header, and doubles in it read back to the same bits; times are
/// RFC 3339 in UTC, such as 2004-08-19T00:00:00Z. Parquet columns are TIMESTAMP
/// in microseconds adjusted to UTC, INT64, DOUBLE and UTF-8 strings.
///
/// INVALID_ARGUMENT for a table without columns, with a column name that is
/// empty or twice in it, or with text that is not UTF-8; ALREADY_EXISTS if
/// there is a file at `path`. On any failure no new file is left. CHECK-fails
/// if the columns differ in length.
absl::Status ExportTable(const Table& table, TableFormat format,
                         const std::string& path);

/// The next part of a table, nullptr after the last one. What it points to
/// stays until the next call.
using NextTablePart = absl::FunctionRef<absl::StatusOr<const Table*>()>;

/// The same for a table that comes in parts with the same columns, in order,
/// with one of them in memory at a time. Further errors: INVALID_ARGUMENT if
/// there is no part or one has other columns than the first, and what
/// `next_part` fails with.
absl::Status ExportTableParts(NextTablePart next_part, TableFormat format,
                              const std::string& path);

}  // namespace admf
