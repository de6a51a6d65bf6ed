#include "managers/data_root.h"

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace admf {

absl::StatusOr<DataRoot> DataRoot::Create(const std::string& folder,
                                          FileSystem* file_system) {
  ASSIGN_OR_RETURN(std::string canonical, file_system->Canonical(folder));
  ASSIGN_OR_RETURN(const FileStatus status,
                   file_system->GetFileStatus(canonical));
  if (!status.is_directory) {
    return absl::NotFoundError(
        absl::StrCat("the data root ", folder, " is not a folder"));
  }
  return DataRoot(std::move(canonical), file_system);
}

absl::StatusOr<std::string> DataRoot::Resolve(std::string_view path) const {
  const std::string given(path);
  if (given.empty()) {
    return absl::InvalidArgumentError(
        "the path is empty; give the path of a file below the data root");
  }
  const std::string full = given.front() == '/' ? given : folder_ + "/" + given;
  absl::StatusOr<std::string> canonical = file_system_->Canonical(full);
  if (!canonical.ok()) {
    if (!absl::IsNotFound(canonical.status())) return canonical.status();
    // Whether something exists outside the root is nobody's business, so a
    // path that leads out is not told apart from one that leads nowhere.
    return absl::NotFoundError(
        absl::StrCat("there is no file ", given, " in the data root ", folder_,
                     "; put the file there, or correct the path"));
  }
  const std::string prefix = folder_ == "/" ? "/" : folder_ + "/";
  if (canonical->compare(0, prefix.size(), prefix) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        given, " lies outside the data root ", folder_,
        "; only files in that folder can be read, so put the file there"));
  }
  ASSIGN_OR_RETURN(const FileStatus status,
                   file_system_->GetFileStatus(*canonical));
  if (status.is_directory) {
    return absl::InvalidArgumentError(
        absl::StrCat(given, " is a folder; give the path of a file in it"));
  }
  return canonical;
}

}  // namespace admf
