#include "engine/base/system_error.h"

#include <cerrno>

#include "absl/strings/string_view.h"

namespace admf {

absl::Status SystemError(int error_number, std::string_view message) {
  absl::Status status = absl::ErrnoToStatus(
      error_number, absl::string_view(message.data(), message.size()));
  switch (error_number) {
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENOSPC:
      return absl::UnavailableError(status.message());
    default:
      return status;
  }
}

}  // namespace admf
