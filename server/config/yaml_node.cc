#include "server/config/yaml_node.h"

#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

constexpr size_t kMaxPrintedKeyBytes = 100;

std::string PrintedKey(std::string_view key) {
  if (key.size() <= kMaxPrintedKeyBytes) return std::string(key);
  size_t end = 0;
  while (end < kMaxPrintedKeyBytes) {
    const CodePoint c = DecodeUtf8(key, end);
    end += c.size > 0 ? c.size : 1;
  }
  return std::string(key.substr(0, end)) + "...";
}

/// The child of a mapping that `path` goes through; the longest key, since a
/// key can have dots in it.
const YamlNode* ChildByKey(const YamlNode& node, std::string_view path) {
  const YamlNode* found = nullptr;
  for (const auto& child : node.children) {
    if (!path.starts_with(child.key)) continue;
    const size_t end = child.key.size();
    const bool whole =
        end == path.size() || path[end] == '.' || path[end] == '[';
    if (whole && (found == nullptr || found->key.size() < end)) found = &child;
  }
  return found;
}

/// The element that a path such as `[2].metric` goes through, and the length of
/// `[2]`.
const YamlNode* ChildByIndex(const YamlNode& node, std::string_view path,
                             size_t* length) {
  size_t index = 0;
  if (!path.starts_with('[')) return nullptr;
  const char* const end = path.data() + path.size();
  const auto [stop, error] = std::from_chars(path.data() + 1, end, index);
  if (error != std::errc() || stop == end || *stop != ']') return nullptr;
  if (index >= node.children.size()) return nullptr;
  *length = stop + 1 - path.data();
  return &node.children[index];
}

/// The deepest node on the way, and what is left of the path.
std::pair<const YamlNode*, std::string_view> Descend(const YamlNode& root,
                                                     std::string_view path) {
  const YamlNode* node = &root;
  while (!path.empty()) {
    const YamlNode* child = nullptr;
    size_t length = 0;
    std::string_view rest = path;
    if (node->kind == YamlNode::Kind::kMapping) {
      if (node != &root) {
        if (!rest.starts_with('.')) break;
        rest.remove_prefix(1);
      }
      child = ChildByKey(*node, rest);
      if (child != nullptr) length = child->key.size();
    } else if (node->kind == YamlNode::Kind::kSequence) {
      child = ChildByIndex(*node, rest, &length);
    }
    if (child == nullptr) break;
    node = child;
    path = rest.substr(length);
  }
  return {node, path};
}

}  // namespace

YamlPosition YamlNode::place() const {
  const bool is_place =
      kind == Kind::kScalar || kind == Kind::kRefused || !has_key();
  return is_place ? position : key_position;
}

std::string YamlPath::ToString() const {
  std::vector<const YamlPath*> steps;
  for (const YamlPath* step = this; step != nullptr; step = step->parent) {
    steps.push_back(step);
  }
  std::string text;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if ((*step)->index.has_value()) {
      absl::StrAppend(&text, "[", *(*step)->index, "]");
    } else if ((*step)->parent != nullptr) {
      absl::StrAppend(&text, text.empty() ? "" : ".", PrintedKey((*step)->key));
    }
  }
  return text;
}

std::optional<YamlPosition> YamlPositions::Find(std::string_view path) const {
  const auto [node, rest] = Descend(root_, path);
  if (!rest.empty()) return std::nullopt;
  return node->place();
}

YamlPosition YamlPositions::FindNearest(std::string_view path) const {
  return Descend(root_, path).first->place();
}

}  // namespace admf
