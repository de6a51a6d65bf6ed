#include "server/config/yaml_to_proto.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "server/config/yaml_field.h"
#include "server/config/yaml_names.h"
#include "server/config/yaml_reader.h"
#include "server/config/yaml_text.h"
#include "server/config/yaml_walk.h"

namespace admf {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using google::protobuf::Struct;
using google::protobuf::Value;

/// Whether a zero or an empty text in the field is lost: nothing tells it from
/// a field that is not set.
bool LosesEmptyValues(const FieldDescriptor& field) {
  return !field.has_presence() && !field.is_repeated() &&
         !field.containing_type()->options().map_entry() &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

/// Reads one document into one message.
class MessageReader {
 public:
  MessageReader(const Descriptor& root_type, YamlProblemList* problems,
                YamlProblemList* empty_values)
      : root_type_(root_type),
        problems_(*problems),
        empty_values_(*empty_values) {}

  void ReadDocument(const YamlNode& root, Message* message) {
    const std::vector<std::string> keys = YamlKeys(root_type_);
    const std::string expected =
        keys.empty()
            ? "a mapping"
            : absl::StrCat("a mapping with keys such as `", keys.front(), "`");
    if (root.kind == YamlNode::Kind::kNull) {
      problems_.Add({1, 1}, "",
                    absl::StrCat("the text is empty; expected ", expected));
    } else if (CheckKind(root, YamlPath(), YamlNode::Kind::kMapping,
                         expected)) {
      ReadMessage(root, YamlPath(), message);
    }
  }

 private:
  void ReadMessage(const YamlNode& node, const YamlPath& path,
                   Message* message) {
    const Descriptor& type = *message->GetDescriptor();
    std::map<const OneofDescriptor*, const YamlNode*> chosen;
    ForEachEntry(node, path, &problems_,
                 [&](const YamlNode& entry, const YamlPath& entry_path) {
                   const auto* const field = type.FindFieldByName(entry.key);
                   if (field == nullptr) {
                     ReportUnknownKey(entry, entry_path, type);
                     return;
                   }
                   const auto* const oneof = field->real_containing_oneof();
                   const YamlNode* const first =
                       oneof == nullptr
                           ? &entry
                           : chosen.emplace(oneof, &entry).first->second;
                   if (first != &entry) {
                     Report(entry.key_position, entry_path,
                            absl::StrCat("can't stand beside `", first->key,
                                         "`; remove one of them"));
                     return;
                   }
                   ReadField(entry, entry_path, *field, message);
                 });
  }

  void ReadField(const YamlNode& node, const YamlPath& path,
                 const FieldDescriptor& field, Message* message) {
    if (field.is_map()) {
      if (CheckKind(node, path, YamlNode::Kind::kMapping,
                    "a mapping of names to values such as `{name: value}`")) {
        ReadMap(node, path, field, message);
      }
    } else if (field.is_repeated()) {
      if (CheckKind(node, path, YamlNode::Kind::kSequence,
                    "a list such as `[a, b]`")) {
        ForEachElement(node, path,
                       [&](const YamlNode& element, const YamlPath& place) {
                         ReadSingle(element, place, field, message);
                       });
      }
    } else {
      ReadSingle(node, path, field, message);
    }
  }

  void ReadMap(const YamlNode& node, const YamlPath& path,
               const FieldDescriptor& field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const Descriptor& type = *field.message_type();
    ForEachEntry(
        node, path, &problems_,
        [&](const YamlNode& value, const YamlPath& value_path) {
          YamlNode key;
          key.kind = YamlNode::Kind::kScalar;
          key.text = value.key;
          key.position = value.key_position;
          Message* const entry = reflection.AddMessage(message, &field);
          if (!ReadSingle(key, value_path, *type.map_key(), entry) ||
              !ReadSingle(value, value_path, *type.map_value(), entry)) {
            reflection.RemoveLast(message, &field);
          }
        });
  }

  /// Sets a field, or adds an element to a repeated one. False if nothing could
  /// be read.
  bool ReadSingle(const YamlNode& node, const YamlPath& path,
                  const FieldDescriptor& field, Message* message) {
    if (IsOfType<Value>(field)) {
      const auto value = ReadYamlValue(node, path, &problems_);
      if (value.has_value()) StoreMessage(*value, field, message);
      return value.has_value();
    }
    const bool is_scalar = IsWrittenAsScalar(field);
    if (!CheckKind(
            node, path,
            is_scalar ? YamlNode::Kind::kScalar : YamlNode::Kind::kMapping,
            ExpectedValue(field))) {
      return false;
    }
    if (is_scalar) return ReadScalar(node, path, field, message);
    if (IsOfType<Struct>(field)) {
      StoreMessage(ReadYamlStruct(node, path, &problems_), field, message);
    } else {
      ReadMessage(node, path, MutableOrAdd(field, message));
    }
    return true;
  }

  bool ReadScalar(const YamlNode& node, const YamlPath& path,
                  const FieldDescriptor& field, Message* message) {
    if (!CheckIsText(node, path, &problems_)) return false;
    const absl::Status status = StoreScalar(node, field, message);
    if (!status.ok()) {
      Report(node.place(), path, std::string(status.message()));
    } else if (LosesEmptyValues(field) &&
               !message->GetReflection()->HasField(*message, &field)) {
      empty_values_.Add(
          node.place(), path.ToString(),
          field.cpp_type() == FieldDescriptor::CPPTYPE_STRING
              ? "must not be empty; remove the key for the default"
              : "must not be 0; remove the key for the default");
    }
    return status.ok();
  }

  /// Reports a node that is not of the wanted kind. True if it is.
  bool CheckKind(const YamlNode& node, const YamlPath& path,
                 YamlNode::Kind kind, const std::string& expected) {
    if (!CheckHasValue(node, path, &problems_)) return false;
    if (node.kind == kind) return true;
    Report(node.place(), path,
           absl::StrCat("expected ", expected, ", found ", DescribeNode(node)));
    return false;
  }

  void ReportUnknownKey(const YamlNode& entry, const YamlPath& path,
                        const Descriptor& type) {
    // The search for a hint is not for free.
    Report(entry.key_position, path,
           problems_.HasRoom()
               ? absl::StrCat("unknown key ", QuoteForMessage(entry.key), "; ",
                              UnknownKeyHint(entry.key, type, root_type_))
               : "");
  }

  void Report(YamlPosition position, const YamlPath& path,
              std::string description) {
    problems_.Add(position, path.ToString(), std::move(description));
  }

  const Descriptor& root_type_;
  YamlProblemList& problems_;
  YamlProblemList& empty_values_;
};

}  // namespace

ParsedYaml ParseYaml(std::string_view text, std::string_view file_name,
                     Message* message) {
  message->Clear();
  YamlProblemList problems(file_name);
  YamlProblemList empty_values(file_name);
  YamlNode root;
  if (auto error = ReadYaml(text, &root)) {
    problems.Add(error->position, "", std::move(error->description),
                 error->kind);
  } else {
    MessageReader(*message->GetDescriptor(), &problems, &empty_values)
        .ReadDocument(root, message);
  }
  return {.problems = problems.Take(),
          .empty_values = empty_values.Take(),
          .positions = YamlPositions(std::move(root))};
}

absl::StatusOr<Value> ParseYamlValue(std::string_view text) {
  YamlNode root;
  if (const auto error = ReadYaml(text, &root)) {
    return absl::InvalidArgumentError(error->description);
  }
  if (root.kind == YamlNode::Kind::kMapping ||
      root.kind == YamlNode::Kind::kSequence) {
    return absl::InvalidArgumentError(
        absl::StrCat("expected a single value, found ", DescribeNode(root),
                     "; put it in quotes if it is a text"));
  }
  if (root.kind == YamlNode::Kind::kNull) {
    return absl::InvalidArgumentError(
        "expected a value, found none; write \"\" for an empty text");
  }
  YamlProblemList problems("");
  auto value = ReadYamlValue(root, YamlPath(), &problems);
  if (value.has_value()) return *std::move(value);
  return absl::InvalidArgumentError(problems.Take().front().description);
}

}  // namespace admf
