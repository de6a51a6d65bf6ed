#include "coordinator/bar_cache.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"
#include "engine/data/column_file.h"

namespace admf {
namespace {

/// The times of a file are no finer than the ticks of the kernel, which are
/// some milliseconds, and 2 s on the coarsest of file systems.
constexpr absl::Duration kCoarsestFileTime = absl::Seconds(2);
/// What a small file takes on disk.
constexpr int64_t kSmallestFileBytes = 4096;
constexpr int64_t kNotesBetweenTrims = 256;
/// Content digests in memory, about 200 bytes each.
constexpr size_t kRemembered = 4096;

std::string ColumnsFolder(const std::string& folder) {
  return folder + "/columns";
}

std::string DigestsFolder(const std::string& folder) {
  return folder + "/digests";
}

std::string SourceNoteName(const FileStatus& file) {
  Sha256 sha256;
  for (const uint64_t number : {file.device, file.inode}) {
    sha256.AddInt(static_cast<int64_t>(number));
  }
  for (const int64_t number :
       {file.size_bytes, file.modified_ns, file.changed_ns}) {
    sha256.AddInt(number);
  }
  return "source-" + sha256.Finish();
}

std::string SeriesNoteName(const std::string& key) { return "series-" + key; }

}  // namespace

BarCache::BarCache(Options options)
    : options_(std::move(options)),
      notes_(DigestsFolder(options_.folder), options_.file_system) {
  if (const absl::Status status = Prepare(); !status.ok()) {
    Warn("can't be prepared", status);
  }
}

absl::Status BarCache::Prepare() {
  FileSystem& files = *options_.file_system;
  for (const std::string& folder :
       {ColumnsFolder(options_.folder), DigestsFolder(options_.folder)}) {
    RETURN_IF_ERROR(files.CreateDirectories(folder));
    ASSIGN_OR_RETURN(const auto names, files.ListDirectory(folder));
    for (const std::string& name : names) {
      if (!absl::StrContains(name, ".tmp-")) continue;
      RETURN_IF_ERROR(files.RemoveFile(absl::StrCat(folder, "/", name)));
    }
  }
  return Trim();
}

absl::StatusOr<std::string> BarCache::ContentDigest(
    const std::string& path, const std::stop_token& stop) {
  FileSystem& files = *options_.file_system;
  ASSIGN_OR_RETURN(const FileStatus before, files.GetFileStatus(path));
  const absl::Time changed =
      absl::FromUnixNanos(std::max(before.modified_ns, before.changed_ns));
  const bool is_settled = options_.clock->Now() - changed > kCoarsestFileTime;
  const std::string name = SourceNoteName(before);
  if (is_settled) {
    std::optional<std::string> known = FindContentDigest(name);
    if (known.has_value()) return *std::move(known);
  }
  Sha256 sha256;
  RETURN_IF_ERROR(files.ReadPieces(path, [&](std::string_view piece) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    sha256.AddBytes(std::as_bytes(std::span(piece.data(), piece.size())));
    return absl::OkStatus();
  }));
  std::string digest = sha256.Finish();
  ASSIGN_OR_RETURN(const FileStatus after, files.GetFileStatus(path));
  if (after != before) {
    return absl::UnavailableError("it changed while it was read");
  }
  if (is_settled) {
    KeepNote(name, digest);
    Remember(name, digest);
  }
  return digest;
}

std::optional<std::string> BarCache::FindContentDigest(
    const std::string& name) {
  {
    MutexLock lock(&mutex_);
    const auto found = content_digests_.find(name);
    if (found != content_digests_.end()) return found->second;
  }
  std::optional<std::string> noted = notes_.Find(name);
  if (noted.has_value()) Remember(name, *noted);
  return noted;
}

void BarCache::Remember(const std::string& name, const std::string& digest) {
  MutexLock lock(&mutex_);
  // The notes still have them.
  if (content_digests_.size() >= kRemembered) content_digests_.clear();
  content_digests_[name] = digest;
}

std::shared_ptr<const SourceBars> BarCache::Find(const std::string& key) {
  absl::StatusOr<std::shared_ptr<const SourceBars>> source = Map(key);
  if (source.ok()) return *std::move(source);
  if (absl::IsNotFound(source.status())) return nullptr;
  if (!absl::IsDataLoss(source.status())) {
    Warn("can't be read", source.status());
    return nullptr;
  }
  Warn("has a damaged file, which is made anew", source.status());
  options_.file_system->RemoveFile(PathOf(key)).IgnoreError();
  return nullptr;
}

