#pragma once

#include <string>

#include "google/protobuf/message.h"
#include "nlohmann/json_fwd.hpp"

namespace admf {

/// A message in the proto3 JSON mapping with the field names of the .proto,
/// fields without a value included, in the order of the .proto and with the
/// keys of maps sorted. Error details of types that this program does not know
/// are left out.
nlohmann::ordered_json MessageToJson(const google::protobuf::Message& message);

/// JSON text for people, with a line break at its end.
std::string JsonText(const nlohmann::ordered_json& json);

/// JSON text on one line, with a line break at its end.
std::string JsonLine(const nlohmann::ordered_json& json);

}  // namespace admf
