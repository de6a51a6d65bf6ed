#include "managers/artifact_store.h"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

/// Some 2 MB.
constexpr size_t kMaxRemembered = 16'384;

std::string DigestOf(std::string_view bytes) {
  return Sha256Of(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

}  // namespace

ArtifactStore::ArtifactStore(std::string folder, FileSystem* file_system)
    : folder_(std::move(folder)), file_system_(file_system) {}

std::string ArtifactStore::PathOf(std::string_view digest) const {
  return folder_ + "/" + std::string(digest.substr(0, 2)) + "/" +
         std::string(digest);
}

absl::StatusOr<std::string> ArtifactStore::Put(std::string_view bytes) {
  const std::string digest = DigestOf(bytes);
  const std::string group = folder_ + "/" + digest.substr(0, 2);
  ASSIGN_OR_RETURN(const bool renewed, Renew(digest, group));
  if (renewed) return digest;
  RETURN_IF_ERROR(file_system_->CreateDirectories(group));
  const absl::Status written =
      file_system_->WriteFileDurably(PathOf(digest), bytes);
  if (absl::IsResourceExhausted(written)) {
    return absl::UnavailableError(written.message());
  }
  RETURN_IF_ERROR(written);
  MutexLock lock(&mutex_);
  RememberLocked(digest);
  return digest;
}

absl::StatusOr<bool> ArtifactStore::Renew(const std::string& digest,
                                          const std::string& group) {
  const std::string path = PathOf(digest);
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const bool exists, file_system_->Exists(path));
  if (!exists) {
    synced_.erase(digest);
    return false;
  }
  RETURN_IF_ERROR(file_system_->Touch(path));
  // Its bytes were synced before it got its name; the name may not be yet, if
  // another thread is about to, or a crash came in between.
  if (synced_.contains(digest)) return true;
  RETURN_IF_ERROR(file_system_->SyncDirectory(group));
  RememberLocked(digest);
  return true;
}

void ArtifactStore::RememberLocked(const std::string& digest) {
  // Who is forgotten is synced once more.
  if (synced_.size() >= kMaxRemembered) synced_.clear();
  synced_.insert(digest);
}

absl::StatusOr<std::string> ArtifactStore::Get(std::string_view digest) const {
  const std::string path = PathOf(digest);
  ASSIGN_OR_RETURN(std::string bytes, file_system_->ReadFile(path));
  if (DigestOf(bytes) != digest) {
    return absl::DataLossError(absl::StrCat(
        path,
        " is damaged: its content does not have the digest that names "
        "it; run the workflow again"));
  }
  return bytes;
}

absl::StatusOr<int64_t> ArtifactStore::RemoveUnused(absl::Time since,
                                                    IsUsed is_used) {
  int64_t removed = 0;
  ASSIGN_OR_RETURN(const std::vector<std::string> groups,
                   file_system_->ListDirectory(folder_));
  for (const std::string& group : groups) {
    ASSIGN_OR_RETURN(const std::vector<std::string> names,
                     file_system_->ListDirectory(folder_ + "/" + group));
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(const bool went,
                       RemoveIfUnused(group, name, since, is_used));
      removed += went ? 1 : 0;
    }
  }
  return removed;
}

absl::StatusOr<bool> ArtifactStore::RemoveIfUnused(const std::string& group,
                                                   const std::string& name,
                                                   absl::Time since,
                                                   IsUsed is_used) {
  const std::string path = folder_ + "/" + group + "/" + name;
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const FileStatus status, file_system_->GetFileStatus(path));
  if (absl::FromUnixNanos(status.modified_ns) >= since) return false;
  ASSIGN_OR_RETURN(const bool used, is_used(name));
  if (used) return false;
  synced_.erase(name);
  RETURN_IF_ERROR(file_system_->RemoveFile(path));
  return true;
}

}  // namespace admf
