#include "managers/data_root.h"

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/base/utf8.h"

namespace admf {
namespace {

/// Enough to recognise a path by.
constexpr size_t kMaxShownPathBytes = 200;

/// Whether `path` is `folder` or below it, going by the names alone.
bool IsWithin(const std::string& path, const std::string& folder) {
  return path == folder ||
         absl::StartsWith(path, folder == "/" ? folder : folder + "/");
}

std::string LexicallyNormal(const std::string& path) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  if (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

}  // namespace

absl::StatusOr<DataRoot> DataRoot::Create(const std::string& folder,
                                          FileSystem* file_system) {
  absl::StatusOr<std::string> canonical = file_system->Canonical(folder);
  if (absl::IsNotFound(canonical.status())) {
    return absl::NotFoundError(
        absl::StrCat("the data root ", folder,
                     " does not exist; create the folder, or name another one "
                     "with --data-root or `data_root`"));
  }
  RETURN_IF_ERROR(canonical.status());
  ASSIGN_OR_RETURN(const FileStatus status,
                   file_system->GetFileStatus(*canonical));
  if (!status.is_directory) {
    return absl::NotFoundError(
        absl::StrCat("the data root ", folder,
                     " is not a folder; name one with --data-root or "
                     "`data_root`"));
  }
  return DataRoot(LexicallyNormal(folder), *std::move(canonical), file_system);
}

absl::StatusOr<std::string> DataRoot::Resolve(std::string_view path) const {
  if (path.empty()) {
    return absl::InvalidArgumentError(
        "the path is empty; give the path of a file below the data root");
  }
  const std::string given = Shortened(path, kMaxShownPathBytes);
  const std::string full = path.front() == '/'
                               ? std::string(path)
                               : absl::StrCat(folder_, "/", std::string(path));
  // Whether something exists outside the root is nobody's business: this looks
  // at names only, and links that lead out are as good as missing below.
  const std::string normal = LexicallyNormal(full);
  if (!IsWithin(normal, folder_) && !IsWithin(normal, configured_folder_)) {
    return absl::InvalidArgumentError(absl::StrCat(
        given, " lies outside the data root ", folder_,
        "; only files in that folder can be read, so put the file there"));
  }
  absl::StatusOr<std::string> canonical = file_system_->Canonical(full);
  // A name that is too long or goes on behind a file is that of no file, too.
  const bool missing = absl::IsNotFound(canonical.status()) ||
                       absl::IsInvalidArgument(canonical.status()) ||
                       absl::IsFailedPrecondition(canonical.status()) ||
                       (canonical.ok() && !IsWithin(*canonical, folder_));
  if (missing) {
    return absl::NotFoundError(absl::StrCat(
        "there is no file ", given, " in the data root ", folder_,
        "; put the file there, or correct the path (links that lead outside "
        "the data root are not followed)"));
  }
  RETURN_IF_ERROR(canonical.status());
  ASSIGN_OR_RETURN(const FileStatus status,
                   file_system_->GetFileStatus(*canonical));
  if (status.is_directory) {
    return absl::InvalidArgumentError(
        absl::StrCat(given, " is a folder; give the path of a file in it"));
  }
  return canonical;
}

absl::StatusOr<int64_t> DataRoot::FileBytes(
    const std::string& canonical_path) const {
  ASSIGN_OR_RETURN(const FileStatus status,
                   file_system_->GetFileStatus(canonical_path));
  return status.size_bytes;
}

}  // namespace admf
