#include "engine/search/symmetric_eigen.h"

#include <cmath>
#include <utility>

#include "engine/base/check.h"

namespace admf {
namespace {

/// It converges quadratically: some ten sweeps do.
constexpr int kMostSweeps = 60;

/// Columns p and q of a matrix become c p - s q and s p + c q.
void RotateColumns(size_t n, size_t p, size_t q, double c, double s,
                   std::vector<double>* matrix) {
  for (size_t i = 0; i < n; ++i) {
    double& x = (*matrix)[i * n + p];
    double& y = (*matrix)[i * n + q];
    const double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  }
}

void RotateRows(size_t n, size_t p, size_t q, double c, double s,
                std::vector<double>* matrix) {
  for (size_t i = 0; i < n; ++i) {
    double& x = (*matrix)[p * n + i];
    double& y = (*matrix)[q * n + i];
    const double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  }
}

/// Makes element (p, q) 0. False if it is so small that it changes neither
/// element of the diagonal.
bool Annihilate(size_t n, size_t p, size_t q, std::vector<double>* matrix,
                std::vector<double>* vectors) {
  const double off = (*matrix)[p * n + q];
  const double first = (*matrix)[p * n + p];
  const double second = (*matrix)[q * n + q];
  if (std::abs(first) + std::abs(off) == std::abs(first) &&
      std::abs(second) + std::abs(off) == std::abs(second)) {
    return false;
  }
  const double tau = (second - first) / (2 * off);
  const double t =
      (tau >= 0 ? 1.0 : -1.0) / (std::abs(tau) + std::sqrt(1 + tau * tau));
  const double c = 1 / std::sqrt(1 + t * t);
  const double s = t * c;
  RotateColumns(n, p, q, c, s, matrix);
  RotateRows(n, p, q, c, s, matrix);
  RotateColumns(n, p, q, c, s, vectors);
  (*matrix)[p * n + q] = 0;
  (*matrix)[q * n + p] = 0;
  return true;
}

}  // namespace

SymmetricEigen DecomposeSymmetric(std::vector<double> matrix, size_t n) {
  CHECK(matrix.size() == n * n);
  std::vector<double> vectors(n * n);
  for (size_t i = 0; i < n; ++i) vectors[i * n + i] = 1;
  bool changed = true;
  for (int sweep = 0; changed && sweep < kMostSweeps; ++sweep) {
    changed = false;
    for (size_t p = 0; p < n; ++p) {
      for (size_t q = p + 1; q < n; ++q) {
        changed = Annihilate(n, p, q, &matrix, &vectors) || changed;
      }
    }
  }
  SymmetricEigen eigen{.values = {}, .vectors = std::move(vectors)};
  for (size_t i = 0; i < n; ++i) eigen.values.push_back(matrix[i * n + i]);
  return eigen;
}

}  // namespace admf
