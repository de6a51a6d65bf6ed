#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace admf {

/// What a file is, as far as it matters for telling whether it changed.
/// Symbolic links are followed.
struct FileStatus {
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t size_bytes = 0;
  /// Last modification, nanoseconds since 1970-01-01 UTC.
  int64_t modified_ns = 0;
  /// Last change of the content or of what is kept about the file, such as its
  /// name or owner, nanoseconds since 1970-01-01 UTC. Nobody can set it.
  int64_t changed_ns = 0;
  bool is_directory = false;

  friend bool operator==(const FileStatus&, const FileStatus&) = default;
};

/// A file whose content is mapped, read-only and shared: memory that the system
/// fills when it is looked at, and takes back when it needs it. It stays as it
/// is when the file is removed or replaced. A file that is cut short, or whose
/// disk fails, while it is mapped ends the process: only for files that nobody
/// else writes.
class MappedFile {
 public:
  virtual ~MappedFile() = default;
  /// Aligned to a page.
  virtual std::span<const std::byte> bytes() const = 0;
};

/// A new file that is written piece by piece, and gets its name when it is
/// whole. One that has none when this object goes, goes with it. A crash can
/// leave it. Not thread-safe.
///
///   ASSIGN_OR_RETURN(auto file, file_system->CreateNewFile(folder + "/new-"));
///   ... file->Append(piece) ...
///   RETURN_IF_ERROR(file->Sync());
///   RETURN_IF_ERROR(file->MoveTo(path));
///   RETURN_IF_ERROR(file_system->SyncDirectory(folder));
///
/// Errors as those of FileSystem. After one, nothing but destruction is of use.
class NewFile {
 public:
  virtual ~NewFile() = default;
  virtual absl::Status Append(std::string_view bytes) = 0;
  /// Makes what was appended so far survive a loss of power.
  virtual absl::Status Sync() = 0;
  /// Gives it the name `path`, on the same disk, in place of the file that has
  /// it. The name survives a loss of power after SyncDirectory. Call once, and
  /// nothing after it.
  virtual absl::Status MoveTo(const std::string& path) = 0;
};

/// The one seam to the disk, so that tests can make it fail.
///
/// Errors name the operation and the path and end with the system's own words:
///   NOT_FOUND           the path or a folder above it does not exist
///   PERMISSION_DENIED   the system does not allow it, or a read-only disk
///   FAILED_PRECONDITION not possible as things are: a folder where a file is
///                       meant, or the other way round, links in a circle
///   UNAVAILABLE         disk full, quota used up, file too large for it, too
///                       many open files: what may be free again later
///   DATA_LOSS           the disk reports an I/O error
///   INVALID_ARGUMENT    a path that is empty, too long or has a NUL byte in it
/// and whatever else SystemError says.
///
/// Implementations are thread-safe; two threads that write the same path both
/// succeed, and the file has the bytes of one of them.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// Puts `bytes` at `path` so that they survive a loss of power once this
  /// returns OK: temporary file beside it, fsync, rename, fsync of the folder.
  /// On an error the old file is unchanged (or the new one complete, if only
  /// the last fsync failed), and no temporary file is left. A crash can leave
  /// one; its name is `path`, `.tmp-` and six more characters. The file can be
  /// read by this user only.
  virtual absl::Status WriteFileDurably(const std::string& path,
                                        std::string_view bytes) = 0;

  /// The same for the concatenation of several pieces.
  virtual absl::Status WritePiecesDurably(
      const std::string& path, std::span<const std::string_view> pieces) = 0;

  /// Creates a new, empty file whose path is `prefix` and six more characters,
  /// for this user only.
  virtual absl::StatusOr<std::unique_ptr<NewFile>> CreateNewFile(
      const std::string& prefix) = 0;

  /// Takes the next bytes of a file; an error ends the reading.
  using PieceSink = absl::FunctionRef<absl::Status(std::string_view)>;

  /// Hands the content of a regular file to `sink`, in order, in pieces of at
  /// most 1 MiB; otherwise as ReadFile. Returns what the sink fails with.
  virtual absl::Status ReadPieces(const std::string& path, PieceSink sink) = 0;

  /// Maps a regular file that is not empty.
  virtual absl::StatusOr<std::shared_ptr<const MappedFile>> MapFile(
      const std::string& path) = 0;

  /// The whole content of a regular file; devices and pipes, which may have no
  /// end, are FAILED_PRECONDITION.
  virtual absl::StatusOr<std::string> ReadFile(const std::string& path) = 0;

  /// Creates a folder and those above it, durably. OK if it exists.
  virtual absl::Status CreateDirectories(const std::string& path) = 0;

  /// Creates a new, empty folder whose path is `prefix` and six more
  /// characters, for this user only. Not durable: meant for scratch space.
  virtual absl::StatusOr<std::string> CreateUniqueDirectory(
      const std::string& prefix) = 0;

  /// Removes a file or a folder with all that is in it; never follows symbolic
  /// links. OK if there is none.
  virtual absl::Status RemoveAll(const std::string& path) = 0;

  /// Removes a file. NOT_FOUND if there is none.
  virtual absl::Status RemoveFile(const std::string& path) = 0;

  /// The names in a folder, sorted, without `.` and `..`.
  virtual absl::StatusOr<std::vector<std::string>> ListDirectory(
      const std::string& path) = 0;

  /// NOT_FOUND if there is nothing.
  virtual absl::StatusOr<FileStatus> GetFileStatus(const std::string& path) = 0;

  /// Whether there is something at `path`, links followed; an error if that
  /// can't be said.
  virtual absl::StatusOr<bool> Exists(const std::string& path) = 0;

  /// Makes the names in a folder survive a loss of power.
  virtual absl::Status SyncDirectory(const std::string& path) = 0;

  /// Makes now the time of a file's last modification. NOT_FOUND if there is
  /// none.
  virtual absl::Status Touch(const std::string& path) = 0;

  /// The absolute path without symbolic links, `.` and `..`. NOT_FOUND if there
  /// is nothing at `path`.
  virtual absl::StatusOr<std::string> Canonical(const std::string& path) = 0;

  /// Bytes that this user can still write to the disk that holds `path`.
  virtual absl::StatusOr<int64_t> FreeBytes(const std::string& path) = 0;
};

}  // namespace admf
