#include "server/catalogue_info.h"

#include <variant>
#include <vector>

#include "admf/v1/catalog.pb.h"
#include "engine/catalog/parameter.h"
#include "engine/indicators/catalogue.h"
#include "engine/strategies/catalogue.h"

namespace admf {
namespace {

using Type = ParameterDefinition::Type;

v1::ParameterType ToProto(Type type) {
  switch (type) {
    case Type::kInteger:
      return v1::PARAMETER_TYPE_INTEGER;
    case Type::kReal:
      return v1::PARAMETER_TYPE_REAL;
    case Type::kBoolean:
      return v1::PARAMETER_TYPE_BOOLEAN;
    case Type::kChoice:
      return v1::PARAMETER_TYPE_CHOICE;
    case Type::kText:
      return v1::PARAMETER_TYPE_TEXT;
  }
  return v1::PARAMETER_TYPE_UNSPECIFIED;
}

google::protobuf::Value ToProto(const ParameterValue& value) {
  google::protobuf::Value result;
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    result.set_number_value(static_cast<double>(*integer));
  } else if (const auto* real = std::get_if<double>(&value)) {
    result.set_number_value(*real);
  } else if (const auto* boolean = std::get_if<bool>(&value)) {
    result.set_bool_value(*boolean);
  } else {
    result.set_string_value(std::get<std::string>(value));
  }
  return result;
}

template <typename Info>
void AddParameters(const std::vector<ParameterDefinition>& definitions,
                   Info* info) {
  for (const ParameterDefinition& definition : definitions) {
    v1::ParameterInfo* parameter = info->add_parameters();
    parameter->set_name(definition.name);
    parameter->set_type(ToProto(definition.type));
    parameter->set_description(definition.description);
    *parameter->mutable_default_value() = ToProto(definition.default_value);
    if (definition.minimum) parameter->set_minimum(*definition.minimum);
    if (definition.maximum) parameter->set_maximum(*definition.maximum);
    parameter->mutable_choices()->Add(definition.choices.begin(),
                                      definition.choices.end());
  }
}

}  // namespace

void AddCatalogue(v1::GetServerInfoResponse* info) {
  for (const StrategyDefinition& definition : StrategyCatalogue()) {
    v1::StrategyInfo* strategy = info->add_strategies();
    strategy->set_name(definition.name);
    strategy->set_description(definition.description);
    AddParameters(definition.parameters, strategy);
    strategy->set_takes_other_numbers(definition.other_parameters ==
                                      OtherParameters::kNumbers);
    strategy->set_has_members(definition.create_of_members != nullptr);
  }
  for (const IndicatorDefinition& definition : IndicatorCatalogue()) {
    v1::IndicatorInfo* indicator = info->add_indicators();
    indicator->set_name(definition.name);
    indicator->set_description(definition.description);
    AddParameters(definition.parameters, indicator);
    indicator->mutable_outputs()->Add(definition.outputs.begin(),
                                      definition.outputs.end());
  }
}

}  // namespace admf
