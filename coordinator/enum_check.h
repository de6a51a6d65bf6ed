#pragma once

#include <string>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Adds a problem for each number in `config`, at any depth, that is no value
/// of its enum: a client's mistake, or that of a newer client. YAML knows names
/// only. `path` is that of the configuration; fields are named below it.
void FindUnknownEnumValues(const v1::WorkflowConfig& config,
                           const std::string& path,
                           std::vector<ConfigProblem>* problems);

}  // namespace admf
