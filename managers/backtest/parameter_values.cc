#include "managers/backtest/parameter_values.h"

#include <cmath>
#include <cstdint>
#include <variant>

namespace admf {

using google::protobuf::Value;

std::optional<ParameterValue> ToParameterValue(const Value& value) {
  switch (value.kind_case()) {
    case Value::kNumberValue: {
      const double number = value.number_value();
      // Whole numbers up to 2^53 are exact; the catalogue says which of them
      // are meant as real numbers.
      if (number == std::floor(number) &&
          std::abs(number) <= 9007199254740992.0)
        return static_cast<int64_t>(number);
      return number;
    }
    case Value::kBoolValue:
      return value.bool_value();
    case Value::kStringValue:
      return value.string_value();
    default:
      return std::nullopt;
  }
}

Value ToValue(const ParameterValue& parameter) {
  Value value;
  if (const auto* integer = std::get_if<int64_t>(&parameter)) {
    value.set_number_value(static_cast<double>(*integer));
  } else if (const auto* real = std::get_if<double>(&parameter)) {
    value.set_number_value(*real);
  } else if (const auto* boolean = std::get_if<bool>(&parameter)) {
    value.set_bool_value(*boolean);
  } else {
    value.set_string_value(std::get<std::string>(parameter));
  }
  return value;
}

}  // namespace admf
