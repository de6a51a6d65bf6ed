#include "engine/indicators/indicator.h"

#include "absl/strings/str_cat.h"

namespace admf {

size_t IndicatorSeries::bytes() const {
  size_t sum = 0;
  for (const auto& column : outputs) sum += column.capacity() * sizeof(double);
  return sum;
}

std::string IndicatorSpec::ToString() const {
  std::string text = absl::StrCat(name, "(");
  const char* separator = "";
  for (const auto& [parameter, value] : parameters) {
    absl::StrAppend(&text, separator, parameter, "=", admf::ToString(value));
    separator = ", ";
  }
  return absl::StrCat(text, ")");
}

}  // namespace admf
