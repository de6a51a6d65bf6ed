#include "coordinator/enum_check.h"

#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace admf {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

/// Of buf's naming: the value 0 is the name of the enum and this.
constexpr std::string_view kUnspecified = "UNSPECIFIED";

using Types = absl::flat_hash_set<const Descriptor*>;

void AddTypesBelow(const Descriptor& type, Types* types) {
  if (!types->insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    if (const Descriptor* const below = type.field(i)->message_type()) {
      AddTypesBelow(*below, types);
    }
  }
}

/// Whether a field holds an enum of ours, or a message of `types`.
bool HoldsEnumOr(const Types& types, const FieldDescriptor& field) {
  if (const EnumDescriptor* const type = field.enum_type()) {
    return type->file()->package() != "google.protobuf";
  }
  return types.contains(field.message_type());
}

/// The types of messages in a configuration that hold an enum at some depth. To
/// look into others would take most of the time: parameters are maps, which
/// reflection copies to look at them.
const Types& TypesWithEnums() {
  static const Types* const types = [] {
    Types all;
    AddTypesBelow(*v1::WorkflowConfig::descriptor(), &all);
    auto* const with_enums = new Types;
    for (size_t before = all.size(); before != with_enums->size();) {
      before = with_enums->size();
      for (const Descriptor* const type : all) {
        for (int i = 0; i < type->field_count(); ++i) {
          if (!HoldsEnumOr(*with_enums, *type->field(i))) continue;
          with_enums->insert(type);
          break;
        }
      }
    }
    return with_enums;
  }();
  return *types;
}

/// The values as YAML writes them, but the unspecified one.
std::string Choices(const EnumDescriptor& type) {
  const size_t prefix = type.value(0)->name().size() - kUnspecified.size();
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(
        absl::AsciiStrToLower(type.value(i)->name().substr(prefix)));
  }
  return absl::StrJoin(names, ", ");
}

void CheckValue(const EnumDescriptor& type, int number, const std::string& path,
                std::vector<ConfigProblem>* problems) {
  if (type.FindValueByNumber(number) != nullptr) return;
  problems->push_back(
      {path, absl::StrCat(number, " stands for nothing here; choose from ",
                          Choices(type))});
}

void CheckMessage(const Message& message, const std::string& path,
                  std::vector<ConfigProblem>* problems);

/// The entries of a map are named by their keys, as in YAML; all keys of ours
/// are texts.
void CheckMap(const Message& message, const FieldDescriptor& field,
              const std::string& path, std::vector<ConfigProblem>* problems) {
  const FieldDescriptor* const key = field.message_type()->map_key();
  const FieldDescriptor* const value = field.message_type()->map_value();
  if (value->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    const Reflection& of_entry = *entry.GetReflection();
    CheckMessage(of_entry.GetMessage(entry, value),
                 absl::StrCat(path, ".", of_entry.GetString(entry, key)),
                 problems);
  }
}

void CheckList(const Message& message, const FieldDescriptor& field,
               const std::string& path, std::vector<ConfigProblem>* problems) {
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const std::string item = absl::StrCat(path, "[", i, "]");
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      CheckMessage(reflection.GetRepeatedMessage(message, &field, i), item,
                   problems);
    } else {
      CheckValue(*field.enum_type(),
                 reflection.GetRepeatedEnumValue(message, &field, i), item,
                 problems);
    }
  }
}

void CheckMessage(const Message& message, const std::string& path,
                  std::vector<ConfigProblem>* problems) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!HoldsEnumOr(TypesWithEnums(), *field)) continue;
    const std::string field_path = absl::StrCat(path, ".", field->name());
    if (field->is_map()) {
      CheckMap(message, *field, field_path, problems);
    } else if (field->is_repeated()) {
      CheckList(message, *field, field_path, problems);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      CheckMessage(reflection.GetMessage(message, field), field_path, problems);
    } else {
      CheckValue(*field->enum_type(), reflection.GetEnumValue(message, field),
                 field_path, problems);
    }
  }
}

}  // namespace

void FindUnknownEnumValues(const v1::WorkflowConfig& config,
                           const std::string& path,
                           std::vector<ConfigProblem>* problems) {
  CheckMessage(config, path, problems);
}

}  // namespace admf
