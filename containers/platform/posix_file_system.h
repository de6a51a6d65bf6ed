#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/file_system.h"

namespace admf {

/// The machine's own file system. Has no state; thread-safe.
class PosixFileSystem final : public FileSystem {
 public:
  absl::Status WriteFileDurably(const std::string& path,
                                std::string_view bytes) override;
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
};

}  // namespace admf
