#include "server/config/proto_to_yaml.h"

#include <map>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/struct.pb.h"
#include "server/config/yaml_duration.h"
#include "server/config/yaml_field.h"
#include "server/config/yaml_names.h"
#include "server/config/yaml_scalar_printer.h"

namespace admf {
namespace {

using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Struct;
using google::protobuf::Value;

constexpr int kIndent = 2;

/// One value of a field: the value of a singular one, or an element.
class FieldValue {
 public:
  FieldValue(const Message& message, const FieldDescriptor& field)
      : message_(message), field_(field) {}
  FieldValue(const Message& message, const FieldDescriptor& field, int index)
      : message_(message), field_(field), index_(index), is_element_(true) {}

  /// Whether it is a message whose fields become keys.
  bool is_mapping() const {
    return !IsWrittenAsScalar(field_) && !IsOfType<Value>(field_) &&
           !IsOfType<Struct>(field_);
  }

  const Message& AsMessage() const {
    const Reflection& reflection = *message_.GetReflection();
    return is_element_
               ? reflection.GetRepeatedMessage(message_, &field_, index_)
               : reflection.GetMessage(message_, &field_);
  }

  /// In one line; not of a mapping.
  std::string Print() const {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(
            Get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(
            Get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(
            Get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
      case FieldDescriptor::CPPTYPE_UINT64:
        return absl::StrCat(
            Get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return PrintYamlReal(
            Get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble));
      case FieldDescriptor::CPPTYPE_FLOAT:
        return PrintYamlReal(
            Get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat));
      case FieldDescriptor::CPPTYPE_BOOL:
        return Get(&Reflection::GetBool, &Reflection::GetRepeatedBool)
                   ? "true"
                   : "false";
      case FieldDescriptor::CPPTYPE_ENUM:
        return YamlEnumName(
            *Get(&Reflection::GetEnum, &Reflection::GetRepeatedEnum));
      case FieldDescriptor::CPPTYPE_STRING:
        return PrintYamlText(
            Get(&Reflection::GetString, &Reflection::GetRepeatedString));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        break;
    }
    if (IsOfType<Duration>(field_)) return FormatDuration(Copy<Duration>());
    if (IsOfType<Value>(field_)) return PrintYamlValue(Copy<Value>());
    return PrintYamlStruct(Copy<Struct>());
  }

 private:
  template <typename T>
  using Singular = T (Reflection::*)(const Message&,
                                     const FieldDescriptor*) const;
  template <typename T>
  using Repeated = T (Reflection::*)(const Message&, const FieldDescriptor*,
                                     int) const;

  template <typename T>
  T Get(Singular<T> singular, Repeated<T> repeated) const {
    const Reflection& reflection = *message_.GetReflection();
    return is_element_ ? (reflection.*repeated)(message_, &field_, index_)
                       : (reflection.*singular)(message_, &field_);
  }

  template <typename MessageType>
  MessageType Copy() const {
    MessageType copy;
    copy.ParseFromString(AsMessage().SerializeAsString());
    return copy;
  }

  const Message& message_;
  const FieldDescriptor& field_;
  const int index_ = 0;
  const bool is_element_ = false;
};

std::string PrintFields(const Message& message, int indent);

/// `key: value`, or the key and what stands below it.
std::string PrintEntry(std::string_view key, const FieldValue& value,
                       int indent) {
  std::string text(indent, ' ');
  text += key;
  if (!value.is_mapping()) return absl::StrCat(text, ": ", value.Print(), "\n");
  const std::string below = PrintFields(value.AsMessage(), indent + kIndent);
  return absl::StrCat(text, below.empty() ? ": {}\n" : ":\n", below);
}

std::string PrintElement(const FieldValue& value, int indent) {
  const std::string start = std::string(indent, ' ') + "- ";
  if (!value.is_mapping()) return absl::StrCat(start, value.Print(), "\n");
  std::string below = PrintFields(value.AsMessage(), indent + kIndent);
  if (below.empty()) return start + "{}\n";
  return below.replace(0, start.size(), start);
}

std::string PrintMap(const Message& message, const FieldDescriptor& field,
                     int indent) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor& key_field = *field.message_type()->map_key();
  const FieldDescriptor& value_field = *field.message_type()->map_value();
  std::map<std::string, const Message*> entries;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    entries[FieldValue(entry, key_field).Print()] = &entry;
  }
  std::string text;
  for (const auto& [key, entry] : entries) {
    text += PrintEntry(key, FieldValue(*entry, value_field), indent);
  }
  return text;
}

std::string PrintField(const Message& message, const FieldDescriptor& field,
                       int indent) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (!reflection.HasField(message, &field)) return "";
    const FieldValue value(message, field);
    if (!value.is_mapping() && value.Print().empty()) return "";
    return PrintEntry(field.name(), value, indent);
  }
  const int size = reflection.FieldSize(message, &field);
  if (size == 0) return "";
  std::string text =
      absl::StrCat(std::string(indent, ' '), field.name(), ":\n");
  if (field.is_map()) return text + PrintMap(message, field, indent + kIndent);
  for (int i = 0; i < size; ++i) {
    text += PrintElement(FieldValue(message, field, i), indent + kIndent);
  }
  return text;
}

std::string PrintFields(const Message& message, int indent) {
  std::string text;
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    text += PrintField(message, *type.field(i), indent);
  }
  return text;
}

}  // namespace

std::string PrintYaml(const Message& message) {
  return PrintFields(message, 0);
}

}  // namespace admf
