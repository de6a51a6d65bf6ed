#include "engine/search/symmetric_eigen.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/base/random.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

// (2 - l)^2 = 1
TEST(SymmetricEigenTest, KnownValues) {
  const SymmetricEigen eigen = DecomposeSymmetric({2, 1, 1, 2}, 2);
  EXPECT_NEAR(std::min(eigen.values[0], eigen.values[1]), 1, 1e-15);
  EXPECT_NEAR(std::max(eigen.values[0], eigen.values[1]), 3, 1e-15);
  EXPECT_NEAR(std::abs(eigen.vectors[0]), std::sqrt(0.5), 1e-15);
}

TEST(SymmetricEigenTest, ADiagonalStaysAsItIs) {
  const SymmetricEigen eigen = DecomposeSymmetric({3, 0, 0, -5}, 2);
  EXPECT_EQ(eigen.values, (std::vector<double>{3, -5}));
  EXPECT_EQ(eigen.vectors, (std::vector<double>{1, 0, 0, 1}));
}

// V V^T = 1 and V diag(values) V^T = A, also where eigenvalues differ by 10^12.
TEST(SymmetricEigenTest, ComposesTheMatrixAgain) {
  Random random(5, 0);
  for (const size_t n : {1, 3, 10, 30}) {
    std::vector<double> matrix(n * n);
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j <= i; ++j) {
        const double scale = std::pow(
            10, -6.0 * static_cast<double>(i + j) / static_cast<double>(n));
        matrix[i * n + j] = matrix[j * n + i] =
            (random.NextUniform() - 0.5) * scale;
      }
    }
    const SymmetricEigen eigen = DecomposeSymmetric(matrix, n);
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        double product = 0;
        double orthogonal = 0;
        for (size_t k = 0; k < n; ++k) {
          const double both =
              eigen.vectors[i * n + k] * eigen.vectors[j * n + k];
          orthogonal += both;
          product += both * eigen.values[k];
        }
        ASSERT_NEAR(orthogonal, i == j ? 1 : 0, 1e-13);
        ASSERT_NEAR(product, matrix[i * n + j], 1e-14);
      }
    }
  }
}

}  // namespace
}  // namespace admf
