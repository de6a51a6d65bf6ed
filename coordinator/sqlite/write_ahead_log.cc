#include "coordinator/sqlite/write_ahead_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "SQLiteCpp/Transaction.h"

namespace admf {
namespace {

/// SQLite's Unix file system writes less than 128 KiB at a time.
constexpr sqlite3_int64 kBlockBytes = 64 * 1024;

void Check(int code, const char* operation) {
  if (code == SQLITE_OK) return;
  throw SQLite::Exception(std::string(operation) + ": " + sqlite3_errstr(code),
                          code);
}

/// An open write-ahead log, through SQLite's file system. Empty if there is
/// none.
class LogFile {
 public:
  LogFile(const std::string& database, sqlite3_vfs* vfs)
      : name_(sqlite3_create_filename(database.c_str(),
                                      (database + "-journal").c_str(),
                                      (database + "-wal").c_str(), 0, nullptr),
              sqlite3_free_filename),
        memory_(static_cast<size_t>(vfs->szOsFile)) {
    if (name_ == nullptr) throw SQLite::Exception("no memory", SQLITE_NOMEM);
    const char* path = sqlite3_filename_wal(name_.get());
    int exists = 0;
    Check(vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists), "look for");
    if (exists == 0) return;
    Check(vfs->xOpen(vfs, path, file(), SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE,
                     nullptr),
          "open the log");
  }
  ~LogFile() {
    if (open()) file()->pMethods->xClose(file());
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  bool open() { return file()->pMethods != nullptr; }
  void Rewrite();

 private:
  sqlite3_file* file() {
    return reinterpret_cast<sqlite3_file*>(memory_.data());
  }

  // Outlives the file, and the constructor if that throws.
  const std::unique_ptr<const char, decltype(&sqlite3_free_filename)> name_;
  std::vector<char> memory_;
};

void LogFile::Rewrite() {
  const sqlite3_io_methods& methods = *file()->pMethods;
  sqlite3_int64 size = 0;
  Check(methods.xFileSize(file(), &size), "measure the log");
  std::vector<char> block(std::min(size, kBlockBytes));
  for (sqlite3_int64 offset = 0; offset < size; offset += kBlockBytes) {
    const int bytes = static_cast<int>(std::min(kBlockBytes, size - offset));
    Check(methods.xRead(file(), block.data(), bytes, offset), "read the log");
    Check(methods.xWrite(file(), block.data(), bytes, offset), "write the log");
  }
  Check(methods.xSync(file(), SQLITE_SYNC_NORMAL), "synchronise the log");
}

}  // namespace

void CheckpointLog(SqliteConnection& connection) {
  SQLite::Statement checkpoint(connection.database(),
                               "PRAGMA wal_checkpoint(PASSIVE)");
  checkpoint.executeStep();
}

bool EmptyLog(SqliteConnection& connection) {
  SQLite::Statement checkpoint(connection.database(),
                               "PRAGMA wal_checkpoint(TRUNCATE)");
  checkpoint.executeStep();
  return checkpoint.getColumn(0).getInt() == 0;
}

void RewriteLog(SqliteConnection& connection, const std::string& vfs) {
  // Nobody else writes to the log meanwhile.
  SQLite::Transaction lock(connection.database(),
                           SQLite::TransactionBehavior::IMMEDIATE);
  LogFile log(connection.path(),
              sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str()));
  if (log.open()) log.Rewrite();
}

}  // namespace admf
