#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "containers/platform/file_descriptor.h"

namespace admf {

/// Holds an exclusive lock on a file for as long as it lives, so that two
/// daemons can't work on one state directory. The system gives the lock back
/// when the process ends, however it ends; the file stays and is no sign of a
/// lock. The file holds the process id of who locked it last.
///
/// Locks of one process exclude each other, too. Immutable; thread-safe.
class FileLock {
 public:
  /// Creates the file if there is none, and locks it. FAILED_PRECONDITION,
  /// naming the holder's process id, if someone has the lock; errors as in
  /// FileSystem otherwise.
  static absl::StatusOr<std::unique_ptr<FileLock>> Acquire(
      const std::string& path);

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(FileDescriptor file) : file_(std::move(file)) {}

  // Closing it gives the lock back.
  const FileDescriptor file_;
};

}  // namespace admf
