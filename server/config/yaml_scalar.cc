#include "server/config/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/charconv.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

/// Up to here every whole number is a double.
constexpr double kMaxExactInteger = 9007199254740992.0;

enum class Form {
  kText,
  kInteger,
  kReal,
  /// A number that is not accepted, for one of these reasons.
  kLeadingZero,
  kOtherBase,
  kDigitSeparator,
  kNotFinite,
};

absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

/// Removes the digits at the front and says how many there were.
size_t SkipDigits(std::string_view* text) {
  const size_t count =
      std::min(text->find_first_not_of("0123456789"), text->size());
  text->remove_prefix(count);
  return count;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool IsDecimal(std::string_view text) {
  text = WithoutSign(text);
  size_t digits = SkipDigits(&text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += SkipDigits(&text);
  }
  if (digits == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text = WithoutSign(text.substr(1));
    if (SkipDigits(&text) == 0) return false;
  }
  return text.empty();
}

bool IsOtherBase(std::string_view unsigned_text) {
  if (unsigned_text.size() < 3 || unsigned_text[0] != '0') return false;
  const std::string_view digits = unsigned_text.substr(2);
  switch (unsigned_text[1]) {
    case 'x':
    case 'X':
      return digits.find_first_not_of("0123456789abcdefABCDEF") ==
             std::string_view::npos;
    case 'o':
      return digits.find_first_not_of("01234567") == std::string_view::npos;
    case 'b':
      return digits.find_first_not_of("01") == std::string_view::npos;
    default:
      return false;
  }
}

bool IsNotFinite(std::string_view unsigned_text) {
  const std::string lower = absl::AsciiStrToLower(ToAbsl(unsigned_text));
  return lower == ".inf" || lower == ".nan";
}

/// 1_000 or 1,000.
bool HasDigitSeparator(std::string_view unsigned_text) {
  std::string digits(unsigned_text);
  if (digits.empty() || !absl::ascii_isdigit(digits[0])) return false;
  std::erase_if(digits, [](char c) { return c == '_' || c == ','; });
  return digits.size() < unsigned_text.size() && IsDecimal(digits);
}

Form FormOf(std::string_view text) {
  const std::string_view rest = WithoutSign(text);
  std::string_view after_digits = rest;
  if (SkipDigits(&after_digits) > 0 && after_digits.empty()) {
    const bool leading_zero = rest.size() > 1 && rest[0] == '0';
    return leading_zero ? Form::kLeadingZero : Form::kInteger;
  }
  if (IsDecimal(text)) return Form::kReal;
  if (IsOtherBase(rest)) return Form::kOtherBase;
  if (IsNotFinite(rest)) return Form::kNotFinite;
  if (HasDigitSeparator(rest)) return Form::kDigitSeparator;
  return Form::kText;
}

/// Why a number of this form is not accepted, or empty.
std::string_view Objection(Form form) {
  switch (form) {
    case Form::kLeadingZero:
      return "a number can't begin with 0; remove the zero, or put it in "
             "quotes if it is a text";
    case Form::kOtherBase:
      return "hexadecimal, octal and binary numbers are not accepted; write "
             "the number in decimal, or put it in quotes if it is a text";
    case Form::kNotFinite:
      return "a number must be finite";
    case Form::kDigitSeparator:
      return "a number can't have `_` or `,` in it";
    default:
      return {};
  }
}

absl::Status Refused(std::string_view text, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(QuoteForMessage(text), ToAbsl(what)));
}

/// An error if the text is not a number at all or not an acceptable one.
absl::Status CheckNumber(std::string_view text, std::string_view expected) {
  const Form form = FormOf(text);
  if (form == Form::kInteger || form == Form::kReal) return absl::OkStatus();
  const std::string_view objection = Objection(form);
  if (objection.empty()) return Refused(text, expected);
  return Refused(text, absl::StrCat(": ", ToAbsl(objection)));
}

