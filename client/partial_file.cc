#include "client/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "client/request_id.h"

namespace admf {
namespace {

absl::Status WriteError(int error_number, const std::string& path) {
  return absl::ErrnoToStatus(error_number,
                             absl::StrCat("can't write '", path, "'"));
}

// A link's target is replaced, not the link.
std::string FollowLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target =
      std::filesystem::weakly_canonical(path, error);
  return error ? path : target.string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<PartialFile>> PartialFile::Create(
    const std::string& path) {
  const std::string target = FollowLinks(path);
  std::error_code error;
  const std::filesystem::file_status status =
      std::filesystem::status(target, error);
  if (std::filesystem::is_directory(status)) return WriteError(EISDIR, path);
  // A device or a pipe would be replaced by a file.
  if (std::filesystem::exists(status) &&
      !std::filesystem::is_regular_file(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat("can't write '", path, "': it is no regular file"));
  }
  const std::string temporary =
      absl::StrCat(target, ".partial-", NewRequestId());
  const int descriptor =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return WriteError(errno, path);
  return absl::WrapUnique(new PartialFile(target, temporary, descriptor));
}

PartialFile::PartialFile(std::string path, std::string temporary_path,
                         int descriptor)
    : path_(std::move(path)),
      temporary_path_(std::move(temporary_path)),
      descriptor_(descriptor) {}

PartialFile::~PartialFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!committed_) unlink(temporary_path_.c_str());
}

absl::Status PartialFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return WriteError(errno, path_);
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

absl::Status PartialFile::Commit() {
  const int descriptor = std::exchange(descriptor_, -1);
  // Some file systems report a full disk only here.
  if (close(descriptor) != 0) return WriteError(errno, path_);
  if (std::rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    return WriteError(errno, path_);
  }
  committed_ = true;
  return absl::OkStatus();
}

}  // namespace admf
