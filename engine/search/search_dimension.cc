#include "engine/search/search_dimension.h"

#include <cstdint>
#include <variant>

namespace admf {
std::optional<double> NumberOf(const ParameterValue& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::nullopt;
}

bool IsSameValue(const ParameterValue& a, const ParameterValue& b) {
  if (a.index() == b.index()) return a == b;
  const auto first = NumberOf(a);
  return first && first == NumberOf(b);
}

}  // namespace admf
