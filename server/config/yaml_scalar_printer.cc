#include "server/config/yaml_scalar_printer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/config/yaml_text.h"

namespace admf {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

std::string InQuotes(std::string_view text) {
  std::string quoted = "\"";
  for (size_t offset = 0; offset < text.size();) {
    const CodePoint c = DecodeUtf8(text, offset);
    const std::string_view bytes =
        text.substr(offset, std::max<size_t>(c.size, 1));
    if (c.value == '"' || c.value == '\\') {
      quoted += '\\';
      quoted += bytes;
    } else if (c.value == '\n') {
      quoted += "\\n";
    } else if (c.value == '\r') {
      quoted += "\\r";
    } else if (c.value == '\t') {
      quoted += "\\t";
    } else if (FindBadCharacter(bytes).has_value()) {
      absl::StrAppendFormat(&quoted, "\\u%04X", static_cast<uint32_t>(c.value));
    } else {
      quoted += bytes;
    }
    offset += bytes.size();
  }
  return quoted + "\"";
}

/// Whether a text means itself without quotes, outside of brackets and braces.
bool IsPlain(std::string_view text) {
  constexpr std::string_view kHarmless = "_/.+-:";
  if (text.empty() || text.ends_with(':')) return false;
  if (!absl::ascii_isalnum(text[0]) && text[0] != '/') return false;
  if (text == "null" || text == "Null" || text == "NULL") return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_isalnum(c) ||
           kHarmless.find(c) != std::string_view::npos;
  });
}

template <typename Real>
std::string Shortest(Real value) {
  // Above, a number without exponent would be taken for a whole number that a
  // double can't hold.
  constexpr Real kMaxExactInteger = 9007199254740992.0;
  char buffer[64];
  char* const end = buffer + sizeof(buffer);
  const auto result =
      std::abs(value) > kMaxExactInteger
          ? std::to_chars(buffer, end, value, std::chars_format::scientific)
          : std::to_chars(buffer, end, value);
  const std::string text(buffer, result.ptr);
  return text == "-0" ? "-0.0" : text;
}

}  // namespace

std::string PrintYamlText(std::string_view text) {
  return IsPlain(text) ? std::string(text) : InQuotes(text);
}

std::string PrintYamlReal(double value) { return Shortest(value); }
std::string PrintYamlReal(float value) { return Shortest(value); }

std::string PrintYamlStruct(const Struct& fields) {
  const std::map<std::string, Value> sorted(fields.fields().begin(),
                                            fields.fields().end());
  return absl::StrCat("{",
                      absl::StrJoin(sorted, ", ",
                                    [](std::string* out, const auto& field) {
                                      absl::StrAppend(
                                          out, InQuotes(field.first), ": ",
                                          PrintYamlValue(field.second));
                                    }),
                      "}");
}

std::string PrintYamlValue(const Value& value) {
  switch (value.kind_case()) {
    case Value::kNumberValue:
      return PrintYamlReal(value.number_value());
    case Value::kStringValue:
      return InQuotes(value.string_value());
    case Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case Value::kStructValue:
      return PrintYamlStruct(value.struct_value());
    case Value::kListValue:
      return absl::StrCat(
          "[",
          absl::StrJoin(value.list_value().values(), ", ",
                        [](std::string* out, const Value& element) {
                          absl::StrAppend(out, PrintYamlValue(element));
                        }),
          "]");
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      break;
  }
  return "null";
}

}  // namespace admf
