#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "engine/data/table.h"

namespace admf {

/// A table that is made while it is written, so that one of many millions of
/// rows is never in memory: columns that are asked for their values range by
/// range. It is gone through once. What its columns refer to outlives it.
struct TableSource {
  /// Rows that are made at a time. Bytes and digests don't depend on it.
  static constexpr size_t kBlockRows = 8192;

  /// The values at rows [begin, end): as many, and of one type for all ranges.
  /// Calls take successive ranges, from row 0 on.
  using Rows = std::function<Table::Values(size_t begin, size_t end)>;

  struct Column {
    std::string name;
    Rows rows;
  };

  size_t row_count = 0;
  std::vector<Column> columns;

  /// Appends a column of what `get` makes of a row's number.
  template <typename Value, typename Get>
  void Add(std::string name, Get get) {
    columns.push_back({std::move(name), [get](size_t begin, size_t end) {
                         return Collect<Value>(get, begin, end);
                       }});
  }
  /// The same for microseconds since 1970-01-01 UTC.
  template <typename Get>
  void AddTimes(std::string name, Get get) {
    columns.push_back({std::move(name), [get](size_t begin, size_t end) {
                         return Table::Times{Collect<int64_t>(get, begin, end)};
                       }});
  }

 private:
  template <typename Value, typename Get>
  static std::vector<Value> Collect(const Get& get, size_t begin, size_t end) {
    std::vector<Value> values;
    values.reserve(end - begin);
    for (size_t row = begin; row < end; ++row) values.push_back(get(row));
    return values;
  }
};

/// Takes the next bytes; an error ends the writing.
using ByteSink = absl::FunctionRef<absl::Status(std::string_view)>;

/// Hands the bytes of EncodeTable(ToTable(source)) to `sink`, in order, block
/// by block. Returns what the sink fails with; CANCELLED once `stop` is
/// requested. CHECK-fails if a column has not as many values as it was asked
/// for.
absl::Status EncodeTable(const TableSource& source, ByteSink sink,
                         const std::stop_token& stop);

/// All of it in memory, for a table that is known to be small.
Table ToTable(const TableSource& source);

}  // namespace admf
