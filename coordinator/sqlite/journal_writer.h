#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coordinator/sqlite/journal_tables.h"
#include "coordinator/sqlite/read_pool.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/write.h"

namespace admf {

/// The one connection that writes: commits batches of writes, and gets the file
/// into order again after an error.
///
/// Not thread-safe, but for queued_count. Errors are as SqliteError says.
class JournalWriter {
 public:
  struct Options {
    SqliteConnection::Options connection;
    /// How many workflows that are being executed are kept in memory.
    size_t cached_statuses = 1024;
    /// The write-ahead log is copied into the file when it has so many bytes.
    int64_t checkpoint_bytes = 4 << 20;
  };
  /// Opens the file, or makes it; brings it into the newest version.
  /// @param readers not owned, outlives this
  static absl::StatusOr<std::unique_ptr<JournalWriter>> Open(Options options,
                                                             ReadPool* readers);

  using Batch = std::vector<std::unique_ptr<Write>>;
  /// Applies the writes in one transaction and commits it. On success all of
  /// them have their outcome. After an error nobody knows whether they are
  /// there: only Recover may be called.
  absl::Status Commit(const Batch& batch);

  /// Copies the log into the file when it has become large. After an error only
  /// Recover may be called.
  absl::Status CheckpointIfLarge();

  /// Copies all that was committed out of the log and synchronises it, empties
  /// the log, and with it what is left of the batch that failed, closes all
  /// connections and opens the file again. True if that batch is there after
  /// all: its outcomes are right then. DATA_LOSS if the file is not the one
  /// that was open. After an error it can be called again.
  absl::StatusOr<bool> Recover();

  /// Empties the log as far as that is possible, and closes the file. Nothing
  /// may be called after it but queued_count.
  void Close();

  /// How many workflows are QUEUED. Thread-safe.
  int64_t queued_count() const { return queued_count_; }

 private:
  JournalWriter(Options options, ReadPool* readers);

  absl::Status Reopen(SqliteConnection::Mode mode);
  // True if the log is empty now.
  absl::StatusOr<bool> SettleLog();
  absl::StatusOr<bool> FailedBatchIsThere();
  void Apply(const Batch& batch);
  void Committed();
  int64_t CheckpointFrames() const;
  static int OnCommit(void* writer, struct sqlite3* database,
                      const char* schema, int frames);

  const Options options_;
  ReadPool* const readers_;

  std::atomic<int64_t> queued_count_ = 0;

  // Null only while nothing is in the log that is not in the file.
  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<JournalTables> tables_;
  /// Of the last commit that is known to be there, and of the last one that was
  /// tried.
  int64_t committed_ = 0;
  int64_t tried_ = 0;
  /// In the log, after the last commit; and when it is to be copied.
  int64_t log_frames_ = 0;
  int64_t next_checkpoint_frames_ = 0;
};

}  // namespace admf
