#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/parameter.h"
#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

namespace admf {

/// Parameters that a search leaves as they are, by their names.
using FixedParameters = std::map<std::string, ParameterValue, std::less<>>;

/// A condition on parameters, such as
/// `fast_period < slow_period and slow_period - fast_period >= 5`.
///
/// It is written like the conditions of the strategy `rules` (docs/rules.md):
/// numbers, arithmetic, comparisons, `and`, `or`, `not`, abs, min and max. The
/// names are those of the space's dimensions, dots in them included
/// (`risk.stop_loss < risk.take_profit`). A dimension whose values are all
/// numbers is a number; one with the choices true and false is a condition;
/// texts can't be used. Arithmetic is IEEE 754's; comparisons with 0 / 0 are
/// false, `!=`, too.
///
/// Immutable, a value type; safe for any number of threads.
class ParameterConstraint {
 public:
  /// INVALID_ARGUMENT shows the place in the text and says what is wrong.
  /// `fixed` are parameters that aren't varied but may be named, too.
  static absl::StatusOr<ParameterConstraint> Parse(
      std::string_view text, const ParameterSpace& space,
      const FixedParameters& fixed = {});

  /// Whether it holds for a point of the space that it was parsed for. It holds
  /// wherever a dimension that it names is inactive: what isn't there can't
  /// break it.
  bool Holds(const SearchPoint& point) const;

  /// Whether it names a dimension: Holds answers the same for all points
  /// otherwise.
  bool depends_on_point() const;

  const std::string& text() const { return text_; }

 private:
  friend class ConstraintAnalyzer;

  enum class Operation {
    kConstant,
    kParameter,
    kNegate,
    kAbsolute,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kMinimum,
    kMaximum,
    kLess,
    kLessEqual,
    kEqual,
    kNotEqual,
    kAnd,
    kOr,
    kNot
  };

  /// Conditions are 1 or 0.
  struct Step {
    Operation operation = Operation::kConstant;
    bool is_condition = false;
    double constant = 0;
    /// Of kParameter.
    size_t dimension = 0;
    /// Indices of earlier steps.
    size_t left = 0;
    size_t right = 0;
  };

  ParameterConstraint() = default;

  static double Compute(Operation operation, double a, double b);

  std::string text_;
  /// The last one is the whole condition.
  std::vector<Step> steps_;
};

}  // namespace admf
