#include "managers/artifact_store.h"

#include <cstddef>
#include <memory>
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

/// Where outputs are written, and how their files' names begin.
constexpr char kNewFolder[] = "new";
constexpr char kPartPrefix[] = "part-";

constexpr size_t kDigestDigits = 64;
constexpr size_t kGroupDigits = 2;

bool IsHex(std::string_view text, size_t digits) {
  return text.size() == digits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Whether this store has made the file, be it one that a crash kept from
/// getting its name.
bool IsOurs(bool is_new, std::string_view group, std::string_view name) {
  if (is_new) return name.starts_with(kPartPrefix);
  constexpr std::string_view kTemporary = ".tmp-";
  if (name.size() == kDigestDigits + kTemporary.size() + 6 &&
      name.substr(kDigestDigits, kTemporary.size()) == kTemporary) {
    name = name.substr(0, kDigestDigits);
  }
  return IsHex(name, kDigestDigits) && name.starts_with(group);
}

std::string DigestOf(std::string_view bytes) {
  return Sha256Of(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

}  // namespace

ArtifactStore::ArtifactStore(std::string folder, FileSystem* file_system)
    : folder_(std::move(folder)), file_system_(file_system) {}

/// One output on its way to the disk: in memory as long as it is short.
class ArtifactStore::Writing {
 public:
  explicit Writing(ArtifactStore* store) : store_(*store) {}

  absl::Status Add(std::string_view bytes) {
    if (file_ == nullptr && buffer_.size() + bytes.size() <= kBufferBytes) {
      buffer_.append(bytes);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(Open());
    return Append(bytes);
  }

  absl::StatusOr<Kept> Finish() {
    if (file_ == nullptr) {
      const auto size = static_cast<int64_t>(buffer_.size());
      ASSIGN_OR_RETURN(std::string digest, store_.Put(buffer_));
      return Kept{std::move(digest), size};
    }
    Kept kept = {sha256_.Finish(), size_bytes_};
    ASSIGN_OR_RETURN(const bool renewed,
                     store_.Renew(kept.digest, kept.size_bytes));
    if (renewed) return kept;
    FileSystem& files = *store_.file_system_;
    const std::string group = store_.GroupOf(kept.digest);
    RETURN_IF_ERROR(files.CreateDirectories(group));
    RETURN_IF_ERROR(file_->Sync());
    RETURN_IF_ERROR(file_->MoveTo(store_.PathOf(kept.digest)));
    RETURN_IF_ERROR(files.SyncDirectory(group));
    MutexLock lock(&store_.mutex_);
    store_.RememberLocked(kept.digest);
    return kept;
  }

 private:
  /// Takes what is in memory to a file.
  absl::Status Open() {
    if (file_ != nullptr) return absl::OkStatus();
    const std::string folder = absl::StrCat(store_.folder_, "/", kNewFolder);
    RETURN_IF_ERROR(store_.file_system_->CreateDirectories(folder));
    ASSIGN_OR_RETURN(file_, store_.file_system_->CreateNewFile(
                                absl::StrCat(folder, "/", kPartPrefix)));
    RETURN_IF_ERROR(Append(buffer_));
    buffer_ = std::string();
    return absl::OkStatus();
  }

  absl::Status Append(std::string_view bytes) {
    sha256_.AddBytes(std::as_bytes(std::span(bytes.data(), bytes.size())));
    RETURN_IF_ERROR(file_->Append(bytes));
    size_bytes_ += static_cast<int64_t>(bytes.size());
    unsynced_bytes_ += bytes.size();
    if (unsynced_bytes_ < kSyncBytes) return absl::OkStatus();
    unsynced_bytes_ = 0;
    return file_->Sync();
  }

  ArtifactStore& store_;
  std::string buffer_;
  std::unique_ptr<NewFile> file_;
  Sha256 sha256_;
  int64_t size_bytes_ = 0;
  size_t unsynced_bytes_ = 0;
};

std::string ArtifactStore::GroupOf(std::string_view digest) const {
  return folder_ + "/" + std::string(digest.substr(0, 2));
}

std::string ArtifactStore::PathOf(std::string_view digest) const {
  return GroupOf(digest) + "/" + std::string(digest);
}

absl::StatusOr<std::string> ArtifactStore::Put(std::string_view bytes) {
  const std::string digest = DigestOf(bytes);
  ASSIGN_OR_RETURN(const bool renewed,
                   Renew(digest, static_cast<int64_t>(bytes.size())));
  if (renewed) return digest;
  RETURN_IF_ERROR(file_system_->CreateDirectories(GroupOf(digest)));
  RETURN_IF_ERROR(file_system_->WriteFileDurably(PathOf(digest), bytes));
  MutexLock lock(&mutex_);
  RememberLocked(digest);
  return digest;
}

absl::StatusOr<ArtifactStore::Kept> ArtifactStore::PutPieces(Producer produce) {
  Writing writing(this);
  RETURN_IF_ERROR(
      produce([&](std::string_view bytes) { return writing.Add(bytes); }));
  return writing.Finish();
}

absl::StatusOr<bool> ArtifactStore::Renew(const std::string& digest,
                                          int64_t size_bytes) {
  const std::string path = PathOf(digest);
  {
    MutexLock lock(&mutex_);
    const auto status = file_system_->GetFileStatus(path);
    if (absl::IsNotFound(status.status()) ||
        (status.ok() && status->size_bytes != size_bytes)) {
      known_.erase(digest);
      return false;
    }
    RETURN_IF_ERROR(status.status());
    // From now on nobody removes it.
    RETURN_IF_ERROR(file_system_->Touch(path));
    if (known_.contains(digest)) return true;
  }
  ASSIGN_OR_RETURN(const bool undamaged, HasItsDigest(path, digest));
  if (!undamaged) return false;
  // Its bytes were synced before it got its name; the name may not be yet, if
  // another thread is about to, or a crash came in between.
  RETURN_IF_ERROR(file_system_->SyncDirectory(GroupOf(digest)));
  MutexLock lock(&mutex_);
  RememberLocked(digest);
  return true;
}

absl::StatusOr<bool> ArtifactStore::HasItsDigest(
    const std::string& path, const std::string& digest) const {
  Sha256 sha256;
  const absl::Status read =
      file_system_->ReadPieces(path, [&](std::string_view piece) {
        sha256.AddBytes(std::as_bytes(std::span(piece.data(), piece.size())));
        return absl::OkStatus();
      });
  // What can't be read is written again.
  if (absl::IsDataLoss(read)) return false;
  RETURN_IF_ERROR(read);
  return sha256.Finish() == digest;
}

void ArtifactStore::RememberLocked(const std::string& digest) {
  // Who is forgotten is looked at and synced once more.
  if (known_.size() >= kMaxRemembered) known_.clear();
  known_.insert(digest);
}

absl::StatusOr<std::string> ArtifactStore::Get(std::string_view digest) const {
  const std::string path = PathOf(digest);
  ASSIGN_OR_RETURN(std::string bytes, file_system_->ReadFile(path));
  if (DigestOf(bytes) != digest) {
    MutexLock lock(&mutex_);
    known_.erase(std::string(digest));
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
    const bool is_new = group == kNewFolder;
    if (!is_new && !IsHex(group, kGroupDigits)) continue;
    const auto status = file_system_->GetFileStatus(folder_ + "/" + group);
    if (status.ok() && !status->is_directory) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> names,
                     file_system_->ListDirectory(folder_ + "/" + group));
    for (const std::string& name : names) {
      if (!IsOurs(is_new, group, name)) continue;
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
  const absl::StatusOr<FileStatus> status = file_system_->GetFileStatus(path);
  // What was being written has got its name or was dropped.
  if (absl::IsNotFound(status.status())) return false;
  RETURN_IF_ERROR(status.status());
  if (absl::FromUnixNanos(status->modified_ns) >= since) return false;
  ASSIGN_OR_RETURN(const bool used, is_used(name));
  if (used) return false;
  known_.erase(name);
  RETURN_IF_ERROR(file_system_->RemoveFile(path));
  return true;
}

}  // namespace admf
