#pragma once

#include <string>

#include "admf/v1/workflow.pb.h"
#include "google/protobuf/struct.pb.h"

namespace admf {

/// A parameter's value as it is written in YAML: `12`, `0.5`, `true`, `wilder`.
/// Empty for what no parameter is.
std::string ParameterValueText(const google::protobuf::Value& value);

/// A trial's parameters, by name: `fast_period=12 slow_period=45`. Numbers are
/// unrounded, so that --set takes them as they stand.
std::string ParametersText(const v1::Trial& trial);

}  // namespace admf
