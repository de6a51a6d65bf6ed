#include "engine/data/table_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "duckdb.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/base/utf8.h"
#include "engine/data/duckdb_instance.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

bool IsTime(const Table::Column& column) {
  return std::holds_alternative<Table::Times>(column.values);
}

/// What DuckDB gets a column's values as: in CSV times are text, in Parquet
/// they become timestamps on the way out.
duckdb_type TypeOf(const Table::Column& column, TableFormat format) {
  if (IsTime(column)) {
    return format == TableFormat::kCsv ? DUCKDB_TYPE_VARCHAR
                                       : DUCKDB_TYPE_BIGINT;
  }
  if (std::holds_alternative<std::vector<int64_t>>(column.values)) {
    return DUCKDB_TYPE_BIGINT;
  }
  if (std::holds_alternative<std::vector<double>>(column.values)) {
    return DUCKDB_TYPE_DOUBLE;
  }
  return DUCKDB_TYPE_VARCHAR;
}

/// Copies some rows of a column into one of DuckDB's vectors.
class ColumnCopier {
 public:
  ColumnCopier(duckdb_vector vector, TableFormat format, size_t begin,
               size_t count)
      : vector_(vector), format_(format), begin_(begin), count_(count) {}

  void operator()(const Table::Times& times) const {
    if (format_ == TableFormat::kParquet) {
      (*this)(times.values);
      return;
    }
    for (size_t i = 0; i < count_; ++i) {
      SetText(i, FormatInstant(times.values[begin_ + i]));
    }
  }
  template <typename Number>
  void operator()(const std::vector<Number>& numbers) const {
    std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(begin_), count_,
                static_cast<Number*>(duckdb_vector_get_data(vector_)));
  }
  void operator()(const std::vector<std::string>& texts) const {
    for (size_t i = 0; i < count_; ++i) SetText(i, texts[begin_ + i]);
  }

 private:
  void SetText(size_t row, const std::string& text) const {
    duckdb_vector_assign_string_element_len(vector_, row, text.data(),
                                            text.size());
  }

  const duckdb_vector vector_;
  const TableFormat format_;
  const size_t begin_;
  const size_t count_;
};

absl::Status CheckNames(const Table& table) {
  if (table.columns.empty()) {
    return absl::InvalidArgumentError("the table has no columns");
  }
  // DuckDB's names are the same in upper and lower case.
  std::set<std::string> names;
  for (const Table::Column& column : table.columns) {
    CHECK(column.size() == table.row_count());
    if (!IsUtf8(column.name) || column.name.empty() ||
        column.name.find('\0') != std::string::npos) {
      return absl::InvalidArgumentError("the name of a column is not text");
    }
    if (!names.insert(absl::AsciiStrToLower(column.name)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("more than one column is called \"", column.name, "\""));
    }
  }
  return absl::OkStatus();
}

