#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace admf {

/// A table of results in memory: named columns of equal length. A value type.
struct Table {
  /// Microseconds since 1970-01-01 UTC.
  struct Times {
    std::vector<int64_t> values;
  };
  using Values = std::variant<Times, std::vector<int64_t>, std::vector<double>,
                              std::vector<std::string>>;
  struct Column {
    std::string name;
    Values values;
  };

  std::vector<Column> columns;

  size_t row_count() const;
};

/// The table as canonical bytes: equal tables have equal bytes on every
/// machine. This is the form in which results are kept on disk (docs/results.md
/// describes it) and what their digest covers. Little-endian:
///
///   "ADMFTBL1"; int64 columns; int64 rows; then per column: int64 length and
///   bytes of the name, one byte type
///   ('t' time, 'i' integer, 'd' double, 's' text), 7 zero bytes, and the
///   values: 8 bytes each, texts as int64 length and bytes.
///
/// CHECK-fails if the columns differ in length.
std::string EncodeTable(const Table& table);
/// DATA_LOSS if the bytes are not what EncodeTable writes.
absl::StatusOr<Table> DecodeTable(std::string_view bytes);

/// Writes tables as files for people and other programs.
enum class TableFormat { kCsv, kParquet };

/// Writes `table` to a new file at `path` through DuckDB. Doubles in CSV read
/// back to the same bits; times are RFC 3339 in UTC. On failure the file is
/// removed.
absl::Status ExportTable(const Table& table, TableFormat format,
                         const std::string& path);

}  // namespace admf
