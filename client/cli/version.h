#pragma once

namespace admf {

/// The version of the client, as `admf version` prints it.
inline constexpr char kClientVersion[] = "0.1.0";

}  // namespace admf
