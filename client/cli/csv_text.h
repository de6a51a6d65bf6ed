#pragma once

#include <string>
#include <vector>

namespace admf {

/// One line of comma-separated text (RFC 4180, but with a line feed at its
/// end): fields with a comma, a quote or a line break are quoted.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace admf
