#pragma once

#include <stop_token>

#include "absl/status/status.h"

namespace admf {

/// Reads a gzip file from its begin to its end and checks its lengths and
/// checksums. DuckDB checks neither: to it a file that was cut off ends there,
/// and damaged prices are prices.
///
/// `descriptor` stays open; its position changes. INVALID_ARGUMENT if the file
/// is not gzip, cut off or damaged; CANCELLED if `stop` is requested.
absl::Status CheckGzip(int descriptor, std::stop_token stop);

}  // namespace admf
