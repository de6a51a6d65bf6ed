#include "engine/base/random.h"

#include "engine/base/check.h"

namespace admf {
namespace {

constexpr int kRounds = 10;
constexpr std::array<uint32_t, 2> kMultiplier = {0xD2511F53, 0xCD9E8D57};
// Golden ratio and sqrt(3) - 1: the key's Weyl sequence.
constexpr std::array<uint32_t, 2> kKeyIncrement = {0x9E3779B9, 0xBB67AE85};

uint32_t Low(uint64_t value) { return static_cast<uint32_t>(value); }
uint32_t High(uint64_t value) { return static_cast<uint32_t>(value >> 32); }
uint64_t Join(uint32_t high, uint32_t low) {
  return (static_cast<uint64_t>(high) << 32) | low;
}

}  // namespace

std::array<uint32_t, 4> Philox4x32(std::array<uint32_t, 4> counter,
                                   std::array<uint32_t, 2> key) {
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t first = uint64_t{kMultiplier[0]} * counter[0];
    const uint64_t second = uint64_t{kMultiplier[1]} * counter[2];
    counter = {High(second) ^ counter[1] ^ key[0], Low(second),
               High(first) ^ counter[3] ^ key[1], Low(first)};
    key[0] += kKeyIncrement[0];
    key[1] += kKeyIncrement[1];
  }
  return counter;
}

Random::Random(uint64_t seed, uint64_t stream, uint64_t index)
    : seed_(seed), stream_(stream), index_(index) {
  if (index_ % 2 == 1) Generate();
}

void Random::Generate() {
  const uint64_t block = index_ / 2;
  const std::array<uint32_t, 4> words =
      Philox4x32({Low(block), High(block), Low(stream_), High(stream_)},
                 {Low(seed_), High(seed_)});
  block_ = {Join(words[1], words[0]), Join(words[3], words[2])};
}

uint64_t Random::NextBits() {
  if (index_ % 2 == 0) Generate();
  return block_[index_++ % 2];
}

double Random::NextUniform() {
  return static_cast<double>(NextBits() >> 11) * 0x1p-53;
}

uint64_t Random::NextBelow(uint64_t bound) {
  CHECK(bound > 0);
  // The high half of bits * bound is uniform once the products whose low half
  // is below 2^64 mod bound are rejected.
  using Product = unsigned __int128;
  Product product = static_cast<Product>(NextBits()) * bound;
  if (static_cast<uint64_t>(product) < bound) {
    const uint64_t rejected = (uint64_t{0} - bound) % bound;
    while (static_cast<uint64_t>(product) < rejected) {
      product = static_cast<Product>(NextBits()) * bound;
    }
  }
  return static_cast<uint64_t>(product >> 64);
}

}  // namespace admf
