#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "boost/random/sobol.hpp"

namespace admf {

/// Sobol's low-discrepancy sequence in base 2 with the direction numbers of Joe
/// and Kuo ("Constructing Sobol sequences with better two-dimensional
/// projections", SIAM J. Sci. Comput. 30, 2008; new-joe-kuo-6), in the order of
/// the Gray code (Antonov, Saleev 1979). It begins with the point 0, so that
/// the first 2^m points are a net.
///
/// Not thread-safe.
class SobolSequence {
 public:
  static constexpr size_t kMostDimensions = 3667;

  /// 1 <= dimensions <= kMostDimensions.
  explicit SobolSequence(size_t dimensions);

  /// The next point: coordinates in [0, 1) times 2^64.
  std::vector<uint64_t> Next();

 private:
  const size_t dimensions_;
  bool began_ = false;
  boost::random::sobol_engine<uint64_t, 64> engine_;
};

}  // namespace admf
