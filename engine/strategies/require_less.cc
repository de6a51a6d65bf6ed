#include "engine/strategies/require_less.h"

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace admf {
namespace {

const ParameterValue& Value(const ParameterSet& parameters,
                            std::string_view name) {
  const auto found = parameters.values().find(name);
  CHECK(found != parameters.values().end());
  return found->second;
}

double Number(const ParameterValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return static_cast<double>(*integer);
  }
  const auto* real = std::get_if<double>(&value);
  CHECK(real != nullptr);
  return *real;
}

}  // namespace

void RequireLess(const ParameterSet& parameters, std::string_view smaller,
                 std::string_view greater,
                 std::vector<ParameterProblem>* problems) {
  const ParameterValue& first = Value(parameters, smaller);
  const ParameterValue& second = Value(parameters, greater);
  if (Number(first) < Number(second)) return;
  const std::string name(smaller);
  problems->push_back(
      {name, absl::StrCat(name, " (", ToString(first), ") must be less than ",
                          std::string(greater), " (", ToString(second), ")")});
}

}  // namespace admf
