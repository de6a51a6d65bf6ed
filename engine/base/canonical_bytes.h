#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace admf {

// How numbers become the bytes that digests cover and that results are kept
// in: the same on every machine. Pure functions.

/// Bytes of one canonical number.
inline constexpr size_t kCanonicalNumberBytes = 8;

/// The bits of a double; values that compare equal have equal bits (-0.0 is
/// 0.0), and so have all NaNs, whose sign and payload depend on the compiler.
inline uint64_t CanonicalBits(double value) {
  constexpr uint64_t kQuietNan = 0x7ff8000000000000;
  if (std::isnan(value)) return kQuietNan;
  return value == 0.0 ? 0 : std::bit_cast<uint64_t>(value);
}
inline uint64_t CanonicalBits(int64_t value) {
  return static_cast<uint64_t>(value);
}

/// The double with these bits.
inline double DoubleFromBits(uint64_t bits) {
  return std::bit_cast<double>(bits);
}

/// Little-endian, whatever the machine.
inline void StoreLittleEndian(
    uint64_t value, std::span<std::byte, kCanonicalNumberBytes> bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(value >> (8 * i));
  }
}
inline uint64_t LoadLittleEndian(
    std::span<const std::byte, kCanonicalNumberBytes> bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= std::to_integer<uint64_t>(bytes[i]) << (8 * i);
  }
  return value;
}

}  // namespace admf
