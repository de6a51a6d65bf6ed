#include "server/config/yaml_duration.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr int64_t kMaxSeconds = 315'576'000'000;
/// Enough for kMaxSeconds in nanoseconds, and no sum of them overflows 128
/// bits.
constexpr size_t kMaxDigits = 21;

struct Unit {
  std::string_view name;
  int64_t nanos;
};

/// The larger ones first.
constexpr Unit kUnits[] = {
    {"d", 86'400 * kNanosPerSecond},
    {"h", 3'600 * kNanosPerSecond},
    {"m", 60 * kNanosPerSecond},
    {"s", kNanosPerSecond},
    {"ms", 1'000'000},
    {"us", 1'000},
    {"ns", 1},
};

std::string_view TakeWhile(std::string_view* text,
                           std::string_view characters) {
  const size_t size =
      std::min(text->find_first_not_of(characters), text->size());
  const std::string_view taken = text->substr(0, size);
  text->remove_prefix(size);
  return taken;
}

std::string_view TakeDigits(std::string_view* text) {
  return TakeWhile(text, "0123456789");
}

absl::int128 ToInteger(std::string_view digits) {
  absl::int128 value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

/// Takes a number and its unit off the text, and returns nanoseconds; -1 if
/// there are none, or not a whole number of them. `first_unit` is the largest
/// unit that may come, and becomes the one after it.
absl::int128 TakeTerm(std::string_view* text, const Unit** first_unit) {
  const std::string_view whole = TakeDigits(text);
  std::string_view fraction;
  if (text->starts_with('.')) {
    text->remove_prefix(1);
    fraction = TakeDigits(text);
    if (fraction.empty()) return -1;
  }
  if (whole.empty() || whole.size() + fraction.size() > kMaxDigits) return -1;
  const std::string_view name = TakeWhile(text, "abcdefghijklmnopqrstuvwxyz");
  const Unit* const unit =
      std::find_if(*first_unit, std::end(kUnits),
                   [&](const Unit& u) { return u.name == name; });
  if (unit == std::end(kUnits)) return -1;
  *first_unit = unit + 1;

  absl::int128 scale = 1;
  for (size_t i = 0; i < fraction.size(); ++i) scale *= 10;
  const absl::int128 fraction_nanos = ToInteger(fraction) * unit->nanos;
  if (fraction_nanos % scale != 0) return -1;
  return ToInteger(whole) * unit->nanos + fraction_nanos / scale;
}

absl::Status NotADuration(std::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat(QuoteForMessage(text),
                   " is not a duration; write one such as `90s`, `10m`, "
                   "`1h30m` or `500ms`"));
}

}  // namespace

absl::StatusOr<google::protobuf::Duration> ParseDuration(
    std::string_view text) {
  std::string_view rest = text;
  if (rest.empty()) return NotADuration(text);
  const Unit* next_unit = std::begin(kUnits);
  absl::int128 nanos = 0;
  while (!rest.empty()) {
    const absl::int128 term = TakeTerm(&rest, &next_unit);
    if (term < 0) return NotADuration(text);
    nanos += term;
  }
  const absl::int128 seconds = nanos / kNanosPerSecond;
  if (seconds > kMaxSeconds ||
      (seconds == kMaxSeconds && nanos % kNanosPerSecond != 0)) {
    return absl::InvalidArgumentError(absl::StrCat(
        QuoteForMessage(text), " is too long; at most ", kMaxSeconds, "s"));
  }
  google::protobuf::Duration duration;
  duration.set_seconds(static_cast<int64_t>(seconds));
  duration.set_nanos(static_cast<int32_t>(nanos % kNanosPerSecond));
  return duration;
}

std::string FormatDuration(const google::protobuf::Duration& duration) {
  absl::int128 nanos =
      absl::int128(duration.seconds()) * kNanosPerSecond + duration.nanos();
  std::string text;
  for (const Unit& unit : kUnits) {
    // Days are read, but most people think of 24h.
    if (unit.name == "d") continue;
    const int64_t count = static_cast<int64_t>(nanos / unit.nanos);
    nanos %= unit.nanos;
    if (count > 0) absl::StrAppend(&text, count, std::string(unit.name));
  }
  return text.empty() ? "0s" : text;
}

}  // namespace admf
