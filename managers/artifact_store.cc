#include "managers/artifact_store.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

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
  const std::string path = PathOf(digest);
  // What is there already is on disk: it was synced before it got its name.
  ASSIGN_OR_RETURN(const bool exists, file_system_->Exists(path));
  if (exists) return digest;
  RETURN_IF_ERROR(
      file_system_->CreateDirectories(folder_ + "/" + digest.substr(0, 2)));
  RETURN_IF_ERROR(file_system_->WriteFileDurably(path, bytes));
  return digest;
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

absl::Status ArtifactStore::RemoveAllBut(const std::vector<std::string>& live) {
  ASSIGN_OR_RETURN(const std::vector<std::string> groups,
                   file_system_->ListDirectory(folder_));
  for (const std::string& group : groups) {
    ASSIGN_OR_RETURN(const std::vector<std::string> files,
                     file_system_->ListDirectory(folder_ + "/" + group));
    for (const std::string& file : files) {
      if (std::find(live.begin(), live.end(), file) != live.end()) continue;
      RETURN_IF_ERROR(
          file_system_->RemoveFile(folder_ + "/" + group + "/" + file));
    }
  }
  return absl::OkStatus();
}

}  // namespace admf
