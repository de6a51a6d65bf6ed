#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace admf {

/// The status for an `errno` of a file operation, as FileSystem lists them.
///
///   PosixError(ENOSPC, "write", "/state/a.json")
///       UNAVAILABLE: cannot write '/state/a.json': No space left on device
///
/// @param operation completes "cannot ...".
absl::Status PosixError(int error_number, std::string_view operation,
                        std::string_view path);

}  // namespace admf
