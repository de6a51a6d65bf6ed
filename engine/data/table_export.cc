#include "engine/data/table_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
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

struct AppenderCloser {
  void operator()(duckdb_appender appender) const {
    duckdb_appender_destroy(&appender);
  }
};
using Appender = std::unique_ptr<_duckdb_appender, AppenderCloser>;

absl::Status AppenderError(const Appender& appender) {
  const char* message = duckdb_appender_error(appender.get());
  return absl::InvalidArgumentError(
      absl::StrCat("the table can't be written: ", message ? message : ""));
}

bool IsTime(const Table::Column& column) {
  return std::holds_alternative<Table::Times>(column.values);
}

/// The type that a column's values are appended as: in CSV times are text, in
/// Parquet they become timestamps on the way out.
std::string_view AppendedType(const Table::Column& column, TableFormat format) {
  if (IsTime(column)) {
    return format == TableFormat::kCsv ? "VARCHAR" : "BIGINT";
  }
  if (std::holds_alternative<std::vector<int64_t>>(column.values)) {
    return "BIGINT";
  }
  if (std::holds_alternative<std::vector<double>>(column.values)) {
    return "DOUBLE";
  }
  return "VARCHAR";
}

/// Appends the cells of a table, row by row.
class CellAppender {
 public:
  CellAppender(duckdb_appender appender, TableFormat format)
      : appender_(appender), format_(format) {}

  duckdb_state Append(const Table::Column& column, size_t row) const {
    return std::visit(
        [this, row](const auto& values) { return Append(values, row); },
        column.values);
  }

 private:
  duckdb_state Append(const Table::Times& times, size_t row) const {
    const int64_t time_us = times.values[row];
    return format_ == TableFormat::kCsv
               ? AppendText(FormatInstant(time_us))
               : duckdb_append_int64(appender_, time_us);
  }
  duckdb_state Append(const std::vector<int64_t>& values, size_t row) const {
    return duckdb_append_int64(appender_, values[row]);
  }
  duckdb_state Append(const std::vector<double>& values, size_t row) const {
    return duckdb_append_double(appender_, values[row]);
  }
  duckdb_state Append(const std::vector<std::string>& values,
                      size_t row) const {
    return AppendText(values[row]);
  }
  duckdb_state AppendText(const std::string& text) const {
    return duckdb_append_varchar_length(appender_, text.data(), text.size());
  }

  const duckdb_appender appender_;
  const TableFormat format_;
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

/// Fills DuckDB's table `t` with columns c0, c1, ...
absl::Status Load(const Table& table, TableFormat format,
                  DuckDbConnection& connection) {
  std::vector<std::string> definitions;
  for (const Table::Column& column : table.columns) {
    definitions.push_back(
        absl::StrCat("c", definitions.size(), " ",
                     std::string(AppendedType(column, format))));
  }
  RETURN_IF_ERROR(connection.Execute(
      absl::StrCat("CREATE TABLE t (", absl::StrJoin(definitions, ", "), ")")));
  duckdb_appender handle = nullptr;
  const duckdb_state state =
      duckdb_appender_create(connection.handle(), nullptr, "t", &handle);
  const Appender appender(handle);
  if (state != DuckDBSuccess) return AppenderError(appender);
  const CellAppender cells(handle, format);
  for (size_t row = 0; row < table.row_count(); ++row) {
    for (const Table::Column& column : table.columns) {
      if (cells.Append(column, row) != DuckDBSuccess) {
        return AppenderError(appender);
      }
    }
    if (duckdb_appender_end_row(handle) != DuckDBSuccess) {
      return AppenderError(appender);
    }
  }
  if (duckdb_appender_close(handle) != DuckDBSuccess) {
    return AppenderError(appender);
  }
  return absl::OkStatus();
}

/// Writes DuckDB's table `t` into the open file.
absl::Status Write(const Table& table, TableFormat format, int descriptor,
                   DuckDbConnection& connection) {
  const bool csv = format == TableFormat::kCsv;
  std::vector<std::string> columns;
  for (const Table::Column& column : table.columns) {
    const std::string cells = absl::StrCat("c", columns.size());
    const bool is_instant = IsTime(column) && !csv;
    columns.push_back(absl::StrCat(
        is_instant ? absl::StrCat("make_timestamptz(", cells, ")") : cells,
        " AS \"", absl::StrReplaceAll(column.name, {{"\"", "\"\""}}), "\""));
  }
  return connection.Execute(absl::StrCat(
      "COPY (SELECT ", absl::StrJoin(columns, ", "),
      " FROM t) TO '/proc/self/fd/", descriptor, "' (",
      csv ? "FORMAT csv, HEADER, COMPRESSION none" : "FORMAT parquet",
      ", USE_TMP_FILE false)"));
}

absl::Status WriteFile(const Table& table, TableFormat format, int descriptor) {
  ASSIGN_OR_RETURN(const auto duckdb, DuckDbInstance::Open(/*threads=*/1));
  ASSIGN_OR_RETURN(DuckDbConnection connection,
                   DuckDbConnection::Connect(*duckdb));
  RETURN_IF_ERROR(Load(table, format, connection));
  return Write(table, format, descriptor, connection);
}

}  // namespace

absl::Status ExportTable(const Table& table, TableFormat format,
                         const std::string& path) {
  RETURN_IF_ERROR(CheckNames(table));
  RETURN_IF_ERROR(CheckTexts(table));
  const int descriptor =
      open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat(path, " can't be created"));
  }
  absl::Status status = WriteFile(table, format, descriptor);
  if (close(descriptor) != 0 && status.ok()) {
    status =
        absl::ErrnoToStatus(errno, absl::StrCat(path, " can't be written"));
  }
  if (!status.ok()) unlink(path.c_str());
  return status;
}

}  // namespace admf
