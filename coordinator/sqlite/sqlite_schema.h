#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "coordinator/sqlite/sqlite_connection.h"

namespace admf {

/// `PRAGMA application_id` of a journal: "ADMF".
inline constexpr int64_t kJournalApplicationId = 0x41444D46;
/// `PRAGMA user_version` of the journals that this program writes.
int64_t JournalSchemaVersion();

/// Whether this program can use the file, as it is or after MigrateJournal:
/// FAILED_PRECONDITION if it was written by a newer program or is another
/// program's. Changes nothing. Throws SQLite::Exception.
absl::Status CheckJournalSchema(SqliteConnection& connection);

/// FAILED_PRECONDITION if the file is not a journal of exactly the version that
/// this program writes. Changes nothing. Throws SQLite::Exception.
absl::Status RequireNewestSchema(SqliteConnection& connection);

/// Puts a connection's file into the newest version, from an empty file or any
/// earlier version, and the connection into the way it writes: write-ahead log,
/// synchronised at every commit, and checkpoints only when they are asked for.
/// Every step from one version to the next is one transaction. As
/// CheckJournalSchema fails; nothing has changed then. Throws
/// SQLite::Exception.
absl::Status MigrateJournal(SqliteConnection& connection);

}  // namespace admf
