#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/yaml_node.h"
#include "server/config/yaml_reader.h"
#include "server/config/yaml_text.h"
#include "yaml-cpp/anchor.h"
#include "yaml-cpp/emitterstyle.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/mark.h"

namespace admf {

/// Thrown by YamlTreeBuilder through yaml-cpp to end the reading at once;
/// ReadYaml catches it. Nothing else of the project throws.
struct YamlRefusal {
  YamlError error;
};

/// Makes a YamlNode of the events of yaml-cpp's parser, and holds the limits
/// while it does, before anything has become large. For yaml_reader.cc only.
class YamlTreeBuilder : public YAML::EventHandler {
 public:
  /// Both must outlive the builder.
  YamlTreeBuilder(YamlTextIndex* index, YamlNode* root)
      : index_(*index), root_(*root) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { open_.pop_back(); }

 private:
  /// A mapping or sequence whose end has not come.
  struct Open {
    YamlNode* node;
    bool is_mapping = false;
    bool is_block_sequence = false;
    /// Of a mapping: a key whose value has not come.
    std::optional<YamlNode> key = std::nullopt;
  };

  [[noreturn]] void Refuse(
      const YAML::Mark& mark, std::string description,
      YamlProblem::Kind kind = YamlProblem::Kind::kInvalid);
  /// Puts a value where it belongs. Null if it became the key of a mapping,
  /// which collections can't.
  YamlNode* Place(const YAML::Mark& mark, YamlNode node);
  void TakeKey(const YAML::Mark& mark, YamlNode node);
  void OpenCollection(const YAML::Mark& mark, const std::string& tag,
                      YAML::anchor_t anchor, YamlNode::Kind kind,
                      YAML::EmitterStyle::value style);
  /// The value as it is, or a refused one because of an anchor or a tag.
  YamlNode MakeNode(const YAML::Mark& mark, const std::string& tag,
                    YAML::anchor_t anchor, YamlNode::Kind kind) const;
  bool TextAt(const YAML::Mark& mark, std::string_view start) const;
  /// Where the `-` of an element stands behind which nothing comes; yaml-cpp
  /// tells only where the next thing is.
  size_t EmptyElementOffset(size_t next) const;

  YamlTextIndex& index_;
  YamlNode& root_;
  std::vector<Open> open_;
  size_t node_count_ = 0;
  bool started_ = false;
};

}  // namespace admf
