#include "containers/platform/posix_file_system.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/file_descriptor.h"
#include "containers/platform/posix_error.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

// The system would take a path with a NUL byte for a shorter one.
absl::Status CheckPath(const std::string& path) {
  if (path.empty()) return absl::InvalidArgumentError("a path is empty");
  if (path.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("the path '", path.c_str(), "...' has a NUL byte in it"));
  }
  return absl::OkStatus();
}

// The folder that `path` is in.
std::string FolderOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status SyncFolder(const std::string& path) {
  const FileDescriptor folder(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || fsync(folder.number()) != 0) {
    return PosixError(errno, "sync folder", path);
  }
  return absl::OkStatus();
}

absl::Status WriteAll(int file, std::string_view bytes,
                      const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return PosixError(errno, "write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

class PosixNewFile final : public NewFile {
 public:
  // `file` is open at `path`; errors speak of `name`.
  PosixNewFile(int file, std::string path, std::string name)
      : file_(file), path_(std::move(path)), name_(std::move(name)) {}
  PosixNewFile(const PosixNewFile&) = delete;
  PosixNewFile& operator=(const PosixNewFile&) = delete;
  ~PosixNewFile() override {
    if (!moved_) unlink(path_.c_str());
  }

  absl::Status Append(std::string_view bytes) override {
    return WriteAll(file_.number(), bytes, name_);
  }
  absl::Status Sync() override {
    if (fsync(file_.number()) != 0) return PosixError(errno, "sync", name_);
    return absl::OkStatus();
  }
  absl::Status MoveTo(const std::string& path) override {
    RETURN_IF_ERROR(CheckPath(path));
    if (rename(path_.c_str(), path.c_str()) != 0) {
      return PosixError(errno, "replace", path);
    }
    moved_ = true;
    return absl::OkStatus();
  }

 private:
  const FileDescriptor file_;
  const std::string path_;
  const std::string name_;
  bool moved_ = false;
};

absl::StatusOr<std::unique_ptr<NewFile>> MakeNewFile(const std::string& prefix,
                                                     const std::string& name) {
  std::string path = absl::StrCat(prefix, "XXXXXX");
  const int file = mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return PosixError(errno, "write", name);
  return std::make_unique<PosixNewFile>(file, std::move(path), name);
}

struct OpenFile {
  FileDescriptor file;
  struct stat status;
};

// Opens a regular file for reading.
absl::StatusOr<OpenFile> OpenRegular(const std::string& path) {
  // Opening a pipe would wait for a writer.
  OpenFile opened = {
      FileDescriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)),
      {}};
  if (!opened.file.valid() ||
      fstat(opened.file.number(), &opened.status) != 0) {
    return PosixError(errno, "read", path);
  }
  const mode_t mode = opened.status.st_mode;
  if (S_ISDIR(mode)) return PosixError(EISDIR, "read", path);
  if (S_ISREG(mode)) return opened;
  return absl::FailedPreconditionError(
      absl::StrCat("can't read '", path,
                   "': it is a device or a pipe, which may have no end"));
}

class PosixMappedFile final : public MappedFile {
 public:
  PosixMappedFile(void* data, size_t size) : data_(data), size_(size) {}
  PosixMappedFile(const PosixMappedFile&) = delete;
  PosixMappedFile& operator=(const PosixMappedFile&) = delete;
  ~PosixMappedFile() override { munmap(data_, size_); }

  std::span<const std::byte> bytes() const override {
    return {static_cast<const std::byte*>(data_), size_};
  }

 private:
  void* const data_;
  const size_t size_;
};

// OK if there is a folder, an error if there is something else or nothing.
absl::Status CheckFolder(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) {
    return PosixError(errno, "create folder", path);
  }
  if (S_ISDIR(status.st_mode)) return absl::OkStatus();
  return PosixError(ENOTDIR, "create folder", path);
}

}  // namespace

absl::Status PosixFileSystem::WriteFileDurably(const std::string& path,
                                               std::string_view bytes) {
  return WritePiecesDurably(path, std::span(&bytes, 1));
}

absl::Status PosixFileSystem::WritePiecesDurably(
    const std::string& path, std::span<const std::string_view> pieces) {
  RETURN_IF_ERROR(CheckPath(path));
  ASSIGN_OR_RETURN(const std::unique_ptr<NewFile> file,
                   MakeNewFile(absl::StrCat(path, ".tmp-"), path));
  for (const std::string_view piece : pieces) {
    RETURN_IF_ERROR(file->Append(piece));
  }
  RETURN_IF_ERROR(file->Sync());
  RETURN_IF_ERROR(file->MoveTo(path));
  return SyncFolder(FolderOf(path));
}

absl::StatusOr<std::unique_ptr<NewFile>> PosixFileSystem::CreateNewFile(
    const std::string& prefix) {
  RETURN_IF_ERROR(CheckPath(prefix));
  return MakeNewFile(prefix, prefix);
}

