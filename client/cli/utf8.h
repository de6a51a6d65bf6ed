#pragma once

#include <string_view>

namespace admf {

/// Whether the text is UTF-8: no overlong forms, no surrogates. What is not
/// can't be sent as a text.
bool IsUtf8(std::string_view text);

}  // namespace admf
