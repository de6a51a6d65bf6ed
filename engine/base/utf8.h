#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace admf {

/// True if the bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates,
/// nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

/// The number of characters (code points) of UTF-8 text.
size_t Utf8Length(std::string_view text);

/// UTF-8 text that is too long for a message: its beginning, at most
/// `max_bytes` long and of whole characters, and `...`. Shorter text as it is.
std::string Shortened(std::string_view text, size_t max_bytes);

}  // namespace admf
