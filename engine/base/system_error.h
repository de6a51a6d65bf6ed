#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace admf {

/// The status for an `errno`, with the system's words after `message`: as
/// absl::ErrnoToStatus, but UNAVAILABLE where the disk, a quota, the size of a
/// file or the number of open files is used up. These may be free again later;
/// RESOURCE_EXHAUSTED says that a workflow needs more memory than it may use.
///
///   SystemError(EMFILE, "it can't be opened")
///       UNAVAILABLE: it can't be opened: Too many open files
absl::Status SystemError(int error_number, std::string_view message);

}  // namespace admf
