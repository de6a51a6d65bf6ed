#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/mutex.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_status.h"

namespace admf {

/// A few connections that read the journal's file, opened when they are needed.
///
/// Thread-safe: every connection is used by one thread at a time.
class ReadPool {
 public:
  /// @param size       how many threads can read at once
  /// @param on_damage  told when a read finds the file damaged
  ReadPool(SqliteConnection::Options options, int size,
           std::function<void(const absl::Status&)> on_damage);
  ~ReadPool() { Suspend(); }

  /// What `read(connection)`, which can throw SQLite::Exception, returns. All
  /// that it reads is of the same moment. Waits while all connections are in
  /// use or the pool is suspended.
  template <typename Reader>
  auto Read(Reader&& read) -> std::invoke_result_t<Reader, SqliteConnection&> {
    absl::StatusOr<std::unique_ptr<SqliteConnection>> connection = Take();
    if (!connection.ok()) return ForClients(connection.status());
    bool thrown = true;
    // What else is thrown, such as std::bad_alloc, is the caller's.
    absl::Cleanup drop = [&] { Drop(*std::move(connection), {}); };
    auto result = CatchSqliteErrors(options_.path, [&] {
      const ReadTransaction transaction(**connection);
      auto value = read(**connection);
      thrown = false;
      return value;
    });
    std::move(drop).Cancel();
    if (!thrown) {
      Give(*std::move(connection));
      return result;
    }
    Drop(*std::move(connection), result.status());
    return ForClients(result.status());
  }

  /// Waits for the reads that are under way, closes all connections and lets
  /// nobody read until Resume.
  void Suspend();
  void Resume();

 private:
  // Statements within one see the same.
  class ReadTransaction {
   public:
    explicit ReadTransaction(SqliteConnection& connection)
        : commit_(connection.Prepared(kCommit)) {
      connection.Prepared(kBegin).Run();
    }
    ~ReadTransaction() { commit_.TryRun(); }

   private:
    static constexpr char kBegin[] = "BEGIN";
    static constexpr char kCommit[] = "COMMIT";
    Query commit_;
  };

  absl::StatusOr<std::unique_ptr<SqliteConnection>> Take();
  // Back into the pool.
  void Give(std::unique_ptr<SqliteConnection> connection);
  // A connection that failed is not used again.
  void Drop(std::unique_ptr<SqliteConnection> connection,
            const absl::Status& status);

  const SqliteConnection::Options options_;
  const int size_;
  const std::function<void(const absl::Status&)> on_damage_;

  Mutex mutex_;
  CondVar changed_;

  std::vector<std::unique_ptr<SqliteConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  int in_use_ ABSL_GUARDED_BY(mutex_) = 0;
  bool suspended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
