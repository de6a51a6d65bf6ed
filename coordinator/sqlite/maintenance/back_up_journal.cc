#include "coordinator/sqlite/maintenance/back_up_journal.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

#include "SQLiteCpp/Backup.h"
#include "SQLiteCpp/Column.h"
#include "SQLiteCpp/Database.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "coordinator/sqlite/sqlite_connection.h"
#include "coordinator/sqlite/sqlite_schema.h"
#include "coordinator/sqlite/sqlite_status.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// A damaged journal is copied as it is, and would take the place of backups
/// that are sound.
absl::Status CheckCopy(SQLite::Database& copy, const std::string& path) {
  const std::string finding =
      copy.execAndGet("PRAGMA quick_check(1)").getString();
  if (finding == "ok") return absl::OkStatus();
  return DamagedJournal(finding, path);
}

absl::Status Copy(const std::string& path, const std::string& copy) {
  ASSIGN_OR_RETURN(
      const auto source,
      SqliteConnection::Open({.path = path}, SqliteConnection::Mode::kRead));
  RETURN_IF_ERROR(
      CatchSqliteErrors(path, [&] { return RequireNewestSchema(*source); }));
  return CatchSqliteErrors(copy, [&] {
    SQLite::Database target(copy, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // In one step, which a writer can't disturb.
    const int copied = SQLite::Backup(target, source->database()).executeStep();
    if (copied != SQLITE_DONE) {
      throw SQLite::Exception(sqlite3_errstr(copied), copied);
    }
    // One file, without a log beside it; SQLite has synchronised it.
    target.exec("PRAGMA journal_mode = DELETE");
    return CheckCopy(target, path);
  });
}

absl::Status SystemError(const char* operation, const std::string& path) {
  const int error = errno;
  return absl::ErrnoToStatus(
      error, absl::StrCat("cannot ", operation, " '", path, "'"));
}

absl::Status SynchroniseFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return SystemError("open", folder);
  const absl::Cleanup close_folder = [&] { close(descriptor); };
  if (fsync(descriptor) != 0) return SystemError("synchronise", folder);
  return absl::OkStatus();
}

}  // namespace

absl::Status BackUpJournal(const std::string& path,
                           const std::string& destination) {
  if (access(destination.c_str(), F_OK) == 0) {
    errno = EEXIST;
    return SystemError("create", destination);
  }
  const std::string copy = absl::StrCat(destination, ".tmp-", getpid());
  const absl::Cleanup remove_copy = [&] { unlink(copy.c_str()); };
  RETURN_IF_ERROR(Copy(path, copy));
  // Unlike a renaming, this never replaces a file.
  if (link(copy.c_str(), destination.c_str()) != 0) {
    return SystemError("create", destination);
  }
  return SynchroniseFolderOf(destination);
}

}  // namespace admf