absl::Status PosixFileSystem::ReadPieces(const std::string& path,
                                         PieceSink sink) {
  RETURN_IF_ERROR(CheckPath(path));
  ASSIGN_OR_RETURN(const OpenFile opened, OpenRegular(path));
  std::string buffer(1 << 20, '\0');
  while (true) {
    const ssize_t got =
        read(opened.file.number(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return PosixError(errno, "read", path);
    if (got == 0) return absl::OkStatus();
    RETURN_IF_ERROR(
        sink(std::string_view(buffer.data(), static_cast<size_t>(got))));
  }
}

absl::StatusOr<std::shared_ptr<const MappedFile>> PosixFileSystem::MapFile(
    const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  ASSIGN_OR_RETURN(const OpenFile opened, OpenRegular(path));
  const auto size = static_cast<size_t>(opened.status.st_size);
  // All at once: a fault for each page costs more than reading it.
  void* const data = mmap(/*addr=*/nullptr, size, PROT_READ,
                          MAP_SHARED | MAP_POPULATE, opened.file.number(),
                          /*offset=*/0);
  if (data == MAP_FAILED) return PosixError(errno, "map", path);
  return std::make_shared<const PosixMappedFile>(data, size);
}

absl::StatusOr<std::string> PosixFileSystem::ReadFile(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  ASSIGN_OR_RETURN(const OpenFile open_file, OpenRegular(path));
  const FileDescriptor& file = open_file.file;
  // One more than there should be, so that the end is seen without growing.
  std::string bytes(static_cast<size_t>(open_file.status.st_size) + 1, '\0');
  size_t size = 0;
  while (true) {
    const ssize_t got =
        read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return PosixError(errno, "read", path);
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size == bytes.size()) bytes.resize(2 * size);
  }
  bytes.resize(size);
  return bytes;
}

absl::Status PosixFileSystem::CreateDirectories(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  const absl::Status there = CheckFolder(path);
  if (!absl::IsNotFound(there)) return there;
  const std::string above = FolderOf(path);
  RETURN_IF_ERROR(CreateDirectories(above));
  if (mkdir(path.c_str(), 0777) != 0) {
    if (errno != EEXIST) return PosixError(errno, "create folder", path);
    // Someone else made it meanwhile, or `path` ends with a slash.
    RETURN_IF_ERROR(CheckFolder(path));
  }
  return SyncFolder(above);
}

absl::StatusOr<std::string> PosixFileSystem::CreateUniqueDirectory(
    const std::string& prefix) {
  RETURN_IF_ERROR(CheckPath(prefix));
  std::string path = absl::StrCat(prefix, "XXXXXX");
  if (mkdtemp(path.data()) == nullptr) {
    return PosixError(errno, "create folder", path);
  }
  return path;
}

absl::Status PosixFileSystem::RemoveAll(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return PosixError(error.value(), "remove", path);
  return absl::OkStatus();
}

absl::Status PosixFileSystem::RemoveFile(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  if (unlink(path.c_str()) != 0) return PosixError(errno, "remove", path);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PosixFileSystem::ListDirectory(
    const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator entry(path, error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  if (error) return PosixError(error.value(), "list folder", path);
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<FileStatus> PosixFileSystem::GetFileStatus(
    const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  struct stat status;
  if (stat(path.c_str(), &status) != 0) {
    return PosixError(errno, "look at", path);
  }
  constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;
  return FileStatus{
      .device = status.st_dev,
      .inode = status.st_ino,
      .size_bytes = status.st_size,
      .modified_ns = status.st_mtim.tv_sec * kNanosecondsPerSecond +
                     status.st_mtim.tv_nsec,
      .changed_ns = status.st_ctim.tv_sec * kNanosecondsPerSecond +
                    status.st_ctim.tv_nsec,
      .is_directory = S_ISDIR(status.st_mode),
  };
}

absl::StatusOr<bool> PosixFileSystem::Exists(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  struct stat status;
  if (stat(path.c_str(), &status) == 0) return true;
  // A file where a folder would have to be.
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return PosixError(errno, "look at", path);
}

absl::Status PosixFileSystem::SyncDirectory(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  return SyncFolder(path);
}

absl::Status PosixFileSystem::Touch(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  if (utimensat(AT_FDCWD, path.c_str(), /*times=*/nullptr, /*flags=*/0) != 0) {
    return PosixError(errno, "touch", path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PosixFileSystem::Canonical(
    const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  const std::unique_ptr<char, decltype(&free)> canonical(
      realpath(path.c_str(), nullptr), &free);
  if (canonical == nullptr) return PosixError(errno, "resolve", path);
  return std::string(canonical.get());
}

absl::StatusOr<int64_t> PosixFileSystem::FreeBytes(const std::string& path) {
  RETURN_IF_ERROR(CheckPath(path));
  struct statvfs status;
  if (statvfs(path.c_str(), &status) != 0) {
    return PosixError(errno, "look at the disk of", path);
  }
  // Some network file systems say "no limit" with the largest number.
  int64_t bytes = 0;
  if (__builtin_mul_overflow(status.f_bavail, status.f_frsize, &bytes)) {
    return std::numeric_limits<int64_t>::max();
  }
  return bytes;
}

}  // namespace admf
