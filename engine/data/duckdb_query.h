#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "duckdb.h"
#include "engine/data/duckdb_instance.h"

namespace admf {

/// The values of one column in the current chunk of a query's rows. Valid until
/// the next chunk.
class DuckDbColumn {
 public:
  explicit DuckDbColumn(duckdb_vector vector)
      : data_(duckdb_vector_get_data(vector)),
        validity_(duckdb_vector_get_validity(vector)) {}

  bool IsNull(size_t row) const {
    return validity_ != nullptr && (validity_[row / 64] >> (row % 64) & 1) == 0;
  }
  /// A value of a column whose type is stored as `Value`.
  template <typename Value>
  Value Get(size_t row) const {
    return static_cast<const Value*>(data_)[row];
  }
  /// A value of a VARCHAR column.
  std::string_view GetText(size_t row) const {
    const auto& text = static_cast<const duckdb_string_t*>(data_)[row];
    constexpr uint32_t kMaxInlined = sizeof(text.value.inlined.inlined);
    const uint32_t size = text.value.inlined.length;
    return {size <= kMaxInlined ? text.value.inlined.inlined
                                : text.value.pointer.ptr,
            size};
  }

 private:
  const void* data_;
  const uint64_t* validity_;
};

/// One query whose rows are taken chunk by chunk, as DuckDB produces them, in
/// their order. Not thread-safe.
class DuckDbQuery {
 public:
  /// Prepares `sql` on a connection of its own, which is interrupted when
  /// `stop` is requested. `instance` must live longer.
  static absl::StatusOr<std::unique_ptr<DuckDbQuery>> Prepare(
      const DuckDbInstance& instance, const std::string& sql,
      std::stop_token stop);

  DuckDbQuery(const DuckDbQuery&) = delete;
  DuckDbQuery& operator=(const DuckDbQuery&) = delete;
  ~DuckDbQuery();

  size_t column_count() const;
  std::string column_name(size_t column) const;
  duckdb_type column_type(size_t column) const;

  /// Gets the next chunk and returns its number of rows; 0 at the end. The
  /// first call starts the query. CANCELLED if `stop` was requested.
  absl::StatusOr<size_t> NextChunk();
  /// A column of the current chunk.
  DuckDbColumn column(size_t column) const;

 private:
  DuckDbQuery(DuckDbConnection connection, std::stop_token stop);
  absl::Status Start();

  DuckDbConnection connection_;
  const std::stop_token stop_;
  /// Comes after the connection: it is gone when that is closed.
  const std::stop_callback<std::function<void()>> interrupt_;
  duckdb_prepared_statement statement_ = nullptr;
  std::optional<duckdb_result> result_;
  duckdb_data_chunk chunk_ = nullptr;
};

}  // namespace admf
