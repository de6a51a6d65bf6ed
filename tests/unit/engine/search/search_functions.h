#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

// Functions that algorithms are tried on everywhere, to be minimised.

namespace admf {

/// 0 at (0, ..., 0).
inline double Sphere(std::span<const double> x) {
  double sum = 0;
  for (const double one : x) sum += one * one;
  return sum;
}

/// 0 at (1, ..., 1), at the end of a bent valley.
inline double Rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (size_t i = 0; i + 1 < x.size(); ++i) {
    sum += 100 * std::pow(x[i + 1] - x[i] * x[i], 2) + std::pow(1 - x[i], 2);
  }
  return sum;
}

/// 0 at (0, ..., 0), amidst a grid of other minima of about 1 and more.
inline double Rastrigin(std::span<const double> x) {
  double sum = 0;
  for (const double one : x) {
    sum += one * one + 10 - 10 * std::cos(2 * std::numbers::pi * one);
  }
  return sum;
}

/// 0.397887 at (pi, 2.275) and two other points of [-5, 10] x [0, 15].
inline double Branin(double x, double y) {
  const double pi = std::numbers::pi;
  const double square = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return square * square + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
}

/// -3.32237 at (0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573) in the
/// unit cube (Dixon, Szego: "The global optimization problem: an introduction",
/// 1978).
inline double Hartmann6(std::span<const double> x) {
  constexpr std::array<double, 4> kAlpha = {1.0, 1.2, 3.0, 3.2};
  constexpr double kA[4][6] = {{10, 3, 17, 3.5, 1.7, 8},
                               {0.05, 10, 17, 0.1, 8, 14},
                               {3, 3.5, 1.7, 10, 17, 8},
                               {17, 8, 0.05, 10, 0.1, 14}};
  constexpr double kP[4][6] = {{1312, 1696, 5569, 124, 8283, 5886},
                               {2329, 4135, 8307, 3736, 1004, 9991},
                               {2348, 1451, 3522, 2883, 3047, 6650},
                               {4047, 8828, 8732, 5743, 1091, 381}};
  double sum = 0;
  for (size_t i = 0; i < 4; ++i) {
    double inner = 0;
    for (size_t j = 0; j < 6; ++j) {
      inner += kA[i][j] * std::pow(x[j] - 1e-4 * kP[i][j], 2);
    }
    sum -= kAlpha[i] * std::exp(-inner);
  }
  return sum;
}

/// Two objectives in the unit cube; the front is f2 = 1 - sqrt(f1), where all
/// but the first coordinate are 0 (Zitzler, Deb, Thiele: "Comparison of
/// multiobjective evolutionary algorithms", Evolutionary Computation 8, 2000).
inline std::array<double, 2> Zdt1(std::span<const double> x) {
  double sum = 0;
  for (size_t i = 1; i < x.size(); ++i) sum += x[i];
  const double g = 1 + 9 * sum / static_cast<double>(x.size() - 1);
  return {x[0], g * (1 - std::sqrt(x[0] / g))};
}

}  // namespace admf
