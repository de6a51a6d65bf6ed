#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/struct.pb.h"

namespace admf {

// Scalars as YAML text; the other direction of yaml_scalar.h.

/// In quotes only if it needs them where any scalar is taken as a text.
std::string PrintYamlText(std::string_view text);

/// The shortest number that reads back to the same bits.
std::string PrintYamlReal(double value);
std::string PrintYamlReal(float value);

/// In one line, texts always in quotes.
std::string PrintYamlValue(const google::protobuf::Value& value);
std::string PrintYamlStruct(const google::protobuf::Struct& fields);

}  // namespace admf
