#pragma once

#include <string>

#include "coordinator/sqlite/sqlite_connection.h"

namespace admf {

// SQLite's write-ahead log: FILE-wal, into which commits go, and from which
// checkpoints copy them into FILE. All of these throw SQLite::Exception.

/// Copies what no reader holds up; doesn't wait for anybody.
void CheckpointLog(SqliteConnection& connection);

/// Copies everything, synchronises the file, and empties the log. False if a
/// reader or writer of another connection is in the way, and the log is not
/// empty.
bool EmptyLog(SqliteConnection& connection);

/// Makes sure that what the log says is on the disk, by writing its bytes once
/// more and synchronising them.
///
/// After an fsync has failed, the system's page cache may show as written what
/// the disk has never got, and the next fsync will not complain: bytes that
/// were only read from the cache, as SQLite does when it recovers a log, prove
/// nothing. This is for the first moments of a connection, after a crash or an
/// error.
///
/// @param vfs as in SqliteConnection::Options
void RewriteLog(SqliteConnection& connection, const std::string& vfs);

}  // namespace admf
