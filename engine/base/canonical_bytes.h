#pragma once

#include <cstdint>
#include <span>

namespace admf {

// How numbers become the bytes that digests cover and that results are kept
// in: the same on every machine. Pure functions.

/// Bytes of one canonical number.
inline constexpr size_t kCanonicalNumberBytes = 8;

/// The bits of a double; values that compare equal have equal bits (-0.0 is
/// 0.0), and so have all NaNs, whose sign and payload depend on the compiler.
uint64_t CanonicalBits(double value);
inline uint64_t CanonicalBits(int64_t value) {
  return static_cast<uint64_t>(value);
}

/// The double with these bits.
double DoubleFromBits(uint64_t bits);

/// Little-endian, whatever the machine.
void StoreLittleEndian(uint64_t value,
                       std::span<std::byte, kCanonicalNumberBytes> bytes);
uint64_t LoadLittleEndian(
    std::span<const std::byte, kCanonicalNumberBytes> bytes);

}  // namespace admf
