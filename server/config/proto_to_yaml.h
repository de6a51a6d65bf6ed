#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace admf {

/// The fields of a message that are set, as YAML that ParseYaml reads into an
/// equal message. Fields in the order of the .proto file, keys of maps sorted.
/// Empty if nothing is set.
///
/// What YAML can't say is left out or not read again: values of an enum that
/// mean "not given", null, numbers that are not finite, negative durations.
/// Thread-safe.
std::string PrintYaml(const google::protobuf::Message& message);

}  // namespace admf
