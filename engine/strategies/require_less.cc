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

/// Appends a problem unless `holds`, which the words say.
void Require(bool (*holds)(double, double), const char* words,
             const ParameterSet& parameters, std::string_view smaller,
             std::string_view greater,
             std::vector<ParameterProblem>* problems) {
  const ParameterValue& first = Value(parameters, smaller);
  const ParameterValue& second = Value(parameters, greater);
  if (holds(Number(first), Number(second))) return;
  const std::string name(smaller);
  problems->push_back(
      {name, absl::StrCat(name, " (", ToString(first), ") must be ", words, " ",
                          std::string(greater), " (", ToString(second), ")")});
}

}  // namespace

void RequireLess(const ParameterSet& parameters, std::string_view smaller,
                 std::string_view greater,
                 std::vector<ParameterProblem>* problems) {
  Require([](double a, double b) { return a < b; }, "less than", parameters,
          smaller, greater, problems);
}

void RequireAtMost(const ParameterSet& parameters, std::string_view smaller,
                   std::string_view greater,
                   std::vector<ParameterProblem>* problems) {
  Require([](double a, double b) { return a <= b; }, "at most", parameters,
          smaller, greater, problems);
}

}  // namespace admf
