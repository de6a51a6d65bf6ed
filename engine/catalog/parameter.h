#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace admf {

/// The value of a parameter. `int64_t` for integers, `std::string` for choices.
using ParameterValue = std::variant<int64_t, double, bool, std::string>;

/// A declared parameter of a strategy or an indicator: the one place that the catalogue, the validation and the
/// documentation come from.
struct ParameterDefinition {
  enum class Type { kInteger, kReal, kBoolean, kChoice };

  std::string name;
  Type type = Type::kInteger;
  std::string description;
  ParameterValue default_value;
  /// Inclusive bounds of numbers.
  std::optional<double> minimum, maximum;
  /// Allowed values of a choice.
  std::vector<std::string> choices;

  static ParameterDefinition Integer(std::string name, int64_t default_value, int64_t minimum, int64_t maximum,
                                     std::string description);
  static ParameterDefinition Real(std::string name, double default_value, double minimum, double maximum,
                                  std::string description);
};

/// One thing that is wrong with a set of parameters.
struct ParameterProblem {
  /// Name of the parameter.
  std::string name;
  /// What is wrong and what would be right.
  std::string description;
};

/// Checked values of all declared parameters, by name. A value type.
class ParameterSet {
 public:
  /// Fills in defaults and checks names (with the nearest valid name as a hint), types and ranges. A real number
  /// without a fraction is taken as an integer and an integer as a real number where that is what is declared.
  /// Appends what is wrong to `problems`; the returned set is usable only if nothing was.
  static ParameterSet Resolve(const std::vector<ParameterDefinition>& definitions,
                              const std::map<std::string, ParameterValue>& given,
                              std::vector<ParameterProblem>* problems);

  /// CHECK-fails if there is no such parameter of that type.
  int64_t GetInteger(std::string_view name) const;
  double GetReal(std::string_view name) const;
  bool GetBoolean(std::string_view name) const;
  const std::string& GetChoice(std::string_view name) const;

  const std::map<std::string, ParameterValue, std::less<>>& values() const { return values_; }

 private:
  std::map<std::string, ParameterValue, std::less<>> values_;
};

/// The valid name that is nearest to `name` by edit distance, or empty if none is near.
std::string NearestName(std::string_view name, const std::vector<std::string>& valid);

}  // namespace admf
