#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/config/yaml_problem.h"

namespace admf {

/// A YAML document as a tree, with the place of everything. A value type.
struct YamlNode {
  enum class Kind {
    /// Nothing is written, or `null` or `~`.
    kNull,
    /// `text` is what is written, without quotes.
    kScalar,
    /// `children` have keys.
    kMapping,
    /// `children` have none.
    kSequence,
    /// Something that is not accepted; `text` says what and why.
    kRefused,
  };

  Kind kind = Kind::kNull;
  /// Of a scalar: whether it is in quotes or a block (`|`, `>`) and therefore
  /// always a text.
  bool quoted = false;
  std::string text;
  /// Where the value begins.
  YamlPosition position;
  /// Of a child of a mapping.
  std::string key;
  bool key_quoted = false;
  YamlPosition key_position;
  /// In the order of the text; a key may occur twice.
  std::vector<YamlNode> children;

  bool has_key() const { return key_position.line > 0; }

  /// Where a reader looks for it: at a scalar itself, and at the key of
  /// everything else.
  YamlPosition place() const;
};

/// A path into a document while one descends into it: a list that lives on the
/// stack, so that a path costs nothing until it is printed.
struct YamlPath {
  const YamlPath* parent = nullptr;
  /// A key of a mapping, unless `index` is set.
  std::string_view key = {};
  std::optional<size_t> index = std::nullopt;

  /// `workflow.constraints[2].metric`; long keys are cut.
  std::string ToString() const;
};

/// The places of all that is in a document, to say where a configuration is
/// wrong after it has become a message. A value type; empty if the text could
/// not be read.
class YamlPositions {
 public:
  YamlPositions() = default;
  explicit YamlPositions(YamlNode root) : root_(std::move(root)) {}

  /// The place of this very field, such as
  /// `workflow.data_config.sources.GOOG.path` or `workflow.constraints[2]`.
  /// Keys may themselves have dots in them.
  std::optional<YamlPosition> Find(std::string_view path) const;

  /// The place of this field or of the nearest thing above it that is in the
  /// text: what a missing field would belong to. 0:0 without a text.
  YamlPosition FindNearest(std::string_view path) const;

 private:
  YamlNode root_;
};

}  // namespace admf
