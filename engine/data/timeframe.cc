#include "engine/data/timeframe.h"

#include <charconv>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace admf {
namespace {

// In the order of Timeframe::Unit.
constexpr std::string_view kUnitLetters = "smhdw";
constexpr int64_t kUnitSeconds[] = {1, 60, 3'600, 86'400, 604'800};
constexpr int64_t kMaxSeconds = 36'525 * int64_t{86'400};

}  // namespace

absl::StatusOr<Timeframe> Timeframe::Parse(std::string_view text) {
  int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  size_t unit = std::string_view::npos;
  if (error == std::errc() && end - rest == 1) unit = kUnitLetters.find(*rest);
  if (unit == std::string_view::npos || count < 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", absl::string_view(text.data(), text.size()),
        "\" is not a timeframe: write a whole number and s, m, h, d or w, "
        "such as 5m, 1h or 1d"));
  }
  if (count > kMaxSeconds / kUnitSeconds[unit]) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the timeframe ", absl::string_view(text.data(), text.size()),
        " is too long: at most ", kMaxSeconds / 86'400, "d"));
  }
  return Timeframe(count, static_cast<Unit>(unit));
}

Timeframe Timeframe::FromSeconds(int64_t seconds) {
  CHECK(seconds > 0);
  return Timeframe(seconds, Unit::kSecond);
}

int64_t Timeframe::seconds() const {
  return count_ * kUnitSeconds[static_cast<size_t>(unit_)];
}

std::string Timeframe::ToString() const {
  const size_t unit = static_cast<size_t>(unit_);
  return absl::StrCat(count_, absl::string_view(kUnitLetters.data() + unit, 1));
}

}  // namespace admf
