#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Adds a problem for each number in `message`, at any depth, that is no value
/// of its enum: a client's mistake, or that of a newer client. YAML knows names
/// only. `path` is that of the message; fields are named below it.
void FindUnknownEnumValues(const google::protobuf::Message& message,
                           const std::string& path,
                           std::vector<ConfigProblem>* problems);

}  // namespace admf
