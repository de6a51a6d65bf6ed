#include "server/config/yaml_tree_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

/// yaml-cpp's words for "no tag": of a plain scalar or collection, and of a
/// scalar in quotes or a block.
constexpr char kNoTag[] = "?";
constexpr char kNoTagQuoted[] = "!";

constexpr char kAnchorRefused[] =
    "anchors (`&name`) are not accepted; remove it, and write values out where "
    "they are needed";
constexpr char kAliasRefused[] =
    "aliases (`*name`) are not accepted; write the value out";
constexpr char kTagRefused[] =
    "tags (`!name`) are not accepted; remove it, and put a value that is meant "
    "as text in quotes";

}  // namespace

void YamlTreeBuilder::Refuse(const YAML::Mark& mark, std::string description,
                             YamlProblem::Kind kind) {
  throw YamlRefusal{{.kind = kind,
                     .position = index_.At(static_cast<size_t>(mark.pos)),
                     .description = std::move(description)}};
}

bool YamlTreeBuilder::TextAt(const YAML::Mark& mark,
                             std::string_view start) const {
  const std::string_view text = index_.text();
  const size_t offset = std::min(static_cast<size_t>(mark.pos), text.size());
  return text.substr(offset).starts_with(start);
}

size_t YamlTreeBuilder::EmptyElementOffset(size_t next) const {
  const std::string_view text = index_.text();
  size_t end = std::min(next, text.size());
  while (true) {
    const size_t line_end = text.substr(0, end).rfind('\n');
    const size_t start = line_end == std::string_view::npos ? 0 : line_end + 1;
    const size_t first = text.find_first_not_of(" \t\r", start);
    if (first < end && text[first] != '#') return first;
    if (start == 0) return next;
    end = line_end;
  }
}

YamlNode YamlTreeBuilder::MakeNode(const YAML::Mark& mark,
                                   const std::string& tag,
                                   YAML::anchor_t anchor,
                                   YamlNode::Kind kind) const {
  YamlNode node;
  node.kind = kind;
  const bool tagged =
      (tag != kNoTag && tag != kNoTagQuoted) || TextAt(mark, "!");
  if (anchor != 0 || tagged) {
    node.kind = YamlNode::Kind::kRefused;
    node.text = tagged ? kTagRefused : kAnchorRefused;
  }
  return node;
}

void YamlTreeBuilder::TakeKey(const YAML::Mark& mark, YamlNode node) {
  if (node.kind == YamlNode::Kind::kRefused) Refuse(mark, node.text);
  if (node.kind != YamlNode::Kind::kScalar) {
    Refuse(mark, node.kind == YamlNode::Kind::kNull
                     ? "a key is missing; put it in quotes if it is "
                       "`null` or `~`"
                     : "a key must be a text; is a bracket or a "
                       "brace not closed?");
  }
  if (node.text.size() > kMaxYamlKeyBytes) {
    Refuse(mark,
           absl::StrCat("a key has ", node.text.size(), " bytes; at most ",
                        kMaxYamlKeyBytes, " are accepted"),
           YamlProblem::Kind::kLimit);
  }
  open_.back().key = std::move(node);
}

YamlNode* YamlTreeBuilder::Place(const YAML::Mark& mark, YamlNode node) {
  if (++node_count_ > kMaxYamlNodes) {
    Refuse(mark,
           absl::StrCat("the text has more than ", kMaxYamlNodes,
                        " values; that is the limit"),
           YamlProblem::Kind::kLimit);
  }
  node.position = index_.At(static_cast<size_t>(mark.pos));
  if (open_.empty()) {
    root_ = std::move(node);
    return &root_;
  }
  Open& parent = open_.back();
  if (parent.is_mapping && !parent.key.has_value()) {
    TakeKey(mark, std::move(node));
    return nullptr;
  }
  if (parent.key.has_value()) {
    node.key = std::move(parent.key->text);
    node.key_quoted = parent.key->quoted;
    node.key_position = parent.key->position;
    parent.key.reset();
  }
  parent.node->children.push_back(std::move(node));
  return &parent.node->children.back();
}

void YamlTreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (started_) {
    Refuse(mark, TextAt(mark, "---")
                     ? "a second document begins here; only one is accepted"
                     : "the document has ended before this; check the "
                       "indentation and the brackets");
  }
  started_ = true;
}

void YamlTreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  YAML::Mark place = mark;
  const bool is_written = TextAt(mark, "~") || TextAt(mark, "null") ||
                          TextAt(mark, "Null") || TextAt(mark, "NULL");
  if (!open_.empty() && open_.back().is_block_sequence && !is_written) {
    place.pos = static_cast<int>(EmptyElementOffset(mark.pos));
  }
  Place(place, MakeNode(mark, kNoTag, anchor, YamlNode::Kind::kNull));
}

void YamlTreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  YamlNode node;
  node.kind = YamlNode::Kind::kRefused;
  node.text = kAliasRefused;
  Place(mark, std::move(node));
}

void YamlTreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag,
                               YAML::anchor_t anchor,
                               const std::string& value) {
  YamlNode node = MakeNode(mark, tag, anchor, YamlNode::Kind::kScalar);
  if (node.kind == YamlNode::Kind::kScalar) {
    node.text = value;
    node.quoted = tag == kNoTagQuoted;
  }
  Place(mark, std::move(node));
}

void YamlTreeBuilder::OpenCollection(const YAML::Mark& mark,
                                     const std::string& tag,
                                     YAML::anchor_t anchor, YamlNode::Kind kind,
                                     YAML::EmitterStyle::value style) {
  if (open_.size() >= kMaxYamlDepth) {
    Refuse(mark,
           absl::StrCat("mappings and lists are nested deeper than ",
                        kMaxYamlDepth, " levels; that is the limit"),
           YamlProblem::Kind::kLimit);
  }
  YamlNode* const placed = Place(mark, MakeNode(mark, tag, anchor, kind));
  open_.push_back({.node = placed,
                   .is_mapping = kind == YamlNode::Kind::kMapping,
                   .is_block_sequence = kind == YamlNode::Kind::kSequence &&
                                        style == YAML::EmitterStyle::Block});
}

void YamlTreeBuilder::OnSequenceStart(const YAML::Mark& mark,
                                      const std::string& tag,
                                      YAML::anchor_t anchor,
                                      YAML::EmitterStyle::value style) {
  OpenCollection(mark, tag, anchor, YamlNode::Kind::kSequence, style);
}

void YamlTreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag,
                                 YAML::anchor_t anchor,
                                 YAML::EmitterStyle::value style) {
  OpenCollection(mark, tag, anchor, YamlNode::Kind::kMapping, style);
}

}  // namespace admf
