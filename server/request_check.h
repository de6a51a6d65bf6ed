#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace admf {

// What several requests have in common and what it may be. Errors are
// INVALID_ARGUMENT with the reason INVALID_REQUEST, and name the field.

/// Of what submits a workflow: a request id of at most 128 bytes, a priority
/// from 1 to 5 or 0 for the default one.
absl::Status CheckSubmission(const std::string& request_id, int32_t priority);

/// Why somebody cancels or pauses: at most 1000 bytes.
absl::Status CheckReason(const std::string& reason);

/// How many workflows `field` asks for: up to 1000; `if_zero` of them if it is
/// 0.
absl::StatusOr<size_t> ReadCount(std::string_view field, int32_t count,
                                 size_t if_zero);

}  // namespace admf
