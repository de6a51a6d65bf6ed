#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace admf {

/// A file that appears under its name only once it is complete:
///
///   ASSIGN_OR_RETURN(auto file, PartialFile::Create("trades.csv"));
///   ... file->Append(bytes) ...
///   RETURN_IF_ERROR(file->Commit());
///
/// It is written beside its place under a temporary name. Without Commit the
/// destructor removes it, and what stood at the place before is still there.
/// Not thread-safe.
class PartialFile {
 public:
  /// Fails if the folder is missing or can't be written to. A symbolic link is
  /// followed.
  static absl::StatusOr<std::unique_ptr<PartialFile>> Create(
      const std::string& path);

  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  /// Writes all of `bytes`. After an error nothing but destruction is allowed.
  absl::Status Append(std::string_view bytes);

  /// Gives the file its name, in place of an older one. Last call.
  absl::Status Commit();

 private:
  PartialFile(std::string path, std::string temporary_path, int descriptor);

  const std::string path_;
  const std::string temporary_path_;
  int descriptor_;  // -1 once it is closed
  bool committed_ = false;
};

}  // namespace admf
