#include "engine/base/utf8.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace admf {
namespace {

/// How many bytes follow a first byte, and what its character is at least.
struct Form {
  size_t following;
  uint32_t first_bits;
  uint32_t minimum;
};

bool FindForm(uint8_t first, Form* form) {
  if (first < 0x80) {
    *form = {0, first, 0};
  } else if (first >= 0xC0 && first < 0xE0) {
    *form = {1, first & 0x1Fu, 0x80};
  } else if (first >= 0xE0 && first < 0xF0) {
    *form = {2, first & 0x0Fu, 0x800};
  } else if (first >= 0xF0 && first < 0xF8) {
    *form = {3, first & 0x07u, 0x10000};
  } else {
    return false;
  }
  return true;
}

bool ContinuesCharacter(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0) == 0x80;
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    Form form;
    if (!FindForm(static_cast<uint8_t>(bytes[0]), &form) ||
        bytes.size() <= form.following) {
      return false;
    }
    uint32_t character = form.first_bits;
    for (size_t i = 1; i <= form.following; ++i) {
      const auto byte = static_cast<uint8_t>(bytes[i]);
      if (!ContinuesCharacter(bytes[i])) return false;
      character = (character << 6) | (byte & 0x3F);
    }
    const bool is_surrogate = character >= 0xD800 && character < 0xE000;
    if (character < form.minimum || character > 0x10FFFF || is_surrogate) {
      return false;
    }
    bytes.remove_prefix(1 + form.following);
  }
  return true;
}

size_t Utf8Length(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return !ContinuesCharacter(byte); }));
}

std::string Shortened(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  size_t size = max_bytes;
  while (size > 0 && ContinuesCharacter(text[size])) --size;
  return std::string(text.substr(0, size)) + "...";
}

}  // namespace admf
