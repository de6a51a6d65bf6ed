#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Passes everything on to another file system, except the calls that a test
/// wants to fail, which do nothing and return what that errno maps to.
///
///   FaultyFileSystem files(&posix);
///   files.FailCall(FaultyFileSystem::Operation::kWriteFileDurably, 2, ENOSPC);
///
/// Thread-safe.
class FaultyFileSystem final : public FileSystem {
 public:
  enum class Operation {
    kWriteFileDurably,
    kCreateNewFile,
    /// Of a new file.
    kAppend,
    kSync,
    kMoveTo,
    kReadPieces,
    kMapFile,
    kReadFile,
    kCreateDirectories,
    kCreateUniqueDirectory,
    kRemoveAll,
    kRemoveFile,
    kListDirectory,
    kGetFileStatus,
    kExists,
    kSyncDirectory,
    kTouch,
    kCanonical,
    kFreeBytes,
  };

  /// @param base not owned, outlives this.
  explicit FaultyFileSystem(FileSystem* base) : base_(base) {}

  /// The `nth` call of `operation` from now fails (1 is the next one); those
  /// before and after it don't. Replaces an earlier order for the operation.
  void FailCall(Operation operation, int nth, int error_number);
  /// All calls of `operation` fail until Heal.
  void FailAllCalls(Operation operation, int error_number);
  /// Nothing fails any more.
  void Heal();
  /// Calls of `operation` so far, failed ones included.
  int calls(Operation operation) const;

  absl::Status WriteFileDurably(const std::string& path,
                                std::string_view bytes) override;
  /// Counts as kWriteFileDurably.
  absl::Status WritePiecesDurably(
      const std::string& path,
      std::span<const std::string_view> pieces) override;
  absl::StatusOr<std::unique_ptr<NewFile>> CreateNewFile(
      const std::string& prefix) override;
  absl::Status ReadPieces(const std::string& path, PieceSink sink) override;
  absl::StatusOr<std::shared_ptr<const MappedFile>> MapFile(
      const std::string& path) override;
  absl::StatusOr<std::string> ReadFile(const std::string& path) override;
  absl::Status CreateDirectories(const std::string& path) override;
  absl::StatusOr<std::string> CreateUniqueDirectory(
      const std::string& prefix) override;
  absl::Status RemoveAll(const std::string& path) override;
  absl::Status RemoveFile(const std::string& path) override;
  absl::StatusOr<std::vector<std::string>> ListDirectory(
      const std::string& path) override;
  absl::StatusOr<FileStatus> GetFileStatus(const std::string& path) override;
  absl::StatusOr<bool> Exists(const std::string& path) override;
  absl::Status SyncDirectory(const std::string& path) override;
  absl::Status Touch(const std::string& path) override;
  absl::StatusOr<std::string> Canonical(const std::string& path) override;
  absl::StatusOr<int64_t> FreeBytes(const std::string& path) override;

 private:
  class FaultyNewFile;

  struct Fault {
    int error_number = 0;
    // Counts down to the call that fails; 0 means that all do.
    int calls_left = 0;
  };

  // Counts a call; an error, "cannot VERB ...", if it is to fail.
  absl::Status Enter(Operation operation, std::string_view verb,
                     const std::string& path);

  FileSystem* const base_;

  mutable Mutex mutex_;
  std::map<Operation, Fault> faults_ ABSL_GUARDED_BY(mutex_);
  std::map<Operation, int> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
