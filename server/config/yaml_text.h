#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/yaml_problem.h"

namespace admf {

/// A character of a UTF-8 text.
struct CodePoint {
  char32_t value = 0;
  /// Bytes; 0 if the bytes are not UTF-8 (overlong forms and surrogates are
  /// not).
  size_t size = 0;
};

/// The character that begins at `offset`, which must lie in the text.
CodePoint DecodeUtf8(std::string_view text, size_t offset);

/// A text from a user in backticks, for a message: control characters and bytes
/// that are not UTF-8 are escaped, and a long text is cut.
std::string QuoteForMessage(std::string_view text);

/// The end of a UTF-8 text after `...` if it has more than `max_bytes` bytes:
/// of a path, the end says most. Cuts no character in two.
std::string KeepEnd(std::string_view text, size_t max_bytes);

/// Finds the first character that a YAML text can't have: bytes that are not
/// UTF-8 and characters that YAML calls not printable.
struct BadCharacter {
  size_t offset = 0;
  /// What it is and what to do about it.
  std::string description;
};
std::optional<BadCharacter> FindBadCharacter(std::string_view text);

/// Turns offsets of a UTF-8 text into lines and columns. Fast for offsets in
/// about the order of the text. Refers to the text. Not thread-safe.
class YamlTextIndex {
 public:
  explicit YamlTextIndex(std::string_view text);

  /// Offsets behind the end stand for the end.
  YamlPosition At(size_t offset);

  /// The line that holds the offset, without its end.
  std::string_view LineAt(size_t offset) const;

  std::string_view text() const { return text_; }

 private:
  size_t LineIndex(size_t offset) const;

  const std::string_view text_;
  std::vector<size_t> line_starts_;
  // The last answer.
  size_t line_index_ = 0;
  size_t offset_ = 0;
  int column_ = 1;
};

}  // namespace admf
