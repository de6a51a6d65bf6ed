#include "server/state_folder.h"

#include "absl/strings/str_cat.h"

namespace admf {

std::string JournalPath(const std::string& state_dir) {
  return state_dir + "/journal.db";
}

std::string ArtifactsFolder(const std::string& state_dir) {
  return state_dir + "/artifacts";
}

std::string CacheFolder(const std::string& state_dir) {
  return state_dir + "/cache";
}

absl::StatusOr<std::unique_ptr<FileLock>> LockStateFolder(
    const std::string& state_dir) {
  absl::StatusOr<std::unique_ptr<FileLock>> lock =
      FileLock::Acquire(state_dir + "/lock");
  if (absl::IsFailedPrecondition(lock.status())) {
    return absl::FailedPreconditionError(absl::StrCat(
        lock.status().message(),
        ", which works in this state folder; stop it first, or name another "
        "folder with --state-dir or `state_dir`"));
  }
  return lock;
}

}  // namespace admf
