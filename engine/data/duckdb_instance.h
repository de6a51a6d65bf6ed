#pragma once

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "duckdb.h"

namespace admf {

/// One in-memory DuckDB instance, locked down: it can open nothing but files
/// that this process has open (as /proc/self/fd/N), load no extension, reach no
/// network, write no temporary files, and its settings can't be changed.
///
/// Thread-safe: every query has a connection of its own.
class DuckDbInstance {
 public:
  /// `threads` is how many threads all queries use together, those that run
  /// them included.
  static absl::StatusOr<std::unique_ptr<DuckDbInstance>> Open(int threads);

  duckdb_database handle() const { return database_.get(); }

 private:
  struct Closer {
    void operator()(duckdb_database database) const { duckdb_close(&database); }
  };

  explicit DuckDbInstance(duckdb_database database) : database_(database) {}

  const std::unique_ptr<_duckdb_database, Closer> database_;
};

/// A connection; disconnects at its end.
class DuckDbConnection {
 public:
  static absl::StatusOr<DuckDbConnection> Connect(
      const DuckDbInstance& instance);

  duckdb_connection handle() const { return connection_.get(); }

  /// Runs a statement that has no rows.
  absl::Status Execute(std::string_view sql);

 private:
  struct Closer {
    void operator()(duckdb_connection connection) const {
      duckdb_disconnect(&connection);
    }
  };

  explicit DuckDbConnection(duckdb_connection connection)
      : connection_(connection) {}

  std::unique_ptr<_duckdb_connection, Closer> connection_;
};

/// The status of a failed call: CANCELLED after an interrupt,
/// RESOURCE_EXHAUSTED without memory, UNAVAILABLE when the system can't open or
/// read the file, otherwise INVALID_ARGUMENT, with DuckDB's own words.
/// `message` may be null.
absl::Status DuckDbError(duckdb_error_type type, const char* message);

}  // namespace admf
