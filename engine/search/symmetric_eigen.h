#pragma once

#include <cstddef>
#include <vector>

namespace admf {

/// A symmetric matrix A as V diag(values) V^T.
struct SymmetricEigen {
  std::vector<double> values;
  /// Row by row; column k belongs to values[k].
  std::vector<double> vectors;
};

/// By Jacobi's method, row by row (Golub, Van Loan: "Matrix Computations",
/// section 8.5). The order of all operations is fixed, so that the result is
/// the same to the bit everywhere, which a library with vectorised kernels
/// doesn't promise. Eigenvalues are in no order.
///
/// @param matrix n x n, row by row; symmetric and finite
SymmetricEigen DecomposeSymmetric(std::vector<double> matrix, size_t n);

}  // namespace admf
