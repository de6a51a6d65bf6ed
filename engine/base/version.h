#pragma once

#include <string_view>

namespace admf {

/// Version of the program. It is part of every result's digest, so it changes
/// whenever a result can change.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace admf
