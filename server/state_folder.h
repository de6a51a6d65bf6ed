#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/file_lock.h"
#include "containers/platform/file_system.h"

namespace admf {

// What is where in the folder for the daemon's own files (`state_dir`).

/// The file of the journal.
std::string JournalPath(const std::string& state_dir);

/// The folder of the results' tables, each a file named by its digest.
std::string ArtifactsFolder(const std::string& state_dir);

/// The folder of parsed price files, which may be removed at any time.
std::string CacheFolder(const std::string& state_dir);

/// FAILED_PRECONDITION, saying what to do, if the folder is somebody else's: it
/// has files, but none that tell that a daemon has worked in it. The daemon
/// removes what is left over in its folder, which must not be anybody's work.
absl::Status CheckStateFolder(const std::string& state_dir,
                              FileSystem* file_system);

/// Makes the holder the only one that works in the folder, which exists.
/// FAILED_PRECONDITION, naming who holds it and saying what to do, if somebody
/// does.
absl::StatusOr<std::unique_ptr<FileLock>> LockStateFolder(
    const std::string& state_dir);

}  // namespace admf
