#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Columns of bytes, eight at a time: where most of them are zero, most words
// are, too, and one comparison passes eight bars.

namespace admf {

static_assert(std::endian::native == std::endian::little,
              "the first byte is the lowest one");

inline constexpr size_t kWordBytes = sizeof(uint64_t);

inline uint64_t LoadWord(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

/// Eight times the same byte.
constexpr uint64_t WordOf(uint8_t byte) { return byte * 0x0101010101010101; }

/// Index of the first byte of a word that isn't 0.
inline size_t FirstByte(uint64_t word) {
  return static_cast<size_t>(std::countr_zero(word)) / 8;
}

/// A word with all bits of the bytes behind this one.
constexpr uint64_t BytesBehind(size_t byte) {
  return byte == kWordBytes - 1 ? 0 : ~uint64_t{0} << (8 * (byte + 1));
}

}  // namespace admf
