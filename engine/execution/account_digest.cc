#include "engine/execution/account_digest.h"

#include <xxhash.h>

#include <cstddef>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "engine/base/canonical_bytes.h"

namespace admf {

std::string AccountDigest(std::span<const AccountState> states) {
  constexpr size_t kStateBytes = 3 * kCanonicalNumberBytes;
  std::vector<std::byte> bytes(states.size() * kStateBytes);
  std::byte* next = bytes.data();
  const auto add = [&next](auto number) {
    StoreLittleEndian(CanonicalBits(number),
                      std::span<std::byte, kCanonicalNumberBytes>(
                          next, kCanonicalNumberBytes));
    next += kCanonicalNumberBytes;
  };
  for (const AccountState& state : states) {
    add(state.bar);
    add(state.cash);
    add(state.units);
  }
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits(bytes.data(), bytes.size()));
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.digest), sizeof(digest.digest)));
}

}  // namespace admf
