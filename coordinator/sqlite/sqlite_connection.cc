#include "coordinator/sqlite/sqlite_connection.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "coordinator/sqlite/sqlite_status.h"

namespace admf {

int Query::Run() {
  const int changed = statement_->exec();
  statement_->reset();
  bound_ = 0;
  return changed;
}

std::string Query::Text(int column) const {
  const SQLite::Column value = statement_->getColumn(column);
  // The text first: asking for it can change the number of bytes.
  const char* text = value.getText();
  return {text, static_cast<size_t>(value.getBytes())};
}

void Query::ParseInto(int column,
                      google::protobuf::MessageLite* message) const {
  const SQLite::Column value = statement_->getColumn(column);
  const void* bytes = value.getBlob();
  if (!message->ParseFromArray(bytes, value.getBytes())) {
    throw SQLite::Exception("a " + message->GetTypeName() + " can't be read",
                            SQLITE_CORRUPT);
  }
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const Options& options, Mode mode) {
  return CatchSqliteErrors(
      options.path, [&]() -> absl::StatusOr<std::unique_ptr<SqliteConnection>> {
        return std::unique_ptr<SqliteConnection>(
            new SqliteConnection(options, mode));
      });
}

SqliteConnection::SqliteConnection(const Options& options, Mode mode)
    : path_(options.path),
      // Readers open it for writing, too: after a crash the first one of all
      // connections has to put the write-ahead log in order.
      database_(options.path,
                SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX |
                    (mode == Mode::kWrite ? SQLite::OPEN_CREATE : 0),
                options.busy_timeout_ms, options.vfs) {
  database_.exec(absl::StrCat("PRAGMA cache_size = -", options.cache_kib));
  database_.exec("PRAGMA foreign_keys = OFF");
  if (mode == Mode::kRead) database_.exec("PRAGMA query_only = ON");
}

Query SqliteConnection::Prepared(const char* sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    found = statements_.try_emplace(sql, database_, sql).first;
  }
  return Query(&found->second);
}

}  // namespace admf
