#include "engine/data/duckdb_query.h"

#include <utility>

#include "absl/strings/match.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// What kept a statement from being prepared: there is only the text, which
/// begins with the type.
absl::Status PrepareError(const char* message) {
  const bool is_io =
      message != nullptr && absl::StartsWith(message, "IO Error:");
  return DuckDbError(is_io ? DUCKDB_ERROR_IO : DUCKDB_ERROR_INVALID, message);
}

}  // namespace

absl::StatusOr<std::unique_ptr<DuckDbQuery>> DuckDbQuery::Prepare(
    const DuckDbInstance& instance, const std::string& sql,
    std::stop_token stop) {
  ASSIGN_OR_RETURN(DuckDbConnection connection,
                   DuckDbConnection::Connect(instance));
  std::unique_ptr<DuckDbQuery> query(
      new DuckDbQuery(std::move(connection), std::move(stop)));
  if (duckdb_prepare(query->connection_.handle(), sql.c_str(),
                     &query->statement_) != DuckDBSuccess) {
    if (query->stop_.stop_requested()) return absl::CancelledError("cancelled");
    return PrepareError(duckdb_prepare_error(query->statement_));
  }
  return query;
}

DuckDbQuery::DuckDbQuery(DuckDbConnection connection, std::stop_token stop)
    : connection_(std::move(connection)),
      stop_(std::move(stop)),
      interrupt_(stop_, [handle = connection_.handle()] {
        duckdb_interrupt(handle);
      }) {}

DuckDbQuery::~DuckDbQuery() {
  duckdb_destroy_data_chunk(&chunk_);
  if (result_.has_value()) duckdb_destroy_result(&*result_);
  duckdb_destroy_prepare(&statement_);
}

size_t DuckDbQuery::column_count() const {
  return duckdb_prepared_statement_column_count(statement_);
}

std::string DuckDbQuery::column_name(size_t column) const {
  const char* name = duckdb_prepared_statement_column_name(statement_, column);
  CHECK(name != nullptr);
  std::string copy = name;
  duckdb_free(const_cast<char*>(name));
  return copy;
}

duckdb_type DuckDbQuery::column_type(size_t column) const {
  return duckdb_prepared_statement_column_type(statement_, column);
}

absl::Status DuckDbQuery::Start() {
  // Streaming: rows are read while they are taken, and never all in memory.
  duckdb_pending_result pending = nullptr;
  duckdb_state state = duckdb_pending_prepared_streaming(statement_, &pending);
  absl::Status status;
  if (state == DuckDBSuccess) {
    state = duckdb_execute_pending(pending, &result_.emplace());
    if (state != DuckDBSuccess) {
      status = DuckDbError(duckdb_result_error_type(&*result_),
                           duckdb_result_error(&*result_));
    }
  } else {
    status = DuckDbError(DUCKDB_ERROR_INVALID, duckdb_pending_error(pending));
  }
  duckdb_destroy_pending(&pending);
  return status;
}

absl::StatusOr<size_t> DuckDbQuery::NextChunk() {
  // An interrupt that comes just before DuckDB begins to work on a chunk is
  // lost, so it alone would not do; a chunk takes milliseconds.
  if (stop_.stop_requested()) return absl::CancelledError("cancelled");
  if (!result_.has_value()) RETURN_IF_ERROR(Start());
  duckdb_destroy_data_chunk(&chunk_);
  chunk_ = duckdb_fetch_chunk(*result_);
  if (chunk_ != nullptr) return duckdb_data_chunk_get_size(chunk_);
  const char* error = duckdb_result_error(&*result_);
  if (error == nullptr) return 0;
  return DuckDbError(duckdb_result_error_type(&*result_), error);
}

DuckDbColumn DuckDbQuery::column(size_t column) const {
  return DuckDbColumn(duckdb_data_chunk_get_vector(chunk_, column));
}

}  // namespace admf
