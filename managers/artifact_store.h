#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"

namespace admf {

/// Large outputs as files named by their SHA-256: equal outputs are one file, a
/// file never changes, and a damaged one is noticed when it is read.
///
///   FOLDER/ab/ab34....  (the first two digits, then the whole digest)
///
/// Thread-safe.
class ArtifactStore {
 public:
  /// `folder` exists already. `file_system` outlives the store.
  ArtifactStore(std::string folder, FileSystem* file_system);

  /// Keeps the bytes and returns their digest. They are on disk when it
  /// returns. Errors are the file system's; on failure no file of that name is
  /// there.
  absl::StatusOr<std::string> Put(std::string_view bytes);

  /// The bytes of a digest that Put returned. NOT_FOUND if the file is gone,
  /// DATA_LOSS if it isn't what was put.
  absl::StatusOr<std::string> Get(std::string_view digest) const;

  /// Removes every file whose digest isn't in `live`, such as those that a
  /// crashed daemon left behind. Not while others put.
  absl::Status RemoveAllBut(const std::vector<std::string>& live);

 private:
  std::string PathOf(std::string_view digest) const;

  const std::string folder_;
  FileSystem* const file_system_;
};

}  // namespace admf