absl::StatusOr<std::shared_ptr<const SourceBars>> BarCache::Map(
    const std::string& key) {
  FileSystem& files = *options_.file_system;
  const std::string path = PathOf(key);
  ASSIGN_OR_RETURN(const FileStatus status, files.GetFileStatus(path));
  if (status.size_bytes == 0) return absl::DataLossError("it is empty");
  ASSIGN_OR_RETURN(const std::shared_ptr<const MappedFile> file,
                   files.MapFile(path));
  ASSIGN_OR_RETURN(SourceBars source,
                   DecodeColumnFile(file->bytes(), key, file));
  bool is_verified = false;
  {
    MutexLock lock(&mutex_);
    const auto found = verified_.find(key);
    is_verified = found != verified_.end() && found->second == status;
  }
  if (!is_verified) RETURN_IF_ERROR(VerifyColumnFile(file->bytes()));
  files.Touch(path).IgnoreError();
  const absl::StatusOr<FileStatus> touched = files.GetFileStatus(path);
  if (touched.ok()) {
    MutexLock lock(&mutex_);
    verified_[key] = *touched;
  }
  return std::make_shared<const SourceBars>(std::move(source));
}

std::shared_ptr<const SourceBars> BarCache::Keep(
    const std::string& key, std::shared_ptr<const SourceBars> source) {
  if (const absl::Status status = Write(key, *source); !status.ok()) {
    Warn("can't keep a price file", status);
    return source;
  }
  std::shared_ptr<const SourceBars> mapped = Find(key);
  return mapped == nullptr ? source : mapped;
}

absl::Status BarCache::Write(const std::string& key, const SourceBars& source) {
  FileSystem& files = *options_.file_system;
  const auto size = static_cast<int64_t>(source.bytes());
  if (size > options_.max_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("its ", size, " bytes are more than cache.disk_mb"));
  }
  // The folder may have been removed.
  RETURN_IF_ERROR(files.CreateDirectories(ColumnsFolder(options_.folder)));
  ASSIGN_OR_RETURN(const int64_t free, files.FreeBytes(options_.folder));
  if (free / 2 < size) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk has only ", free, " free bytes"));
  }
  std::string head;
  RETURN_IF_ERROR(files.WritePiecesDurably(
      PathOf(key), EncodeColumnFile(source, key, head)));
  return Trim();
}

std::optional<std::string> BarCache::FindSeriesDigest(const std::string& key) {
  return notes_.Find(SeriesNoteName(key));
}

void BarCache::KeepSeriesDigest(const std::string& key,
                                const std::string& digest) {
  KeepNote(SeriesNoteName(key), digest);
}

void BarCache::KeepNote(const std::string& name, const std::string& digest) {
  options_.file_system->CreateDirectories(DigestsFolder(options_.folder))
      .IgnoreError();
  if (const absl::Status status = notes_.Keep(name, digest); !status.ok()) {
    Warn("can't keep a digest", status);
    return;
  }
  bool is_due = false;
  {
    MutexLock lock(&mutex_);
    is_due = ++kept_notes_ % kNotesBetweenTrims == 0;
  }
  if (!is_due) return;
  if (const absl::Status status = Trim(); !status.ok()) {
    Warn("can't be trimmed", status);
  }
}

absl::Status BarCache::Trim() {
  FileSystem& files = *options_.file_system;
  // When it was used last, and its path.
  std::vector<std::tuple<int64_t, std::string, int64_t>> found;
  int64_t bytes = 0;
  for (const std::string& folder :
       {ColumnsFolder(options_.folder), DigestsFolder(options_.folder)}) {
    const auto names = files.ListDirectory(folder);
    // Somebody may have removed it, or remove files at the same time.
    if (absl::IsNotFound(names.status())) continue;
    RETURN_IF_ERROR(names.status());
    for (const std::string& name : *names) {
      const std::string path = absl::StrCat(folder, "/", name);
      const absl::StatusOr<FileStatus> status = files.GetFileStatus(path);
      if (!status.ok()) continue;
      const int64_t size = std::max(status->size_bytes, kSmallestFileBytes);
      found.emplace_back(status->modified_ns, path, size);
      bytes += size;
    }
  }
  std::sort(found.begin(), found.end());
  for (const auto& [used_ns, path, size] : found) {
    if (bytes <= options_.max_bytes) break;
    bytes -= size;
    const absl::Status removed = files.RemoveFile(path);
    if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
    MutexLock lock(&mutex_);
    verified_.erase(path.substr(path.find_last_of('/') + 1));
  }
  return absl::OkStatus();
}

void BarCache::Warn(std::string_view what, const absl::Status& status) const {
  if (options_.log == nullptr) return;
  options_.log->Write(LogLevel::kWarning, "",
                      absl::StrCat("the cache ", options_.folder, " ",
                                   absl::string_view(what.data(), what.size()),
                                   ": ", status.message()));
}

std::string BarCache::PathOf(const std::string& key) const {
  return absl::StrCat(ColumnsFolder(options_.folder), "/", key);
}

}  // namespace admf
