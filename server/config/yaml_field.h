#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "server/config/yaml_node.h"

namespace admf {

/// Whether the field's type is this message, also where its class is not the
/// generated one.
template <typename MessageType>
bool IsOfType(const google::protobuf::FieldDescriptor& field) {
  return field.message_type() != nullptr &&
         field.message_type()->full_name() ==
             MessageType::descriptor()->full_name();
}

/// Whether one value of the field is written as a scalar: everything but
/// messages, and durations.
bool IsWrittenAsScalar(const google::protobuf::FieldDescriptor& field);

/// What to write for one value of the field, with an example, to come after
/// `expected`.
std::string ExpectedValue(const google::protobuf::FieldDescriptor& field);

/// Sets the field to a scalar node's value, or adds it if the field is
/// repeated. INVALID_ARGUMENT with the description of the problem if it is of
/// another type or out of range; the message is unchanged then.
absl::Status StoreScalar(const YamlNode& scalar,
                         const google::protobuf::FieldDescriptor& field,
                         google::protobuf::Message* message);

/// The field's message: a new element if it is repeated.
google::protobuf::Message* MutableOrAdd(
    const google::protobuf::FieldDescriptor& field,
    google::protobuf::Message* message);

/// Sets the field to a copy of `value`, or adds it, through bytes: the field's
/// message need not be of the generated class.
void StoreMessage(const google::protobuf::Message& value,
                  const google::protobuf::FieldDescriptor& field,
                  google::protobuf::Message* message);

}  // namespace admf
