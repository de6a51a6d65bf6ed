#include "engine/base/canonical_bytes.h"

#include <bit>
#include <cmath>

namespace admf {
namespace {

constexpr uint64_t kQuietNan = 0x7ff8000000000000;

}  // namespace

uint64_t CanonicalBits(double value) {
  if (std::isnan(value)) return kQuietNan;
  return value == 0.0 ? 0 : std::bit_cast<uint64_t>(value);
}

double DoubleFromBits(uint64_t bits) { return std::bit_cast<double>(bits); }

void StoreLittleEndian(uint64_t value,
                       std::span<std::byte, kCanonicalNumberBytes> bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(value >> (8 * i));
  }
}

uint64_t LoadLittleEndian(
    std::span<const std::byte, kCanonicalNumberBytes> bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= std::to_integer<uint64_t>(bytes[i]) << (8 * i);
  }
  return value;
}

}  // namespace admf
