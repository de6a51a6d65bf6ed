#pragma once

#include <string>
#include <string_view>

namespace admf {

/// `text`, which is UTF-8, as it may stand in an XML 1.0 document: in an
/// attribute between double quotes, or between tags. What XML doesn't allow,
/// such as control characters, becomes `?`. Line breaks are kept as references,
/// which attributes need.
std::string XmlText(std::string_view text);

}  // namespace admf
