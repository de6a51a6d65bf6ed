#include "coordinator/sqlite/sqlite_status.h"

#include <sqlite3.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/errors.h"

namespace admf {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);

/// What is wrong, and what to do about it, for a result code.
struct Advice {
  absl::StatusCode code = absl::StatusCode::kUnavailable;
  /// With $0 for the path.
  std::string_view problem;
  std::string_view remedy;
};

Advice AdviceFor(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {.code = absl::StatusCode::kResourceExhausted,
              .problem = "the disk is full",
              .remedy = "free some space on it, work goes on by itself then"};
    case SQLITE_NOMEM:
      return {.code = absl::StatusCode::kResourceExhausted,
              .problem = "memory is used up",
              .remedy = "give the server more of it, or less work"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {.problem = "it can't be written",
              .remedy =
                  "make the disk writable and check who may write the "
                  "file, work goes on by itself then"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return {.problem = "another process has locked it",
              .remedy =
                  "end that one (`fuser` names it), work goes on by "
                  "itself then"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_SCHEMA:
      return {.code = absl::StatusCode::kDataLoss,
              .problem = "it is damaged",
              .remedy =
                  "stop the server, see what is wrong with `admfd journal "
                  "check`, and put the newest backup in its "
                  "place"};
    default:
      return {.problem = "the disk fails",
              .remedy =
                  "see the system's log and mend the disk, work goes on "
                  "by itself then"};
  }
}

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

absl::Status SqliteError(int code, std::string_view detail,
                         std::string_view path) {
  const Advice advice = AdviceFor(code);
  absl::Status status =
      MakeError(advice.code, reason::kStorageUnavailable,
                absl::StrCat("the journal '", View(path),
                             "' can't be used: ", View(advice.problem), " (",
                             View(detail), "); ", View(advice.remedy)));
  if (absl::IsDataLoss(status)) return status;
  return WithRetry(std::move(status), kRetryDelay);
}

absl::Status DamagedJournal(std::string_view detail, std::string_view path) {
  return SqliteError(SQLITE_CORRUPT, detail, path);
}

absl::Status ForClients(const absl::Status& status) {
  if (!absl::IsDataLoss(status) && !absl::IsFailedPrecondition(status)) {
    return status;
  }
  return MakeError(
      absl::StatusCode::kUnavailable, reason::kStorageUnavailable,
      std::string_view(status.message().data(), status.message().size()));
}

}  // namespace admf
