#include "server/config/yaml_field.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/status_macros.h"
#include "engine/catalog/nearest_name.h"
#include "google/protobuf/duration.pb.h"
#include "server/config/yaml_duration.h"
#include "server/config/yaml_names.h"
#include "server/config/yaml_scalar.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

using google::protobuf::Duration;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

/// One of Reflection's SetX or AddX.
template <typename T>
using Store = void (Reflection::*)(Message*, const FieldDescriptor*, T) const;

/// `set` or `add`s a value that was read from a scalar without quotes.
template <typename T, typename Read>
absl::Status StoreUnquoted(const YamlNode& scalar, const FieldDescriptor& field,
                           Message* message, Store<T> set, Store<T> add,
                           const absl::StatusOr<Read>& value) {
  RETURN_IF_ERROR(value.status());
  if (scalar.quoted) {
    return absl::InvalidArgumentError(
        absl::StrCat(QuoteForMessage(scalar.text),
                     " is a text because it is in quotes; remove them"));
  }
  const auto store = field.is_repeated() ? add : set;
  (message->GetReflection()->*store)(message, &field, static_cast<T>(*value));
  return absl::OkStatus();
}

template <typename T>
absl::StatusOr<int64_t> ReadSigned(const YamlNode& scalar) {
  return ParseYamlInteger(scalar.text, std::numeric_limits<T>::min(),
                          std::numeric_limits<T>::max());
}

template <typename T>
absl::StatusOr<uint64_t> ReadUnsigned(const YamlNode& scalar) {
  return ParseYamlUnsigned(scalar.text, std::numeric_limits<T>::max());
}

absl::StatusOr<double> ReadFloat(const YamlNode& scalar) {
  ASSIGN_OR_RETURN(const double value, ParseYamlReal(scalar.text));
  if (std::abs(value) > std::numeric_limits<float>::max()) {
    return absl::InvalidArgumentError(
        absl::StrCat(QuoteForMessage(scalar.text), " is too large"));
  }
  return value;
}

absl::StatusOr<const EnumValueDescriptor*> ReadEnum(
    const YamlNode& scalar, const EnumDescriptor& type) {
  const auto* const value = FindYamlEnum(type, scalar.text);
  if (value != nullptr) return value;
  const std::vector<std::string> names = YamlEnumNames(type);
  const std::string nearest = NearestName(scalar.text, names);
  return absl::InvalidArgumentError(absl::StrCat(
      QuoteForMessage(scalar.text), " is not a valid value; ",
      nearest.empty() ? "" : absl::StrCat("did you mean `", nearest, "`? "),
      "valid are `", absl::StrJoin(names, "`, `"), "`"));
}

}  // namespace

bool IsWrittenAsScalar(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
         IsOfType<Duration>(field);
}

std::string ExpectedValue(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "a whole number such as `10`";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "a number such as `0.5`";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "`true` or `false`";
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat(
          "one of `", absl::StrJoin(YamlEnumNames(*field.enum_type()), "`, `"),
          "`");
    case FieldDescriptor::CPPTYPE_STRING:
      return "a text";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  if (IsOfType<Duration>(field)) return "a duration such as `90s` or `10m`";
  return "a mapping such as `{key: value}`";
}

absl::Status StoreScalar(const YamlNode& scalar, const FieldDescriptor& field,
                         Message* message) {
  const Reflection& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return StoreUnquoted(scalar, field, message, &Reflection::SetInt32,
                           &Reflection::AddInt32, ReadSigned<int32_t>(scalar));
    case FieldDescriptor::CPPTYPE_INT64:
      return StoreUnquoted(scalar, field, message, &Reflection::SetInt64,
                           &Reflection::AddInt64, ReadSigned<int64_t>(scalar));
    case FieldDescriptor::CPPTYPE_UINT32:
      return StoreUnquoted(scalar, field, message, &Reflection::SetUInt32,
                           &Reflection::AddUInt32,
                           ReadUnsigned<uint32_t>(scalar));
    case FieldDescriptor::CPPTYPE_UINT64:
      return StoreUnquoted(scalar, field, message, &Reflection::SetUInt64,
                           &Reflection::AddUInt64,
                           ReadUnsigned<uint64_t>(scalar));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return StoreUnquoted(scalar, field, message, &Reflection::SetDouble,
                           &Reflection::AddDouble, ParseYamlReal(scalar.text));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return StoreUnquoted(scalar, field, message, &Reflection::SetFloat,
                           &Reflection::AddFloat, ReadFloat(scalar));
    case FieldDescriptor::CPPTYPE_BOOL:
      return StoreUnquoted(scalar, field, message, &Reflection::SetBool,
                           &Reflection::AddBool, ParseYamlBoolean(scalar.text));
    case FieldDescriptor::CPPTYPE_ENUM: {
      ASSIGN_OR_RETURN(const auto* const value,
                       ReadEnum(scalar, *field.enum_type()));
      field.is_repeated() ? reflection.AddEnum(message, &field, value)
                          : reflection.SetEnum(message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_STRING:
      field.is_repeated() ? reflection.AddString(message, &field, scalar.text)
                          : reflection.SetString(message, &field, scalar.text);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  ASSIGN_OR_RETURN(const Duration duration, ParseDuration(scalar.text));
  StoreMessage(duration, field, message);
  return absl::OkStatus();
}

Message* MutableOrAdd(const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  return field.is_repeated() ? reflection.AddMessage(message, &field)
                             : reflection.MutableMessage(message, &field);
}

void StoreMessage(const Message& value, const FieldDescriptor& field,
                  Message* message) {
  MutableOrAdd(field, message)->ParseFromString(value.SerializeAsString());
}

}  // namespace admf
