#include "server/config/yaml_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace admf {
namespace {

constexpr size_t kMaxQuotedBytes = 60;

bool IsContinuation(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0) == 0x80;
}

/// The printable characters of YAML 1.2, section 5.1.
bool IsYamlPrintable(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7E) ||
         c == 0x85 || (c >= 0xA0 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

bool IsPrintableInMessage(char32_t c) {
  return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0);
}

/// The number of characters in valid UTF-8.
int CountCharacters(std::string_view text) {
  return static_cast<int>(
      text.size() - std::count_if(text.begin(), text.end(), IsContinuation));
}

}  // namespace

CodePoint DecodeUtf8(std::string_view text, size_t offset) {
  const auto byte = [&](size_t i) {
    return static_cast<uint8_t>(text[offset + i]);
  };
  const uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - offset < size) return {};
  char32_t value = first & (0x7F >> size);
  for (size_t i = 1; i < size; ++i) {
    if (!IsContinuation(text[offset + i])) return {};
    value = value << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[size] || value > 0x10FFFF) return {};
  if (value >= 0xD800 && value <= 0xDFFF) return {};
  return {value, size};
}

std::string QuoteForMessage(std::string_view text) {
  std::string quoted = "`";
  size_t offset = 0;
  while (offset < text.size()) {
    if (quoted.size() > kMaxQuotedBytes) return quoted + "...`";
    const CodePoint c = DecodeUtf8(text, offset);
    if (c.size > 0 && IsPrintableInMessage(c.value)) {
      quoted.append(text, offset, c.size);
    } else if (c.value == '\n') {
      quoted += "\\n";
    } else if (c.value == '\t') {
      quoted += "\\t";
    } else {
      const size_t end = offset + std::max<size_t>(c.size, 1);
      for (size_t i = offset; i < end; ++i) {
        quoted += absl::StrFormat("\\x%02X", static_cast<uint8_t>(text[i]));
      }
    }
    offset += std::max<size_t>(c.size, 1);
  }
  return quoted + "`";
}

std::string KeepEnd(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  text.remove_prefix(text.size() - max_bytes);
  while (!text.empty() && IsContinuation(text.front())) text.remove_prefix(1);
  return "..." + std::string(text);
}

std::optional<BadCharacter> FindBadCharacter(std::string_view text) {
  size_t offset = 0;
  while (offset < text.size()) {
    const CodePoint c = DecodeUtf8(text, offset);
    if (c.size == 0) {
      return BadCharacter{
          offset, absl::StrFormat(
                      "the byte 0x%02X is not UTF-8; save the text as UTF-8",
                      static_cast<uint8_t>(text[offset]))};
    }
    if (!IsYamlPrintable(c.value)) {
      return BadCharacter{
          offset, absl::StrFormat("the character U+%04X can't stand in YAML; "
                                  "remove it, or write it as an escape in "
                                  "double quotes",
                                  static_cast<uint32_t>(c.value))};
    }
    offset += c.size;
  }
  return std::nullopt;
}

YamlTextIndex::YamlTextIndex(std::string_view text) : text_(text) {
  line_starts_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

size_t YamlTextIndex::LineIndex(size_t offset) const {
  return std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) -
         line_starts_.begin() - 1;
}

YamlPosition YamlTextIndex::At(size_t offset) {
  offset = std::min(offset, text_.size());
  const size_t line_index = LineIndex(offset);
  if (line_index != line_index_) {
    line_index_ = line_index;
    offset_ = line_starts_[line_index];
    column_ = 1;
  }
  // Counting from the last answer keeps a line of a megabyte from costing its
  // length each time.
  if (offset >= offset_) {
    column_ += CountCharacters(text_.substr(offset_, offset - offset_));
  } else {
    column_ -= CountCharacters(text_.substr(offset, offset_ - offset));
  }
  offset_ = offset;
  return {static_cast<int>(line_index) + 1, column_};
}

std::string_view YamlTextIndex::LineAt(size_t offset) const {
  const size_t start = line_starts_[LineIndex(std::min(offset, text_.size()))];
  return text_.substr(start, text_.find('\n', start) - start);
}

}  // namespace admf
