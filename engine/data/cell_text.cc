#include "engine/data/cell_text.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "engine/data/timestamp.h"

namespace admf {
namespace {

// A message shows no more of a cell: it may be anything.
constexpr size_t kMaxShown = 40;

std::string Quote(std::string_view text) {
  const std::string_view shown = text.substr(0, kMaxShown);
  return absl::StrCat("\"", absl::string_view(shown.data(), shown.size()),
                      shown.size() < text.size() ? "...\"" : "\"");
}

}  // namespace

std::optional<double> ParsePrice(std::string_view text) {
  const char* const end = text.data() + text.size();
  // from_chars reads no plus sign; "+-1" stays refused.
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') {
    text.remove_prefix(1);
  }
  double value = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

std::string DescribeBadPrice(PriceColumn column, std::string_view text) {
  const std::string name(PriceColumnName(column));
  if (text.empty()) return absl::StrCat(name, " is empty");
  return absl::StrCat(name, " is not a number: ", Quote(text));
}

std::string DescribeBadTime(std::string_view text) {
  if (text.empty()) return "time is empty";
  return absl::StrCat("time is not understood: ", Quote(text), "; write ",
                      kTimestampForms);
}

}  // namespace admf
