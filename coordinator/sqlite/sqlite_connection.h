#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "SQLiteCpp/Database.h"
#include "SQLiteCpp/Statement.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message_lite.h"

namespace admf {

/// One use of a prepared statement: bind, step, read columns. Gives the
/// statement back, reset, when it ends; a statement that isn't reset keeps its
/// lock and its view of the file.
///
/// Methods throw SQLite::Exception. What is bound as text or blob is not copied
/// and must stay as it is until the query ends. Not thread-safe.
class Query {
 public:
  struct Blob {
    const std::string& bytes;
  };

  explicit Query(SQLite::Statement* statement) : statement_(statement) {}
  ~Query() { statement_->tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Binds the parameters that follow those bound before.
  template <typename... Values>
  Query& Bind(const Values&... values) {
    (BindNext(values), ...);
    return *this;
  }

  /// Moves on to the next row; false if there is none.
  bool Step() { return statement_->executeStep(); }
  /// For a statement without rows: executes it and returns how many rows it
  /// has changed. It can be bound once more and executed again then.
  int Run();
  /// The same, in silence if that fails.
  void TryRun() { statement_->tryExecuteStep(); }

  int64_t Int(int column) const {
    return statement_->getColumn(column).getInt64();
  }
  std::string Text(int column) const;
  bool IsNull(int column) const { return statement_->isColumnNull(column); }
  /// Throws with SQLITE_CORRUPT if the blob is no such message.
  template <typename Message>
  Message Parse(int column) const {
    Message message;
    ParseInto(column, &message);
    return message;
  }

 private:
  void ParseInto(int column, google::protobuf::MessageLite* message) const;

  void BindNext(int64_t value) { statement_->bind(++bound_, value); }
  void BindNext(int value) { statement_->bind(++bound_, value); }
  void BindNext(const std::string& text) {
    statement_->bindNoCopy(++bound_, text);
  }
  void BindNext(const Blob& blob) {
    statement_->bindNoCopy(++bound_, blob.bytes.data(),
                           static_cast<int>(blob.bytes.size()));
  }
  template <typename Value>
  void BindNext(const std::optional<Value>& value) {
    if (value.has_value()) {
      BindNext(*value);
    } else {
      statement_->bind(++bound_);
    }
  }

  SQLite::Statement* const statement_;
  int bound_ = 0;
};

/// A connection to the journal's file with its prepared statements.
///
/// Not thread-safe: used by one thread at a time. All methods but Open throw
/// SQLite::Exception.
class SqliteConnection {
 public:
  enum class Mode {
    /// Makes the file if there is none.
    kWrite,
    /// Writes a file that is there.
    kMaintain,
    /// Never changes anything.
    kRead,
  };
  struct Options {
    std::string path;
    /// SQLite's name of its file system; empty for the usual one.
    std::string vfs;
    /// How long to wait for a lock that another process holds.
    int busy_timeout_ms = 1000;
    int cache_kib = 2048;
  };
  /// Errors as SqliteError says. A connection that writes still has to be
  /// switched to its journal mode, by SqliteSchema.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(
      const Options& options, Mode mode);

  /// A statement that is prepared once and kept.
  /// @param sql a literal: it is known again by its address
  Query Prepared(const char* sql);

  SQLite::Database& database() { return database_; }
  const std::string& path() const { return path_; }

 private:
  SqliteConnection(const Options& options, Mode mode);

  const std::string path_;
  SQLite::Database database_;
  // After the database: they go first.
  std::map<const char*, SQLite::Statement> statements_;
};

}  // namespace admf
