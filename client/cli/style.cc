#include "client/cli/style.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

const char* Code(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kBold:
      return "\x1b[1m";
    case Tone::kDim:
      return "\x1b[2m";
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kWarning:
      return "\x1b[33m";
  }
  return "";
}

bool ContinuesCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Characters that reorder or break a line without being seen: U+200E and
// U+200F, U+2028 to U+202E, U+2066 to U+2069. All have three bytes.
bool IsInvisibleControl(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xe2') return false;
  const unsigned char last = text[2];
  return (text[1] == '\x80' &&
          (last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae))) ||
         (text[1] == '\x81' && last >= 0xa6 && last <= 0xa9);
}

}  // namespace

std::string Style::Apply(Tone tone, std::string_view text) const {
  if (!colors_ || tone == Tone::kPlain || text.empty()) {
    return std::string(text);
  }
  return absl::StrCat(Code(tone), absl::string_view(text.data(), text.size()),
                      "\x1b[0m");
}

std::string Style::Heading(std::string_view text) const {
  return absl::StrCat("\n", Apply(Tone::kBold, text), "\n");
}

Tone ToneOf(v1::WorkflowState state) {
  switch (state) {
    case v1::WORKFLOW_STATE_SUCCEEDED:
      return Tone::kGood;
    case v1::WORKFLOW_STATE_FAILED:
      return Tone::kBad;
    case v1::WORKFLOW_STATE_PAUSED:
    case v1::WORKFLOW_STATE_CANCELLING:
    case v1::WORKFLOW_STATE_CANCELLED:
      return Tone::kWarning;
    default:
      return Tone::kPlain;
  }
}

std::string Printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    const bool space = c == '\n' || c == '\t' || c == '\r';
    // 0xc2 0x80 to 0xc2 0x9f are control characters as well.
    const bool long_control = c == 0xc2 && i + 1 < text.size() &&
                              static_cast<unsigned char>(text[i + 1]) < 0xa0;
    const bool invisible = IsInvisibleControl(text.substr(i));
    const bool control = c < 0x20 || c == 0x7f || long_control || invisible;
    i += invisible ? 2 : long_control ? 1 : 0;
    result += space ? ' ' : control ? '?' : text[i];
  }
  return result;
}

size_t DisplayWidth(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return !ContinuesCharacter(c); });
}

std::string Truncate(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const std::string_view dots = std::string_view("...").substr(0, width);
  size_t kept = width - dots.size();
  size_t bytes = 0;
  while (bytes < text.size() &&
         (ContinuesCharacter(text[bytes]) || kept-- > 0)) {
    ++bytes;
  }
  return absl::StrCat(absl::string_view(text.data(), bytes),
                      absl::string_view(dots.data(), dots.size()));
}

}  // namespace admf
