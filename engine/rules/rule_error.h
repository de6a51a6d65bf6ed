#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace admf {

/// What is wrong with the text of an expression, and where.
struct RuleError {
  /// Offset of the first byte that is meant, and their number; 0 bytes for the
  /// end of the text. What stands before is ASCII, so offsets count characters.
  size_t begin = 0;
  size_t length = 0;
  /// What is wrong and what would be right, without a full stop.
  std::string message;
};

/// The error in its place, for a person:
///
///   column 9: there is no indicator or function smaa; did you mean sma?
///       close > smaa(20)
///               ^~~~
///
/// Of a text of several lines, the line is said, too, and shown; of a long line
/// what stands around the place. Printable whatever is in the text.
std::string Describe(const RuleError& error, std::string_view text);

}  // namespace admf
