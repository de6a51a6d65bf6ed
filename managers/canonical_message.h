#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace admf {

/// A message as one sequence of bytes, the same for equal messages: fields by
/// number, maps by key. What digests of messages are made of.
std::string CanonicalMessage(const google::protobuf::Message& message);

}  // namespace admf
