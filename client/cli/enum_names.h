#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

// Enum values as people write them: WORKFLOW_STATE_QUEUED is `queued`.

namespace admf {

/// The short name of a value; its number if this program does not know it.
std::string ShortEnumName(const google::protobuf::EnumDescriptor& type,
                          int value);

/// The short names of all values but the unspecified one, in their order.
std::vector<std::string> ShortEnumNames(
    const google::protobuf::EnumDescriptor& type);

/// The value of a short name, in any case. INVALID_ARGUMENT with the valid
/// names, and the one that was probably meant.
absl::StatusOr<int> ParseShortEnumName(
    const google::protobuf::EnumDescriptor& type, std::string_view name);

template <typename Enum>
std::string ShortName(Enum value) {
  return ShortEnumName(*google::protobuf::GetEnumDescriptor<Enum>(), value);
}

template <typename Enum>
absl::StatusOr<Enum> ParseShortName(std::string_view name) {
  const absl::StatusOr<int> value =
      ParseShortEnumName(*google::protobuf::GetEnumDescriptor<Enum>(), name);
  if (!value.ok()) return value.status();
  return static_cast<Enum>(*value);
}

}  // namespace admf
