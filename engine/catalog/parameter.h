#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace admf {

/// The value of a parameter. `int64_t` for integers, `std::string` for choices
/// and texts.
using ParameterValue = std::variant<int64_t, double, bool, std::string>;

/// The value as text: numbers in the shortest form that reads back to the same
/// value (so 10 and 10.0 have one text), choices and texts in quotes.
std::string ToString(const ParameterValue& value);

/// A declared parameter of a strategy or an indicator: the one place that the
/// catalogue, the validation and the documentation come from.
struct ParameterDefinition {
  enum class Type { kInteger, kReal, kBoolean, kChoice, kText };

  std::string name;
  Type type = Type::kInteger;
  std::string description;
  ParameterValue default_value;
  /// Inclusive bounds of numbers.
  std::optional<double> minimum = std::nullopt;
  std::optional<double> maximum = std::nullopt;
  /// Allowed values of a choice.
  std::vector<std::string> choices = {};

  static ParameterDefinition Integer(std::string name, int64_t default_value,
                                     int64_t minimum, int64_t maximum,
                                     std::string description);
  static ParameterDefinition Real(std::string name, double default_value,
                                  double minimum, double maximum,
                                  std::string description);
  /// A text of any length, whose meaning only its user checks. The default is
  /// empty.
  static ParameterDefinition Text(std::string name, std::string description);
};

/// What becomes of parameters that aren't declared.
enum class OtherParameters {
  /// They are refused.
  kRefused,
  /// They are finite real numbers.
  kNumbers,
};

/// One thing that is wrong with a set of parameters.
struct ParameterProblem {
  /// Name of the parameter.
  std::string name;
  /// What is wrong and what would be right: a sentence without a full stop
  /// that names the parameter and the value.
  std::string description;
};

/// Checked values of all declared parameters and of others that were given and
/// may be, by name. A value type.
class ParameterSet {
 public:
  /// Fills in defaults and checks names (with the nearest valid name as a
  /// hint), types and ranges. A real number without a fraction is taken as an
  /// integer and an integer as a real number where that is what is declared.
  /// Appends what is wrong to `problems`, in order of the names; the returned
  /// set is usable only if nothing was.
  static ParameterSet Resolve(
      const std::vector<ParameterDefinition>& definitions,
      const std::map<std::string, ParameterValue>& given,
      std::vector<ParameterProblem>* problems,
      OtherParameters others = OtherParameters::kRefused);

  /// CHECK-fails if there is no such parameter of that type.
  int64_t GetInteger(std::string_view name) const;
  double GetReal(std::string_view name) const;
  bool GetBoolean(std::string_view name) const;
  const std::string& GetChoice(std::string_view name) const;
  const std::string& GetText(std::string_view name) const;

  const std::map<std::string, ParameterValue, std::less<>>& values() const {
    return values_;
  }

 private:
  std::map<std::string, ParameterValue, std::less<>> values_;
};

}  // namespace admf
