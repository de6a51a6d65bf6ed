#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/canonical_bytes.h"

namespace admf {

/// XXH3, 128 bits, of numbers in their canonical form, in hexadecimal. It tells
/// things apart by accident, not by intent, and takes a fraction of the time of
/// SHA-256.
///
/// Not thread-safe.
class NumberDigest {
 public:
  /// Of `count` numbers, which are added one after the other.
  explicit NumberDigest(size_t count) : bytes_(count * kCanonicalNumberBytes) {}

  template <typename Number>
  void Add(Number number) {
    StoreLittleEndian(CanonicalBits(number),
                      std::span<std::byte, kCanonicalNumberBytes>(
                          bytes_.data() + used_, kCanonicalNumberBytes));
    used_ += kCanonicalNumberBytes;
  }
  /// CHECK-fails unless `count` numbers were added.
  std::string Finish() const;

 private:
  std::vector<std::byte> bytes_;
  size_t used_ = 0;
};

}  // namespace admf
