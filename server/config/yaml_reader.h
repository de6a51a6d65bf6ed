#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/config/yaml_node.h"
#include "server/config/yaml_problem.h"

namespace admf {

// What is read at the most. A text of that size takes less than a second and
// less than 100 MiB, whatever is in it.
inline constexpr size_t kMaxYamlBytes = size_t{1} << 20;
/// Mappings and lists inside each other.
inline constexpr size_t kMaxYamlDepth = 32;
/// Values, mappings and lists, and signs of YAML.
inline constexpr size_t kMaxYamlNodes = 100'000;
inline constexpr size_t kMaxYamlKeyBytes = 1024;

/// Why a text can't be read at all.
struct YamlError {
  YamlProblem::Kind kind = YamlProblem::Kind::kInvalid;
  YamlPosition position;
  std::string description;
};

/// Reads a text of exactly one document into a tree. Anchors, aliases and tags
/// become refused nodes. This is the only place where yaml-cpp is used; its
/// exceptions end here. Thread-safe.
std::optional<YamlError> ReadYaml(std::string_view text, YamlNode* root);

}  // namespace admf
