#include "coordinator/sqlite/sqlite_schema.h"

#include <iterator>

#include "SQLiteCpp/Transaction.h"
#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// Entry n makes version n + 1 of version n. Entries that were released never
/// change. docs/journal.md describes the tables.
constexpr const char* kMigrations[] = {
    R"sql(
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('commit_counter', 0), ('last_ordinal', 0);

CREATE TABLE workflows (
  ordinal INTEGER PRIMARY KEY,
  workflow_id TEXT NOT NULL UNIQUE,
  request_id TEXT,
  request_digest TEXT,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  name TEXT NOT NULL,
  priority INTEGER NOT NULL,
  queue_rank INTEGER NOT NULL,
  cpu_cores INTEGER NOT NULL,
  submit_time INTEGER NOT NULL,
  end_time INTEGER,
  config_digest TEXT NOT NULL,
  retry_of TEXT,
  last_sequence INTEGER NOT NULL,
  status BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX workflows_by_request ON workflows (request_id)
  WHERE request_id IS NOT NULL;
CREATE INDEX workflows_in_queue ON workflows (state, queue_rank)
  WHERE state = 'QUEUED';
CREATE INDEX workflows_by_state ON workflows (state);
CREATE INDEX workflows_by_submit_time ON workflows (submit_time);
CREATE INDEX workflows_by_end_time ON workflows (end_time)
  WHERE end_time IS NOT NULL;

CREATE TABLE configs (
  ordinal INTEGER PRIMARY KEY,
  config BLOB NOT NULL
) STRICT;

CREATE TABLE labels (
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (key, value, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  ordinal INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT,
  event BLOB NOT NULL,
  PRIMARY KEY (ordinal, sequence)
) STRICT, WITHOUT ROWID;
CREATE VIEW phase_results AS
  SELECT ordinal, sequence, time, phase, kind = 'phase_completed' AS success,
    event
  FROM events
  WHERE kind IN ('phase_completed', 'phase_failed');

CREATE TABLE results (
  ordinal INTEGER PRIMARY KEY,
  result BLOB NOT NULL
) STRICT;

CREATE TABLE checkpoints (
  ordinal INTEGER NOT NULL,
  phase TEXT NOT NULL,
  key TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (ordinal, phase, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifacts (
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  PRIMARY KEY (ordinal, name, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifacts_by_digest ON artifacts (digest);
)sql",
    R"sql(
CREATE TABLE trials (
  data_digest TEXT NOT NULL,
  strategy TEXT NOT NULL,
  after_ordinal INTEGER NOT NULL,
  trial_count INTEGER NOT NULL,
  PRIMARY KEY (data_digest, strategy, after_ordinal)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE tried (
  config_digest TEXT NOT NULL,
  data_digest TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  after_ordinal INTEGER NOT NULL,
  trial_count INTEGER NOT NULL,
  PRIMARY KEY (config_digest, data_digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX tried_by_ordinal ON tried (ordinal);
)sql",
};

int64_t Pragma(SqliteConnection& connection, const char* sql) {
  return connection.database().execAndGet(sql).getInt64();
}

absl::Status WrongFile(const SqliteConnection& connection,
                       const std::string& problem) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   reason::kStorageUnavailable,
                   absl::StrCat("the journal '", connection.path(),
                                "' can't be used: ", problem));
}

}  // namespace

int64_t JournalSchemaVersion() { return std::size(kMigrations); }

absl::Status CheckJournalSchema(SqliteConnection& connection) {
  const int64_t application = Pragma(connection, "PRAGMA application_id");
  const int64_t version = Pragma(connection, "PRAGMA user_version");
  const int64_t tables =
      Pragma(connection, "SELECT COUNT(*) FROM sqlite_schema");
  const bool empty = application == 0 && version == 0 && tables == 0;
  if (!empty && application != kJournalApplicationId) {
    return WrongFile(connection,
                     absl::StrCat("it belongs to another program (its "
                                  "application_id is ",
                                  application, "); name another folder"));
  }
  if (version > JournalSchemaVersion()) {
    return WrongFile(
        connection,
        absl::StrCat("a newer admfd has written it (version ", version,
                     ", this one knows up to ", JournalSchemaVersion(),
                     "); start that one, or restore a backup that is older"));
  }
  return absl::OkStatus();
}

absl::Status RequireNewestSchema(SqliteConnection& connection) {
  RETURN_IF_ERROR(CheckJournalSchema(connection));
  const int64_t version = Pragma(connection, "PRAGMA user_version");
  if (version == JournalSchemaVersion()) return absl::OkStatus();
  return WrongFile(
      connection,
      version == 0
          ? "it is empty"
          : absl::StrCat("it has the old version ", version,
                         "; start admfd with it once, which renews it"));
}

absl::Status MigrateJournal(SqliteConnection& connection) {
  RETURN_IF_ERROR(CheckJournalSchema(connection));
  SQLite::Database& database = connection.database();
  const std::string mode =
      database.execAndGet("PRAGMA journal_mode = WAL").getString();
  if (mode != "wal") {
    return WrongFile(connection,
                     "its file system knows no shared memory, which a "
                     "write-ahead log needs; use a local disk");
  }
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA wal_autocheckpoint = 0");
  // Debian's SQLite overwrites what is deleted, for secrets that aren't here.
  database.exec("PRAGMA secure_delete = OFF");
  int64_t version = Pragma(connection, "PRAGMA user_version");
  for (; version < JournalSchemaVersion(); ++version) {
    SQLite::Transaction step(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(kMigrations[version]);
    database.exec(
        absl::StrCat("PRAGMA application_id = ", kJournalApplicationId));
    database.exec(absl::StrCat("PRAGMA user_version = ", version + 1));
    step.commit();
  }
  return absl::OkStatus();
}

}  // namespace admf
