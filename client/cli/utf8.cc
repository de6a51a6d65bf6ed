#include "client/cli/utf8.h"

#include <cstddef>
#include <cstdint>

namespace admf {

bool IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const unsigned char lead = text[i++];
    const int following = lead < 0x80   ? 0
                          : lead < 0xc2 ? -1
                          : lead < 0xe0 ? 1
                          : lead < 0xf0 ? 2
                          : lead < 0xf5 ? 3
                                        : -1;
    if (following < 0 || text.size() - i < static_cast<size_t>(following)) {
      return false;
    }
    uint32_t character = lead & (0x7f >> (following + (following > 0)));
    for (int k = 0; k < following; ++k) {
      const unsigned char byte = text[i++];
      if ((byte & 0xc0) != 0x80) return false;
      character = character << 6 | (byte & 0x3f);
    }
    const bool overlong = (following == 2 && character < 0x800) ||
                          (following == 3 && character < 0x10000);
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    if (overlong || surrogate || character > 0x10ffff) return false;
  }
  return true;
}

}  // namespace admf
