#include "engine/base/xxhash64.h"

#include <array>
#include <bit>
#include <cstring>

namespace admf {
namespace {

static_assert(std::endian::native == std::endian::little);

// The specification's constants, which are primes.
constexpr uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr uint64_t kPrime5 = 0x27D4EB2F165667C5;

template <typename T>
T Load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

uint64_t Round(uint64_t lane, uint64_t input) {
  return std::rotl(lane + input * kPrime2, 31) * kPrime1;
}

/// The sum of all whole blocks of 32 bytes, which are taken off `bytes`.
uint64_t SumBlocks(std::span<const std::byte>& bytes) {
  std::array<uint64_t, 4> lanes = {kPrime1 + kPrime2, kPrime2, 0,
                                   uint64_t{0} - kPrime1};
  const size_t blocks = bytes.size() / 32;
  const std::byte* next = bytes.data();
  for (size_t block = 0; block < blocks; ++block, next += 32) {
    for (size_t lane = 0; lane < 4; ++lane) {
      lanes[lane] = Round(lanes[lane], Load<uint64_t>(next + 8 * lane));
    }
  }
  bytes = bytes.subspan(blocks * 32);
  uint64_t sum = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) +
                 std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
  for (const uint64_t lane : lanes) {
    sum = (sum ^ Round(0, lane)) * kPrime1 + kPrime4;
  }
  return sum;
}

}  // namespace

uint64_t XxHash64(std::span<const std::byte> bytes) {
  const uint64_t size = bytes.size();
  uint64_t sum = size + (size < 32 ? kPrime5 : SumBlocks(bytes));
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    sum ^= Round(0, Load<uint64_t>(bytes.data()));
    sum = std::rotl(sum, 27) * kPrime1 + kPrime4;
  }
  for (; bytes.size() >= 4; bytes = bytes.subspan(4)) {
    sum ^= Load<uint32_t>(bytes.data()) * kPrime1;
    sum = std::rotl(sum, 23) * kPrime2 + kPrime3;
  }
  for (const std::byte byte : bytes) {
    sum ^= static_cast<uint64_t>(byte) * kPrime5;
    sum = std::rotl(sum, 11) * kPrime1;
  }
  sum = (sum ^ (sum >> 33)) * kPrime2;
  sum = (sum ^ (sum >> 29)) * kPrime3;
  return sum ^ (sum >> 32);
}

}  // namespace admf
