#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalog/parameter.h"
#include "engine/search/parameter_space.h"
#include "engine/search/search_dimension.h"

// Short ways to write down spaces and points in tests.

namespace admf {

inline SearchDimension Integer(std::string name, double minimum, double maximum,
                               std::optional<double> step = std::nullopt) {
  return {.name = std::move(name),
          .kind = SearchDimension::Kind::kInteger,
          .minimum = minimum,
          .maximum = maximum,
          .step = step};
}

inline SearchDimension Real(std::string name, double minimum, double maximum,
                            std::optional<double> step = std::nullopt) {
  return {.name = std::move(name),
          .kind = SearchDimension::Kind::kReal,
          .minimum = minimum,
          .maximum = maximum,
          .step = step};
}

inline SearchDimension Choices(std::string name,
                               std::vector<ParameterValue> choices) {
  return {.name = std::move(name), .choices = std::move(choices)};
}

inline ParameterValue Text(std::string text) { return text; }
inline ParameterValue Whole(int64_t number) { return number; }

inline SearchDimension When(SearchDimension dimension, std::string name,
                            std::vector<ParameterValue> values) {
  dimension.when = {std::move(name), std::move(values)};
  return dimension;
}

inline SearchDimension Logarithmic(SearchDimension dimension) {
  dimension.log_scale = true;
  return dimension;
}

inline ParameterSpace Space(std::vector<SearchDimension> dimensions) {
  return ParameterSpace::Create(std::move(dimensions)).value();
}

/// The number of a dimension that has one.
inline double NumberAt(const SearchPoint& point, size_t dimension) {
  const ParameterValue& value = point[dimension].value();
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  return std::get<double>(value);
}

/// `type` decides which of the others are there: period (macd, sma) and signal
/// (macd). 3 x 2 points of macd, 3 of sma, 1 of none.
inline ParameterSpace ConditionalSpace() {
  return Space(
      {Choices("type", {Text("macd"), Text("none"), Text("sma")}),
       When(Integer("period", 1, 3), "type", {Text("macd"), Text("sma")}),
       When(Integer("signal", 8, 9), "type", {Text("macd")})});
}

}  // namespace admf
