#include "server/config/yaml_walk.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "server/config/yaml_scalar.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kMergeKey[] = "<<";

}  // namespace

std::string DescribeNode(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kMapping:
      return "a mapping";
    case YamlNode::Kind::kSequence:
      return "a list";
    case YamlNode::Kind::kScalar:
      return absl::StrCat(node.quoted ? "the text " : "",
                          QuoteForMessage(node.text));
    case YamlNode::Kind::kNull:
    case YamlNode::Kind::kRefused:
      break;
  }
  return "nothing";
}

bool CheckHasValue(const YamlNode& node, const YamlPath& path,
                   YamlProblemList* problems) {
  if (node.kind == YamlNode::Kind::kRefused) {
    problems->Add(node.place(), path.ToString(), node.text);
    return false;
  }
  if (node.kind == YamlNode::Kind::kNull) {
    problems->Add(node.place(), path.ToString(),
                  node.has_key()
                      ? "has no value; write one, or remove the key"
                      : "has no value; write one, or remove the element");
    return false;
  }
  return true;
}

bool CheckIsText(const YamlNode& scalar, const YamlPath& path,
                 YamlProblemList* problems) {
  if (scalar.text.find('\0') == std::string::npos) return true;
  problems->Add(scalar.place(), path.ToString(),
                "a text can't have the character NUL in it");
  return false;
}

void ForEachEntry(
    const YamlNode& mapping, const YamlPath& path, YamlProblemList* problems,
    absl::FunctionRef<void(const YamlNode&, const YamlPath&)> read) {
  absl::flat_hash_map<absl::string_view, int> first_lines;
  for (const YamlNode& entry : mapping.children) {
    const YamlPath entry_path = {.parent = &path, .key = entry.key};
    if (entry.key == kMergeKey && !entry.key_quoted) {
      problems->Add(entry.key_position, entry_path.ToString(),
                    "merge keys are not accepted; write the keys out");
      continue;
    }
    const auto [first, is_new] =
        first_lines.try_emplace(entry.key, entry.key_position.line);
    if (!is_new) {
      problems->Add(entry.key_position, entry_path.ToString(),
                    absl::StrCat("the key ", QuoteForMessage(entry.key),
                                 " stands here a second time; the first one is "
                                 "in line ",
                                 first->second));
      continue;
    }
    read(entry, entry_path);
  }
}

void ForEachElement(
    const YamlNode& sequence, const YamlPath& path,
    absl::FunctionRef<void(const YamlNode&, const YamlPath&)> read) {
  for (size_t i = 0; i < sequence.children.size(); ++i) {
    read(sequence.children[i], {.parent = &path, .index = i});
  }
}

std::optional<Value> ReadYamlValue(const YamlNode& node, const YamlPath& path,
                                   YamlProblemList* problems) {
  if (!CheckHasValue(node, path, problems)) return std::nullopt;
  Value value;
  if (node.kind == YamlNode::Kind::kMapping) {
    *value.mutable_struct_value() = ReadYamlStruct(node, path, problems);
  } else if (node.kind == YamlNode::Kind::kSequence) {
    auto* const list = value.mutable_list_value();
    ForEachElement(node, path,
                   [&](const YamlNode& element, const YamlPath& element_path) {
                     auto read = ReadYamlValue(element, element_path, problems);
                     if (read.has_value())
                       *list->add_values() = *std::move(read);
                   });
  } else if (!CheckIsText(node, path, problems)) {
    return std::nullopt;
  } else if (node.quoted) {
    value.set_string_value(node.text);
  } else {
    auto read = ParseYamlAny(node.text);
    if (!read.ok()) {
      problems->Add(node.place(), path.ToString(),
                    std::string(read.status().message()));
      return std::nullopt;
    }
    value = *std::move(read);
  }
  return value;
}

Struct ReadYamlStruct(const YamlNode& mapping, const YamlPath& path,
                      YamlProblemList* problems) {
  Struct result;
  ForEachEntry(mapping, path, problems,
               [&](const YamlNode& entry, const YamlPath& entry_path) {
                 auto read = ReadYamlValue(entry, entry_path, problems);
                 if (!read.has_value()) return;
                 (*result.mutable_fields())[entry.key] = *std::move(read);
               });
  return result;
}

}  // namespace admf
