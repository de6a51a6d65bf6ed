#include "engine/data/timestamp.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace admf {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Takes the parts of a time off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool empty() const { return rest_.empty(); }

  /// Exactly `digits` digits.
  bool TakeNumber(int digits, int64_t* value) {
    if (rest_.size() < static_cast<size_t>(digits)) return false;
    *value = 0;
    for (int i = 0; i < digits; ++i) {
      if (!IsDigit(rest_[i])) return false;
      *value = *value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }

  /// One of the characters, if it comes next.
  bool Take(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_[0]) == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  char Peek() const { return rest_.empty() ? '\0' : rest_[0]; }

 private:
  std::string_view rest_;
};

bool TakeDate(Scanner& scanner, int64_t* day) {
  int64_t year, month, day_of_month;
  if (!scanner.TakeNumber(4, &year) || !scanner.Take("-") ||
      !scanner.TakeNumber(2, &month) || !scanner.Take("-") ||
      !scanner.TakeNumber(2, &day_of_month)) {
    return false;
  }
  // CivilDay turns 30 February into a day in March: such a day is none.
  const absl::CivilDay civil(year, month, day_of_month);
  if (civil.year() != year || civil.month() != month ||
      civil.day() != day_of_month) {
    return false;
  }
  *day = civil - absl::CivilDay(1970, 1, 1);
  return true;
}

bool TakeFraction(Scanner& scanner, int64_t* micros) {
  int digits = 0;
  int64_t scale = kMicrosPerSecond;
  for (int64_t digit; scanner.TakeNumber(1, &digit); ++digits) {
    scale /= 10;
    *micros += digit * scale;
  }
  return digits >= 1 && digits <= 9;
}

bool TakeTimeOfDay(Scanner& scanner, int64_t* micros) {
  int64_t hour, minute, second = 0, fraction = 0;
  if (!scanner.TakeNumber(2, &hour) || !scanner.Take(":") ||
      !scanner.TakeNumber(2, &minute)) {
    return false;
  }
  if (scanner.Take(":")) {
    if (!scanner.TakeNumber(2, &second)) return false;
    if (scanner.Take(".") && !TakeFraction(scanner, &fraction)) return false;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  *micros = ((hour * 60 + minute) * 60 + second) * kMicrosPerSecond + fraction;
  return true;
}

bool TakeOffset(Scanner& scanner, int64_t* micros) {
  *micros = 0;
  if (scanner.Take("Zz")) return true;
  const int64_t sign = scanner.Peek() == '-' ? -1 : 1;
  int64_t hour, minute = 0;
  if (!scanner.Take("+-") || !scanner.TakeNumber(2, &hour)) return false;
  if (!scanner.empty()) {
    scanner.Take(":");
    if (!scanner.TakeNumber(2, &minute)) return false;
  }
  if (hour > 23 || minute > 59) return false;
  *micros = sign * (hour * 60 + minute) * 60 * kMicrosPerSecond;
  return true;
}

std::optional<Timestamp> ParseNumber(std::string_view text) {
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return Timestamp{Timestamp::Kind::kNumber, value};
}

absl::CivilSecond CivilSecondOf(int64_t micros) {
  return absl::CivilSecond(1970, 1, 1) + FloorDivide(micros, kMicrosPerSecond);
}

std::string Format(int64_t micros, char separator) {
  const absl::CivilSecond civil = CivilSecondOf(micros);
  std::string text = absl::StrFormat(
      "%04d-%02d-%02d%c%02d:%02d:%02d", civil.year(), civil.month(),
      civil.day(), separator, civil.hour(), civil.minute(), civil.second());
  const int64_t fraction =
      micros - FloorDivide(micros, kMicrosPerSecond) * kMicrosPerSecond;
  if (fraction != 0) absl::StrAppendFormat(&text, ".%06d", fraction);
  return text;
}

}  // namespace

std::optional<Timestamp> ParseTimestamp(std::string_view text) {
  Scanner scanner(text);
  int64_t day = 0;
  if (!TakeDate(scanner, &day)) return ParseNumber(text);
  if (scanner.empty()) return Timestamp{Timestamp::Kind::kDate, day};

  int64_t time_of_day = 0;
  if (!scanner.Take("Tt ") || !TakeTimeOfDay(scanner, &time_of_day)) {
    return std::nullopt;
  }
  const int64_t local_us = day * kMicrosPerDay + time_of_day;
  if (scanner.empty()) return Timestamp{Timestamp::Kind::kLocal, local_us};

  int64_t offset = 0;
  if (!TakeOffset(scanner, &offset) || !scanner.empty()) return std::nullopt;
  return Timestamp{Timestamp::Kind::kInstant, local_us - offset};
}

std::string FormatInstant(int64_t time_us) {
  return absl::StrCat(Format(time_us, 'T'), "Z");
}

std::string FormatLocal(int64_t local_us) {
  if (local_us % kMicrosPerDay != 0) return Format(local_us, ' ');
  return absl::FormatCivilTime(absl::CivilDay(CivilSecondOf(local_us)));
}

}  // namespace admf
