#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/rules/lexer.h"

namespace admf {

/// An expression as it is written: what belongs together, but not yet what the
/// names mean. Views are into the text.
struct SyntaxTree {
  /// Index of a node.
  using Index = size_t;

  struct Argument {
    /// Empty for one that goes by its place.
    std::string_view name;
    size_t name_begin = 0;
    Index value = 0;
  };

  /// `.signal`
  struct Output {
    std::string_view name;
    size_t begin = 0;
  };

  /// `[1]`
  struct Previous {
    size_t bars = 0;
    /// Place of all of it.
    size_t begin = 0;
    size_t length = 0;
  };

  struct Node {
    enum class Kind { kNumber, kName, kCall, kNegate, kNot, kBinary };

    Kind kind = Kind::kNumber;
    /// Place of all of it in the text.
    size_t begin = 0;
    size_t length = 0;
    double number = 0;
    /// Of kName and kCall.
    std::string_view name;
    std::vector<Argument> arguments;
    std::optional<Output> output;
    std::optional<Previous> previous;
    /// The sign of kBinary.
    Token::Kind sign = Token::Kind::kEnd;
    /// The operands; kNegate and kNot have the left one only.
    Index left = 0;
    Index right = 0;
  };

  /// Operands stand before what they belong to, so that going through the tree
  /// takes no recursion. The last node is the whole expression.
  std::vector<Node> nodes;
};

}  // namespace admf
