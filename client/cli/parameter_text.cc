#include "client/cli/parameter_text.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/number_format.h"

namespace admf {

std::string ParameterValueText(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kNumberValue:
      return FormatExact(value.number_value());
    case google::protobuf::Value::kStringValue:
      return value.string_value();
    case google::protobuf::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    default:
      return "";
  }
}

std::string ParametersText(const v1::Trial& trial) {
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : trial.parameters()) {
    values[name] = ParameterValueText(value);
  }
  return absl::StrJoin(values, " ", absl::PairFormatter("="));
}

}  // namespace admf
