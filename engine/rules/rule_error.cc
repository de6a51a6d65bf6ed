#include "engine/rules/rule_error.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

constexpr size_t kLongestShown = 60;
/// Shown before the place at least, where a line is cut.
constexpr size_t kContext = 24;

/// One character for each byte, so that the mark below stands where it should.
std::string OneLine(std::string_view text) {
  std::string shown(text);
  for (char& character : shown) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte == '\t')
      character = ' ';
    else if (byte < 0x20 || byte > 0x7E)
      character = '?';
  }
  return shown;
}

}  // namespace

std::string Describe(const RuleError& error, std::string_view text) {
  const size_t place = std::min(error.begin, text.size());
  const size_t line_number = 1 + static_cast<size_t>(std::count(
                                     text.begin(), text.begin() + place, '\n'));
  const size_t last_break = text.substr(0, place).rfind('\n');
  const size_t line_begin =
      last_break == std::string_view::npos ? 0 : last_break + 1;
  const std::string_view line =
      text.substr(line_begin, text.substr(line_begin).find('\n'));
  const size_t column = place - line_begin;

  const size_t first =
      column + kContext > kLongestShown ? column - kContext : 0;
  const std::string_view shown = line.substr(first, kLongestShown);
  const size_t behind = shown.size() - std::min(shown.size(), column - first);
  const size_t marked = std::max<size_t>(std::min(error.length, behind), 1);
  const std::string before = first > 0 ? "..." : "";
  const std::string after = first + shown.size() < line.size() ? "..." : "";
  return absl::StrCat(
      line_number > 1 ? absl::StrCat("line ", line_number, ", ") : "",
      "column ", column + 1, ": ", error.message, "\n    ", before,
      OneLine(shown), after, "\n    ",
      std::string(before.size() + column - first, ' '), "^",
      std::string(marked - 1, '~'));
}

}  // namespace admf
