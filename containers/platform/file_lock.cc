#include "containers/platform/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "containers/platform/posix_error.h"

namespace admf {
namespace {

// What the holder has written; empty in the moment before it does.
std::string ReadHolder(int file) {
  std::array<char, 32> text;
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  if (size <= 0) return "";
  return std::string(absl::StripAsciiWhitespace(
      absl::string_view(text.data(), static_cast<size_t>(size))));
}

absl::Status LockedByOther(int file, const std::string& path) {
  const std::string holder = ReadHolder(file);
  return absl::FailedPreconditionError(absl::StrCat(
      "'", path, "' is locked by ",
      holder.empty() ? "another process" : absl::StrCat("process ", holder)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Acquire(
    const std::string& path) {
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.valid()) return PosixError(errno, "open lock file", path);
  // flock, not fcntl: it belongs to this opening of the file, so that it holds
  // within a process, too, and ends with nothing but this descriptor.
  if (flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return LockedByOther(file.number(), path);
    return PosixError(errno, "lock", path);
  }
  const std::string holder = absl::StrCat(getpid(), "\n");
  if (ftruncate(file.number(), 0) != 0 ||
      pwrite(file.number(), holder.data(), holder.size(), 0) !=
          static_cast<ssize_t>(holder.size())) {
    return PosixError(errno, "write process id to", path);
  }
  return absl::WrapUnique(new FileLock(std::move(file)));
}

}  // namespace admf