/// The nearest double of a decimal number; infinite if it is too large.
double ToDouble(std::string_view decimal) {
  if (decimal.starts_with('+')) decimal.remove_prefix(1);
  double value = 0;
  const auto result =
      absl::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  // What is too small is as good as 0.
  if (result.ec == std::errc::result_out_of_range && std::abs(value) > 1) {
    return std::copysign(std::numeric_limits<double>::infinity(), value);
  }
  return value;
}

/// Turns 1e3 and 10.0 into 1000 and 10.
absl::StatusOr<int64_t> IntegerFromReal(std::string_view text) {
  const double value = ToDouble(text);
  if (std::abs(value) > kMaxExactInteger) {
    return Refused(text, " is out of range");
  }
  if (value != std::trunc(value)) {
    return Refused(text, " is not a whole number; write one such as `10`");
  }
  return static_cast<int64_t>(value);
}

template <typename Integer>
absl::StatusOr<Integer> ParseWhole(std::string_view text, Integer minimum,
                                   Integer maximum) {
  RETURN_IF_ERROR(
      CheckNumber(text, " is not a whole number; write one such as `10`"));
  const absl::Status out_of_range =
      Refused(text, absl::StrCat(" is out of range; it must be from ", minimum,
                                 " to ", maximum));
  if (FormOf(text) == Form::kReal) {
    ASSIGN_OR_RETURN(const int64_t value, IntegerFromReal(text));
    if (std::cmp_less(value, minimum) || std::cmp_greater(value, maximum)) {
      return out_of_range;
    }
    return static_cast<Integer>(value);
  }
  if (WithoutSign(text) == "0") text = "0";
  if (text.starts_with('+')) text.remove_prefix(1);
  Integer value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  // A negative number stops from_chars of an unsigned type.
  if (error != std::errc() || value < minimum || value > maximum) {
    return out_of_range;
  }
  return value;
}

}  // namespace

absl::StatusOr<int64_t> ParseYamlInteger(std::string_view text, int64_t minimum,
                                         int64_t maximum) {
  return ParseWhole<int64_t>(text, minimum, maximum);
}

absl::StatusOr<uint64_t> ParseYamlUnsigned(std::string_view text,
                                           uint64_t maximum) {
  return ParseWhole<uint64_t>(text, 0, maximum);
}

absl::StatusOr<double> ParseYamlReal(std::string_view text) {
  RETURN_IF_ERROR(
      CheckNumber(text, " is not a number; write one such as `0.5`"));
  const double value = ToDouble(text);
  if (!std::isfinite(value)) return Refused(text, " is too large");
  return value;
}

absl::StatusOr<bool> ParseYamlBoolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  const std::string lower = absl::AsciiStrToLower(ToAbsl(text));
  for (const std::string_view yes : {"true", "yes", "on", "y", "1"}) {
    if (lower == yes) return Refused(text, " is not accepted; write `true`");
  }
  for (const std::string_view no : {"false", "no", "off", "n", "0"}) {
    if (lower == no) return Refused(text, " is not accepted; write `false`");
  }
  return Refused(text, " is neither `true` nor `false`");
}

absl::StatusOr<google::protobuf::Value> ParseYamlAny(std::string_view text) {
  google::protobuf::Value value;
  if (text == "true" || text == "True" || text == "TRUE") {
    value.set_bool_value(true);
    return value;
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    value.set_bool_value(false);
    return value;
  }
  const Form form = FormOf(text);
  if (form == Form::kText || form == Form::kDigitSeparator) {
    value.set_string_value(std::string(text));
    return value;
  }
  ASSIGN_OR_RETURN(const double number, ParseYamlReal(text));
  if (form == Form::kInteger && std::abs(number) > kMaxExactInteger) {
    return Refused(text,
                   " is too large; whole numbers up to 2^53 are accepted");
  }
  // Not -0, which a whole number doesn't have.
  value.set_number_value(form == Form::kInteger && number == 0 ? 0 : number);
  return value;
}

}  // namespace admf
