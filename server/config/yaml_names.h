#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace admf {

/// The name of an enum value in YAML: FILL_MODE_NEXT_OPEN is `next_open`. Empty
/// for the value that stands for "not given" (FILL_MODE_UNSPECIFIED), which
/// can't be written.
std::string YamlEnumName(const google::protobuf::EnumValueDescriptor& value);

/// The names that can be written, in the order of the .proto file.
std::vector<std::string> YamlEnumNames(
    const google::protobuf::EnumDescriptor& type);

/// The value of that name, or null.
const google::protobuf::EnumValueDescriptor* FindYamlEnum(
    const google::protobuf::EnumDescriptor& type, std::string_view name);

/// The keys of a mapping that becomes this message, in the order of the .proto
/// file.
std::vector<std::string> YamlKeys(const google::protobuf::Descriptor& type);

/// What a user wants who wrote a key that `type` doesn't have: `did you mean
/// ...`, or where in the document the key belongs, or which keys there are.
/// `root` is the type of the whole document.
std::string UnknownKeyHint(std::string_view key,
                           const google::protobuf::Descriptor& type,
                           const google::protobuf::Descriptor& root);

}  // namespace admf
