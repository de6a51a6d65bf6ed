#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// A table of results in memory: named columns of equal length. A value type.
struct Table {
  /// Microseconds since 1970-01-01 UTC.
  struct Times {
    std::vector<int64_t> values;

    friend bool operator==(const Times&, const Times&) = default;
  };
  using Values = std::variant<Times, std::vector<int64_t>, std::vector<double>,
                              std::vector<std::string>>;
  struct Column {
    std::string name;
    Values values;

    size_t size() const;

    friend bool operator==(const Column&, const Column&) = default;
  };

  std::vector<Column> columns;

  /// Rows of the first column, 0 without columns.
  size_t row_count() const;

  friend bool operator==(const Table&, const Table&) = default;
};

/// The table as canonical bytes: equal tables have equal bytes on every
/// machine. This is the form in which results are kept on disk (docs/results.md
/// describes it) and what their digest covers. Little-endian:
///
///   "ADMFTBL1"; int64 columns; int64 rows; then per column: int64 length and
///   bytes of the name, one byte type ('t' time, 'i' integer, 'd' double, 's'
///   text), 7 zero bytes, and the values: 8 bytes each (doubles by their
///   canonical bits, see engine/base/canonical_bytes.h), texts as int64 length
///   and bytes.
///
/// CHECK-fails if the columns differ in length.
std::string EncodeTable(const Table& table);

/// The parts of the same bytes, appended to what is there already: first the
/// beginning of a table, then of every column its beginning and its values, all
/// at once or range by range.
void AppendTableBegin(size_t columns, size_t rows, std::string* bytes);
/// `values` tells the type alone.
void AppendColumnBegin(std::string_view name, const Table::Values& values,
                       std::string* bytes);
void AppendValues(const Table::Values& values, std::string* bytes);

/// The table of these bytes; any bytes may be given. DATA_LOSS if they are not
/// what EncodeTable writes, so a table that decodes encodes to the same bytes.
absl::StatusOr<Table> DecodeTable(std::string_view bytes);

}  // namespace admf
