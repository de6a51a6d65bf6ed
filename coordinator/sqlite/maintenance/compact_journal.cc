#include "coordinator/sqlite/maintenance/compact_journal.h"

#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_schema.h"
#include "coordinator/sqlite/sqlite_status.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::Status CompactJournal(const std::string& path) {
  ASSIGN_OR_RETURN(const auto connection,
                   SqliteConnection::Open({.path = path, .busy_timeout_ms = 0},
                                          SqliteConnection::Mode::kMaintain));
  return CatchSqliteErrors(path, [&]() -> absl::Status {
    RETURN_IF_ERROR(RequireNewestSchema(*connection));
    SQLite::Database& database = connection->database();
    // Leaving the write-ahead log takes that nobody else has the file open.
    database.exec("PRAGMA journal_mode = DELETE");
    database.exec("PRAGMA synchronous = EXTRA");
    database.exec("VACUUM");
    database.exec("PRAGMA journal_mode = WAL");
    return absl::OkStatus();
  });
}

}  // namespace admf
