#include "containers/platform/posix_error.h"

#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/system_error.h"

namespace admf {

absl::Status PosixError(int error_number, std::string_view operation,
                        std::string_view path) {
  absl::Status status =
      SystemError(error_number, absl::StrCat("cannot ", std::string(operation),
                                             " '", std::string(path), "'"));
  switch (error_number) {
    // Bytes that were written may not be there.
    case EIO:
      return absl::DataLossError(status.message());
    case ELOOP:
      return absl::FailedPreconditionError(status.message());
    default:
      return status;
  }
}

}  // namespace admf
