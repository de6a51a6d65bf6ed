#pragma once

#include <cmath>

// What the operators of expressions do with numbers, once: for the folding of
// constants and for whole columns. Arithmetic is IEEE 754's; 1 / 0 is infinite
// and 0 / 0 is no number (NaN).

namespace admf::rules {

struct Negate {
  double operator()(double a) const { return -a; }
};
struct Absolute {
  double operator()(double a) const { return std::abs(a); }
};
struct Add {
  double operator()(double a, double b) const { return a + b; }
};
struct Subtract {
  double operator()(double a, double b) const { return a - b; }
};
struct Multiply {
  double operator()(double a, double b) const { return a * b; }
};
struct Divide {
  double operator()(double a, double b) const { return a / b; }
};

/// NaN if either is; of equal ones the second.
struct Minimum {
  double operator()(double a, double b) const {
    return a != a ? a : (a < b ? a : b);
  }
};
struct Maximum {
  double operator()(double a, double b) const {
    return a != a ? a : (a > b ? a : b);
  }
};

// Comparisons with NaN are false, that of kNotEqual, too.

struct Less {
  bool operator()(double a, double b) const { return a < b; }
};
struct LessEqual {
  bool operator()(double a, double b) const { return a <= b; }
};
struct Equal {
  bool operator()(double a, double b) const { return a == b; }
};
struct NotEqual {
  bool operator()(double a, double b) const { return (a < b) | (a > b); }
};

}  // namespace admf::rules
