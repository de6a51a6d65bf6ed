#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace admf {

/// What separates the fields of a file: the one of comma, semicolon and tab
/// that its header has most of outside quotes; comma if it has none of them.
char DetectDelimiter(std::string_view header);

/// Splits lines of comma-separated text (RFC 4180, with any delimiter) into
/// fields. A quoted field may hold delimiters and doubled quotes, but no line
/// break. Spaces around unquoted fields don't count.
///
/// Not thread-safe; one instance per file, so that nothing is allocated per
/// line.
class CsvLineSplitter {
 public:
  explicit CsvLineSplitter(char delimiter) : delimiter_(delimiter) {}

  /// Splits a line. False if its quotes don't match.
  bool Split(std::string_view line);

  /// The fields of the last line that was split; valid until the next one, and
  /// as long as that line.
  const std::vector<std::string_view>& fields() const { return fields_; }

 private:
  bool SplitQuoted(std::string_view line);
  /// Take one field that begins at `begin` (behind its opening quote). They
  /// return where the delimiter behind it is, or the line's end; npos if its
  /// quotes don't match.
  size_t TakePlain(std::string_view line, size_t begin);
  size_t TakeQuoted(std::string_view line, size_t begin);

  const char delimiter_;
  std::vector<std::string_view> fields_;
  /// Holds the fields whose doubled quotes were replaced.
  std::string unquoted_;
};

}  // namespace admf
