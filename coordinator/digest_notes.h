#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "containers/platform/file_system.h"

namespace admf {

/// Digests by name, each in a small file of its own: what was computed once and
/// takes long. A note that is missing or damaged costs time, nothing else.
///
/// Thread-safe.
class DigestNotes {
 public:
  /// `folder` exists. `file_system` outlives the object.
  DigestNotes(std::string folder, FileSystem* file_system);

  /// The digest that was kept under `name`, which has the characters of a file
  /// name. Nothing if there is none; a damaged note is removed.
  std::optional<std::string> Find(const std::string& name);

  /// Keeps a digest of 64 characters. The file system's errors.
  absl::Status Keep(const std::string& name, const std::string& digest);

 private:
  const std::string folder_;
  FileSystem* const file_system_;
};

}  // namespace admf
