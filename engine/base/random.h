#pragma once

#include <array>
#include <cstdint>

namespace admf {

/// One block of Philox4x32-10: a bijection of the 128-bit counter, chosen by
/// the key (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as
/// 1, 2, 3", SC11). Words are in the order of the paper's reference code.
std::array<uint32_t, 4> Philox4x32(std::array<uint32_t, 4> counter,
                                   std::array<uint32_t, 2> key);

/// Counter-based random numbers from Philox4x32-10. The n-th number of a
/// stream is a pure function of (seed, stream, n), so the order in which
/// threads draw cannot matter, and a resumed computation goes on where it was.
///
/// Not thread-safe; copy it, or make one per (seed, stream), which costs
/// nothing.
class Random {
 public:
  /// @param seed   the workflow's seed
  /// @param stream which of its independent streams, such as the number of a
  ///               trial
  /// @param index  number of 64-bit values of the stream to skip
  Random(uint64_t seed, uint64_t stream, uint64_t index = 0);

  /// The next 64 uniformly distributed bits.
  uint64_t NextBits();
  /// Uniform in [0, 1), 53 bits.
  double NextUniform();
  /// Uniform in [0, bound), without bias. bound > 0. Takes one 64-bit value,
  /// rarely more (Lemire: "Fast random integer generation in an interval",
  /// ACM TOMACS 29, 2019).
  uint64_t NextBelow(uint64_t bound);

  /// Number of 64-bit values taken so far; with seed and stream it is the
  /// whole state.
  uint64_t index() const { return index_; }
  uint64_t seed() const { return seed_; }
  uint64_t stream() const { return stream_; }

 private:
  /// Fills block_ with the two values of the block that index_ lies in.
  void Generate();

  uint64_t seed_;
  uint64_t stream_;
  uint64_t index_;
  /// Derived from the state above; meaningful while index_ is odd.
  std::array<uint64_t, 2> block_ = {};
};

}  // namespace admf
