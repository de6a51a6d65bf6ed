#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/struct.pb.h"
#include "server/config/yaml_node.h"
#include "server/config/yaml_problem.h"

namespace admf {

// What reading a document into messages has in common for all types. Problems
// are added to the list with the node's place and path.

/// What a node is, for a sentence: `a list`, `the text ...`.
std::string DescribeNode(const YamlNode& node);

/// Reports a node that has no value or is refused. True if it has one.
bool CheckHasValue(const YamlNode& node, const YamlPath& path,
                   YamlProblemList* problems);

/// Whether a scalar can be the text of a message: it has no NUL in it.
bool CheckIsText(const YamlNode& scalar, const YamlPath& path,
                 YamlProblemList* problems);

/// Calls `read` with every entry of a mapping and its path, but for entries
/// whose key came before and merge keys (`<<`): those are reported.
void ForEachEntry(
    const YamlNode& mapping, const YamlPath& path, YamlProblemList* problems,
    absl::FunctionRef<void(const YamlNode&, const YamlPath&)> read);

/// Calls `read` with every element of a sequence and its path.
void ForEachElement(
    const YamlNode& sequence, const YamlPath& path,
    absl::FunctionRef<void(const YamlNode&, const YamlPath&)> read);

/// The node as a value of any type: what is in quotes is a text, the rest goes
/// by YAML's core schema; lists and mappings become ListValue and Struct.
/// Nothing if there was a problem with all of it; what could be read otherwise.
std::optional<google::protobuf::Value> ReadYamlValue(const YamlNode& node,
                                                     const YamlPath& path,
                                                     YamlProblemList* problems);

/// The entries of a mapping as such values.
google::protobuf::Struct ReadYamlStruct(const YamlNode& mapping,
                                        const YamlPath& path,
                                        YamlProblemList* problems);

}  // namespace admf
