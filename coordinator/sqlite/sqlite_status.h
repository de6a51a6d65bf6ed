#pragma once

#include <string_view>
#include <type_traits>

#include "SQLiteCpp/Exception.h"
#include "absl/status/status.h"

namespace admf {

/// The status for an error of SQLite, with the reason STORAGE_UNAVAILABLE and a
/// sentence that says what the operator has to do:
///   RESOURCE_EXHAUSTED  disk full, out of memory
///   DATA_LOSS           the file is damaged or is none of SQLite's; trying
///                       again does not help
///   UNAVAILABLE         everything else: I/O errors, a read-only disk, a lock
///                       that somebody else holds
/// All but DATA_LOSS carry a RetryInfo.
///
/// @param code    an extended result code
/// @param detail  SQLite's own words
absl::Status SqliteError(int code, std::string_view detail,
                         std::string_view path);

/// DATA_LOSS: something in the file is not what this program wrote.
absl::Status DamagedJournal(std::string_view detail, std::string_view path);

/// `status` as clients of a journal that is open may see it: what is DATA_LOSS
/// inside, or FAILED_PRECONDITION since another file is in its place, is
/// UNAVAILABLE to them.
absl::Status ForClients(const absl::Status& status);

/// The edge at which SQLiteCpp's exceptions end: what `function` returns, or
/// the error that it threw. Code that throws them is called through here only.
template <typename Function>
std::invoke_result_t<Function> CatchSqliteErrors(std::string_view path,
                                                 Function&& function) {
  try {
    return function();
  } catch (const SQLite::Exception& error) {
    // An error that SQLite didn't report itself has no extended code.
    const int extended = error.getExtendedErrorCode();
    return SqliteError(extended > 0 ? extended : error.getErrorCode(),
                       error.what(), path);
  }
}

}  // namespace admf
