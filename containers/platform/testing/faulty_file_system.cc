#include "containers/platform/testing/faulty_file_system.h"

#include <utility>

#include "containers/platform/posix_error.h"
#include "engine/base/status_macros.h"

namespace admf {

class FaultyFileSystem::FaultyNewFile final : public NewFile {
 public:
  FaultyNewFile(std::unique_ptr<NewFile> base, std::string prefix,
                FaultyFileSystem* files)
      : base_(std::move(base)), prefix_(std::move(prefix)), files_(files) {}

  absl::Status Append(std::string_view bytes) override {
    RETURN_IF_ERROR(files_->Enter(Operation::kAppend, "write", prefix_));
    return base_->Append(bytes);
  }
  absl::Status Sync() override {
    RETURN_IF_ERROR(files_->Enter(Operation::kSync, "sync", prefix_));
    return base_->Sync();
  }
  absl::Status MoveTo(const std::string& path) override {
    RETURN_IF_ERROR(files_->Enter(Operation::kMoveTo, "replace", path));
    return base_->MoveTo(path);
  }

 private:
  const std::unique_ptr<NewFile> base_;
  const std::string prefix_;
  FaultyFileSystem* const files_;
};

void FaultyFileSystem::FailCall(Operation operation, int nth,
                                int error_number) {
  MutexLock lock(&mutex_);
  faults_[operation] = {.error_number = error_number, .calls_left = nth};
}

void FaultyFileSystem::FailAllCalls(Operation operation, int error_number) {
  MutexLock lock(&mutex_);
  faults_[operation] = {.error_number = error_number};
}

void FaultyFileSystem::Heal() {
  MutexLock lock(&mutex_);
  faults_.clear();
}

int FaultyFileSystem::calls(Operation operation) const {
  MutexLock lock(&mutex_);
  const auto found = calls_.find(operation);
  return found == calls_.end() ? 0 : found->second;
}

absl::Status FaultyFileSystem::Enter(Operation operation, std::string_view verb,
                                     const std::string& path) {
  MutexLock lock(&mutex_);
  ++calls_[operation];
  const auto found = faults_.find(operation);
  if (found == faults_.end()) return absl::OkStatus();
  Fault& fault = found->second;
  if (fault.calls_left > 1) {
    --fault.calls_left;
    return absl::OkStatus();
  }
  const int error_number = fault.error_number;
  if (fault.calls_left == 1) faults_.erase(found);
  return PosixError(error_number, verb, path);
}

absl::Status FaultyFileSystem::WriteFileDurably(const std::string& path,
                                                std::string_view bytes) {
  RETURN_IF_ERROR(Enter(Operation::kWriteFileDurably, "write", path));
  return base_->WriteFileDurably(path, bytes);
}

absl::Status FaultyFileSystem::WritePiecesDurably(
    const std::string& path, std::span<const std::string_view> pieces) {
  RETURN_IF_ERROR(Enter(Operation::kWriteFileDurably, "write", path));
  return base_->WritePiecesDurably(path, pieces);
}

absl::StatusOr<std::unique_ptr<NewFile>> FaultyFileSystem::CreateNewFile(
    const std::string& prefix) {
  RETURN_IF_ERROR(Enter(Operation::kCreateNewFile, "write", prefix));
  ASSIGN_OR_RETURN(std::unique_ptr<NewFile> file, base_->CreateNewFile(prefix));
  return std::make_unique<FaultyNewFile>(std::move(file), prefix, this);
}

absl::Status FaultyFileSystem::ReadPieces(const std::string& path,
                                          PieceSink sink) {
  RETURN_IF_ERROR(Enter(Operation::kReadPieces, "read", path));
  return base_->ReadPieces(path, sink);
}

absl::StatusOr<std::shared_ptr<const MappedFile>> FaultyFileSystem::MapFile(
    const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kMapFile, "map", path));
  return base_->MapFile(path);
}

absl::StatusOr<std::string> FaultyFileSystem::ReadFile(
    const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kReadFile, "read", path));
  return base_->ReadFile(path);
}

absl::Status FaultyFileSystem::CreateDirectories(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kCreateDirectories, "create folder", path));
  return base_->CreateDirectories(path);
}

absl::StatusOr<std::string> FaultyFileSystem::CreateUniqueDirectory(
    const std::string& prefix) {
  RETURN_IF_ERROR(
      Enter(Operation::kCreateUniqueDirectory, "create folder", prefix));
  return base_->CreateUniqueDirectory(prefix);
}

absl::Status FaultyFileSystem::RemoveAll(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kRemoveAll, "remove", path));
  return base_->RemoveAll(path);
}

absl::Status FaultyFileSystem::RemoveFile(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kRemoveFile, "remove", path));
  return base_->RemoveFile(path);
}

absl::StatusOr<std::vector<std::string>> FaultyFileSystem::ListDirectory(
    const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kListDirectory, "list folder", path));
  return base_->ListDirectory(path);
}

absl::StatusOr<FileStatus> FaultyFileSystem::GetFileStatus(
    const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kGetFileStatus, "look at", path));
  return base_->GetFileStatus(path);
}

absl::StatusOr<bool> FaultyFileSystem::Exists(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kExists, "look at", path));
  return base_->Exists(path);
}

absl::Status FaultyFileSystem::SyncDirectory(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kSyncDirectory, "sync folder", path));
  return base_->SyncDirectory(path);
}

absl::Status FaultyFileSystem::Touch(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kTouch, "touch", path));
  return base_->Touch(path);
}

absl::StatusOr<std::string> FaultyFileSystem::Canonical(
    const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kCanonical, "resolve", path));
  return base_->Canonical(path);
}

absl::StatusOr<int64_t> FaultyFileSystem::FreeBytes(const std::string& path) {
  RETURN_IF_ERROR(Enter(Operation::kFreeBytes, "look at the disk of", path));
  return base_->FreeBytes(path);
}

}  // namespace admf
