#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"

namespace admf {

/// The folder that data files may be in. Thread-safe.
class DataRoot {
 public:
  /// NOT_FOUND if `folder` isn't a folder. `file_system` outlives it.
  static absl::StatusOr<DataRoot> Create(const std::string& folder,
                                         FileSystem* file_system);

  /// The canonical path of a file, from a path relative to the root or an
  /// absolute one. INVALID_ARGUMENT if it lies outside (also through `..`),
  /// NOT_FOUND if there is no such file or a symbolic link leads out; both name
  /// the root and say what to do, and neither depends on whether there is
  /// something outside.
  absl::StatusOr<std::string> Resolve(std::string_view path) const;

  /// The size of a file that Resolve returned; the file system's errors.
  absl::StatusOr<int64_t> FileBytes(const std::string& canonical_path) const;

  const std::string& folder() const { return folder_; }

 private:
  DataRoot(std::string configured_folder, std::string folder,
           FileSystem* file_system)
      : configured_folder_(std::move(configured_folder)),
        folder_(std::move(folder)),
        file_system_(file_system) {}

  /// As it was given; absolute paths may begin with this, too.
  std::string configured_folder_;

  /// Canonical.
  std::string folder_;
  FileSystem* file_system_;
};

}  // namespace admf
