#include "engine/data/duckdb_instance.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

// In this order: the directories can't be named any more once access is off,
// and nothing can once the configuration is locked.
constexpr const char* kLockDown[] = {
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET temp_directory = ''",
    // Keyed by the file's name, and /proc/self/fd/7 is another file every time.
    "SET enable_external_file_cache = false",
    // What determinism rests on; the default, but said.
    "SET preserve_insertion_order = true",
    "SET allowed_directories = ['/proc/self/fd/']",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
};

}  // namespace

absl::StatusOr<std::unique_ptr<DuckDbInstance>> DuckDbInstance::Open(
    int threads) {
  duckdb_database database = nullptr;
  char* error = nullptr;
  if (duckdb_open_ext(nullptr, &database, nullptr, &error) != DuckDBSuccess) {
    absl::Status status = absl::InternalError(
        absl::StrCat("DuckDB can't be started: ", error ? error : "unknown"));
    duckdb_free(error);
    return status;
  }
  std::unique_ptr<DuckDbInstance> instance(new DuckDbInstance(database));
  ASSIGN_OR_RETURN(DuckDbConnection connection,
                   DuckDbConnection::Connect(*instance));
  RETURN_IF_ERROR(connection.Execute(absl::StrCat("SET threads = ", threads)));
  for (const char* setting : kLockDown) {
    RETURN_IF_ERROR(connection.Execute(setting));
  }
  return instance;
}

absl::StatusOr<DuckDbConnection> DuckDbConnection::Connect(
    const DuckDbInstance& instance) {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(instance.handle(), &connection) != DuckDBSuccess) {
    return absl::InternalError("DuckDB refuses a connection");
  }
  return DuckDbConnection(connection);
}

absl::Status DuckDbConnection::Execute(std::string_view sql) {
  duckdb_result result;
  const std::string terminated(sql);
  absl::Status status;
  if (duckdb_query(handle(), terminated.c_str(), &result) != DuckDBSuccess) {
    status = DuckDbError(duckdb_result_error_type(&result),
                         duckdb_result_error(&result));
  }
  duckdb_destroy_result(&result);
  return status;
}

absl::Status DuckDbError(duckdb_error_type type, const char* message) {
  const absl::string_view text = message == nullptr ? "unknown error" : message;
  switch (type) {
    case DUCKDB_ERROR_INTERRUPT:
      return absl::CancelledError("cancelled");
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return absl::ResourceExhaustedError(text);
    case DUCKDB_ERROR_IO:
      // The lines after it show the place in the query.
      return absl::UnavailableError(text.substr(0, text.find('\n')));
    default:
      return absl::InvalidArgumentError(text);
  }
}

}  // namespace admf
