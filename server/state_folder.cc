#include "server/state_folder.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

constexpr char kJournal[] = "journal.db";
constexpr char kLock[] = "lock";
/// All that there may be before there is a journal.
constexpr std::string_view kOwn[] = {
    "artifacts",      "cache", "exports", "journal.db-shm",
    "journal.db-wal", kLock,   "scratch"};

}  // namespace

std::string JournalPath(const std::string& state_dir) {
  return absl::StrCat(state_dir, "/", kJournal);
}

std::string ArtifactsFolder(const std::string& state_dir) {
  return state_dir + "/artifacts";
}

std::string CacheFolder(const std::string& state_dir) {
  return state_dir + "/cache";
}

absl::Status CheckStateFolder(const std::string& state_dir,
                              FileSystem* file_system) {
  const auto names = file_system->ListDirectory(state_dir);
  if (absl::IsNotFound(names.status())) return absl::OkStatus();
  RETURN_IF_ERROR(names.status());
  const auto has = [&](std::string_view name) {
    return std::ranges::find(*names, name) != names->end();
  };
  if (has(kJournal)) return absl::OkStatus();
  // The lock is made first of all: without it other names are no evidence.
  const bool is_begun = has(kLock);
  if (std::ranges::all_of(*names, [&](const std::string& name) {
        // A disk of its own begins with this.
        return name == "lost+found" ||
               (is_begun && std::ranges::find(kOwn, name) != std::end(kOwn));
      })) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "the state folder ", state_dir,
      " has files in it, and none of them is a daemon's; name a folder that is "
      "empty or does not exist yet, with --state-dir or `state_dir`, since the "
      "daemon removes what it does not need there"));
}

absl::StatusOr<std::unique_ptr<FileLock>> LockStateFolder(
    const std::string& state_dir) {
  absl::StatusOr<std::unique_ptr<FileLock>> lock =
      FileLock::Acquire(absl::StrCat(state_dir, "/", kLock));
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(absl::StrCat(
        lock.status().message(),
        ", which works in this state folder; stop it first, or name another "
        "folder with --state-dir or `state_dir`"));
  }
  return lock;
}

}  // namespace admf
