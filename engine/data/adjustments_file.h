#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/data/adjustments.h"

namespace admf {

/// Reads the file at `path`, whose path the user wrote as `display_path`, as
/// ParseAdjustments; NOT_FOUND, PERMISSION_DENIED and INVALID_ARGUMENT as
/// PriceFile::Open, RESOURCE_EXHAUSTED for more than 64 MiB. Errors begin with
/// `display_path`.
absl::StatusOr<std::vector<Adjustment>> ReadAdjustments(
    const std::string& path, const std::string& display_path,
    std::string_view symbol);

}  // namespace admf
