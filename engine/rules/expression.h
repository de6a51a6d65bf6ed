#pragma once

#include <cstddef>
#include <vector>

#include "engine/indicators/indicator.h"

namespace admf {

/// A condition whose names and types are known. Made by AnalyzeRule.
struct Expression {
  enum class Operation {
    // Numbers.
    kConstant,
    kOpen,
    kHigh,
    kLow,
    kClose,
    kVolume,
    kIndicator,
    kNegate,
    kAbsolute,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kMinimum,
    kMaximum,
    // Conditions on numbers.
    kLess,
    kLessEqual,
    kEqual,
    kNotEqual,
    /// Of programs only: 1 where the left operand's sign becomes positive, 2
    /// where it becomes negative, else 0.
    kCrossing,
    kCrossesAbove,
    kCrossesBelow,
    // Conditions on conditions.
    kAnd,
    kOr,
    kNot,
  };

  struct Node {
    Operation operation = Operation::kConstant;
    /// Of kConstant.
    double constant = 0;
    /// Of kIndicator: index into `indicators`, and of the output.
    size_t indicator = 0;
    size_t output = 0;
    /// Of prices and kIndicator: how many bars back.
    size_t previous = 0;
    /// Indices of the operands; kNegate, kAbsolute and kNot have the left one
    /// only.
    size_t left = 0;
    size_t right = 0;
  };

  /// Operands stand before what they belong to; the last node is the whole
  /// condition. Some nodes may belong to nothing: constants that became
  /// parameters of an indicator.
  std::vector<Node> nodes;
  /// Different ones, with all their parameters.
  std::vector<IndicatorSpec> indicators;
  /// Number of bars before the first one at which every price, indicator and
  /// previous value in the condition has a value; at least that where the times
  /// of the bars matter, too (pivot_points).
  size_t warm_up = 0;
  bool uses_volume = false;
};

}  // namespace admf