/// DuckDB takes it on trust that texts are UTF-8.
absl::Status CheckTexts(const Table& table) {
  for (const Table::Column& column : table.columns) {
    const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
    if (texts == nullptr) continue;
    if (!std::all_of(texts->begin(), texts->end(), IsUtf8)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the column \"", column.name, "\" has a text that is not UTF-8"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSameColumns(const Table& first, const Table& part) {
  const bool same = std::equal(
      first.columns.begin(), first.columns.end(), part.columns.begin(),
      part.columns.end(), [](const auto& column, const auto& other) {
        return column.name == other.name &&
               column.values.index() == other.values.index();
      });
  if (same) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a part of the table has other columns than the first one");
}

/// The rows of all parts as DuckDB's table function `parts()`, with columns c0,
/// c1, ... It asks for them in order, from one thread.
class PartsFunction {
 public:
  PartsFunction(NextTablePart next_part, TableFormat format)
      : next_part_(next_part), format_(format) {}

  /// Gets the first part.
  absl::Status Begin() {
    RETURN_IF_ERROR(Advance());
    if (part_ != nullptr) return absl::OkStatus();
    return absl::InvalidArgumentError("the table has no parts");
  }

  absl::Status Register(DuckDbConnection& connection) {
    duckdb_table_function function = duckdb_create_table_function();
    duckdb_table_function_set_name(function, "parts");
    duckdb_table_function_set_extra_info(function, this, nullptr);
    duckdb_table_function_set_bind(function, Bind);
    duckdb_table_function_set_init(function, Initialize);
    duckdb_table_function_set_function(function, Fill);
    const duckdb_state state =
        duckdb_register_table_function(connection.handle(), function);
    duckdb_destroy_table_function(&function);
    if (state == DuckDBSuccess) return absl::OkStatus();
    return absl::InternalError("DuckDB doesn't take the function `parts`");
  }

  /// The names and types of the columns, without rows.
  const Table& columns() const { return columns_; }
  /// What went wrong with a part, if anything did.
  const absl::Status& status() const { return status_; }

 private:
  static void Bind(duckdb_bind_info info) {
    const auto* self =
        static_cast<PartsFunction*>(duckdb_bind_get_extra_info(info));
    size_t i = 0;
    for (const Table::Column& column : self->columns_.columns) {
      duckdb_logical_type type =
          duckdb_create_logical_type(TypeOf(column, self->format_));
      duckdb_bind_add_result_column(info, absl::StrCat("c", i++).c_str(), type);
      duckdb_destroy_logical_type(&type);
    }
  }

  static void Initialize(duckdb_init_info info) {
    duckdb_init_set_max_threads(info, 1);
  }

  static void Fill(duckdb_function_info info, duckdb_data_chunk chunk) {
    auto* self =
        static_cast<PartsFunction*>(duckdb_function_get_extra_info(info));
    const absl::StatusOr<size_t> count = self->FillNext(chunk);
    if (count.ok()) {
      duckdb_data_chunk_set_size(chunk, *count);
    } else {
      self->status_ = count.status();
      duckdb_function_set_error(info, "a part can't be had");
    }
  }

  /// Returns how many rows it has put into the chunk: none at the end.
  absl::StatusOr<size_t> FillNext(duckdb_data_chunk chunk) {
    while (part_ != nullptr && row_ == part_->row_count()) {
      RETURN_IF_ERROR(Advance());
    }
    if (part_ == nullptr) return 0;
    const size_t count =
        std::min<size_t>(duckdb_vector_size(), part_->row_count() - row_);
    idx_t i = 0;
    for (const Table::Column& column : part_->columns) {
      std::visit(ColumnCopier(duckdb_data_chunk_get_vector(chunk, i++), format_,
                              row_, count),
                 column.values);
    }
    row_ += count;
    return count;
  }

  absl::Status Advance() {
    const bool first = columns_.columns.empty();
    row_ = 0;
    ASSIGN_OR_RETURN(part_, next_part_());
    if (part_ == nullptr) return absl::OkStatus();
    RETURN_IF_ERROR(CheckNames(*part_));
    RETURN_IF_ERROR(CheckTexts(*part_));
    if (!first) return CheckSameColumns(columns_, *part_);
    for (const Table::Column& column : part_->columns) {
      columns_.columns.push_back(
          {column.name, std::visit(
                            [](const auto& values) {
                              using Values = std::decay_t<decltype(values)>;
                              return Table::Values(Values());
                            },
                            column.values)});
    }
    return absl::OkStatus();
  }

  const NextTablePart next_part_;
  const TableFormat format_;
  Table columns_;
  /// nullptr at the end.
  const Table* part_ = nullptr;
  size_t row_ = 0;
  absl::Status status_;
};

/// Copies the rows of `parts()` into the open file.
absl::Status Write(const Table& columns, TableFormat format, int descriptor,
                   DuckDbConnection& connection) {
  const bool csv = format == TableFormat::kCsv;
  std::vector<std::string> selected;
  for (const Table::Column& column : columns.columns) {
    const std::string cells = absl::StrCat("c", selected.size());
    const bool is_instant = IsTime(column) && !csv;
    selected.push_back(absl::StrCat(
        is_instant ? absl::StrCat("make_timestamptz(", cells, ")") : cells,
        " AS \"", absl::StrReplaceAll(column.name, {{"\"", "\"\""}}), "\""));
  }
  return connection.Execute(absl::StrCat(
      "COPY (SELECT ", absl::StrJoin(selected, ", "),
      " FROM parts()) TO '/proc/self/fd/", descriptor, "' (",
      csv ? "FORMAT csv, HEADER, COMPRESSION none" : "FORMAT parquet",
      ", USE_TMP_FILE false)"));
}

absl::Status WriteFile(PartsFunction& parts, TableFormat format,
                       int descriptor) {
  ASSIGN_OR_RETURN(const auto duckdb, DuckDbInstance::Open(/*threads=*/1));
  ASSIGN_OR_RETURN(DuckDbConnection connection,
                   DuckDbConnection::Connect(*duckdb));
  RETURN_IF_ERROR(parts.Register(connection));
  const absl::Status written =
      Write(parts.columns(), format, descriptor, connection);
  // Says more than DuckDB can.
  return parts.status().ok() ? written : parts.status();
}

}  // namespace

absl::Status ExportTable(const Table& table, TableFormat format,
                         const std::string& path) {
  const Table* next = &table;
  return ExportTableParts([&] { return std::exchange(next, nullptr); }, format,
                          path);
}

absl::Status ExportTableParts(NextTablePart next_part, TableFormat format,
                              const std::string& path) {
  PartsFunction parts(next_part, format);
  RETURN_IF_ERROR(parts.Begin());
  const int descriptor =
      open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat(path, " can't be created"));
  }
  absl::Status status = WriteFile(parts, format, descriptor);
  if (close(descriptor) != 0 && status.ok()) {
    status =
        absl::ErrnoToStatus(errno, absl::StrCat(path, " can't be written"));
  }
  if (!status.ok()) unlink(path.c_str());
  return status;
}

}  // namespace admf
