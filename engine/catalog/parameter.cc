#include "engine/catalog/parameter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

using Type = ParameterDefinition::Type;

/// `text` in quotes, escaped.
std::string Quoted(std::string_view text) {
  return absl::StrCat(
      "\"", absl::Utf8SafeCEscape(absl::string_view(text.data(), text.size())),
      "\"");
}

/// `text` in quotes, cut where it is too long for a message.
std::string QuotedStart(std::string_view text) {
  constexpr size_t kLongest = 64;
  size_t length = std::min(text.size(), kLongest);
  // Not in the middle of a UTF-8 character.
  while (length < text.size() && length > 0 &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    --length;
  }
  return absl::StrCat(Quoted(text.substr(0, length)),
                      length < text.size() ? "..." : "");
}

std::string NumberText(int64_t value) { return absl::StrCat(value); }

/// Whole numbers as integers: 100000 and not 1e+05, and no negative zero.
std::string NumberText(double value) {
  constexpr double kTwo53 = 9007199254740992.0;
  if (std::trunc(value) == value && std::abs(value) <= kTwo53) {
    return NumberText(static_cast<int64_t>(value));
  }
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

/// What a value of a parameter must be: "a whole number from 1 to 100".
std::string Expected(const ParameterDefinition& definition) {
  if (definition.type == Type::kBoolean) return "true or false";
  if (definition.type == Type::kText) return "a text";
  if (definition.type == Type::kChoice) {
    return absl::StrCat("one of ", absl::StrJoin(definition.choices, ", "));
  }
  const char* number =
      definition.type == Type::kInteger ? "a whole number" : "a number";
  if (definition.minimum && definition.maximum) {
    return absl::StrCat(number, " from ", NumberText(*definition.minimum),
                        " to ", NumberText(*definition.maximum));
  }
  if (definition.minimum) {
    return absl::StrCat(number, " of at least ",
                        NumberText(*definition.minimum));
  }
  if (definition.maximum) {
    return absl::StrCat(number, " of at most ",
                        NumberText(*definition.maximum));
  }
  return number;
}

bool InRange(const ParameterDefinition& definition, double value) {
  return std::isfinite(value) &&
         !(definition.minimum && value < *definition.minimum) &&
         !(definition.maximum && value > *definition.maximum);
}

std::optional<ParameterValue> ToInteger(const ParameterDefinition& definition,
                                        const ParameterValue& given) {
  if (const auto* integer = std::get_if<int64_t>(&given)) {
    if (!InRange(definition, static_cast<double>(*integer))) return {};
    return given;
  }
  const auto* real = std::get_if<double>(&given);
  // Every double in [-2^63, 2^63) has an int64_t beside it.
  constexpr double kTwo63 = 9223372036854775808.0;
  if (real == nullptr || !InRange(definition, *real) || *real < -kTwo63 ||
      *real >= kTwo63 || std::trunc(*real) != *real) {
    return {};
  }
  return static_cast<int64_t>(*real);
}

std::optional<ParameterValue> ToReal(const ParameterDefinition& definition,
                                     const ParameterValue& given) {
  double value;
  if (const auto* integer = std::get_if<int64_t>(&given)) {
    value = static_cast<double>(*integer);
  } else if (const auto* real = std::get_if<double>(&given)) {
    value = *real;
  } else {
    return {};
  }
  if (!InRange(definition, value)) return {};
  return value;
}

/// `given` as the declared type, or nothing if it isn't a valid value.
std::optional<ParameterValue> Convert(const ParameterDefinition& definition,
                                      const ParameterValue& given) {
  switch (definition.type) {
    case Type::kInteger:
      return ToInteger(definition, given);
    case Type::kReal:
      return ToReal(definition, given);
    case Type::kBoolean:
      if (!std::holds_alternative<bool>(given)) return {};
      return given;
    case Type::kChoice: {
      const auto* text = std::get_if<std::string>(&given);
      if (text == nullptr ||
          std::find(definition.choices.begin(), definition.choices.end(),
                    *text) == definition.choices.end()) {
        return {};
      }
      return given;
    }
    case Type::kText:
      if (!std::holds_alternative<std::string>(given)) return {};
      return given;
  }
  return {};
}

std::string Invalid(const ParameterDefinition& definition,
                    const ParameterValue& given) {
  const auto* text = std::get_if<std::string>(&given);
  std::string description =
      absl::StrCat(definition.name, " must be ", Expected(definition), ", not ",
                   text != nullptr ? QuotedStart(*text) : ToString(given));
  if (text != nullptr) {
    const std::string near = NearestName(*text, definition.choices);
    if (!near.empty()) {
      absl::StrAppend(&description, "; did you mean ", near, "?");
    }
  }
  return description;
}

std::string Unknown(const std::vector<ParameterDefinition>& definitions,
                    std::string_view name) {
  std::string description =
      absl::StrCat("there is no parameter ", QuotedStart(name));
  if (definitions.empty()) {
    return absl::StrCat(description, "; there are no parameters");
  }
  std::vector<std::string> names;
  for (const auto& definition : definitions) names.push_back(definition.name);
  const std::string near = NearestName(name, names);
  return near.empty() ? absl::StrCat(description, "; the parameters are ",
                                     absl::StrJoin(names, ", "))
                      : absl::StrCat(description, "; did you mean ", near, "?");
}

/// Of a parameter that is none of the declared ones.
ParameterProblem InvalidOther(
    const std::vector<ParameterDefinition>& definitions,
    const std::string& name, const ParameterValue& given) {
  std::vector<std::string> names;
  for (const auto& definition : definitions) names.push_back(definition.name);
  if (!NearestName(name, names).empty()) {
    return {name, Unknown(definitions, name)};
  }
  const auto* text = std::get_if<std::string>(&given);
  return {name, absl::StrCat(
                    QuotedStart(name),
                    " is a parameter of its own and must be a number, "
                    "not ",
                    text != nullptr ? QuotedStart(*text) : ToString(given),
                    "; other values have only ", absl::StrJoin(names, ", "))};
}

template <typename T>
const T& Get(const ParameterSet& set, std::string_view name) {
  const auto found = set.values().find(name);
  CHECK(found != set.values().end());
  const T* value = std::get_if<T>(&found->second);
  CHECK(value != nullptr);
  return *value;
}

}  // namespace

std::string ToString(const ParameterValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return NumberText(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) return NumberText(*real);
  if (const auto* boolean = std::get_if<bool>(&value)) {
    return *boolean ? "true" : "false";
  }
  return Quoted(std::get<std::string>(value));
}

ParameterDefinition ParameterDefinition::Integer(std::string name,
                                                 int64_t default_value,
                                                 int64_t minimum,
                                                 int64_t maximum,
                                                 std::string description) {
  return {.name = std::move(name),
          .type = Type::kInteger,
          .description = std::move(description),
          .default_value = default_value,
          .minimum = static_cast<double>(minimum),
          .maximum = static_cast<double>(maximum)};
}

ParameterDefinition ParameterDefinition::Real(std::string name,
                                              double default_value,
                                              double minimum, double maximum,
                                              std::string description) {
  return {.name = std::move(name),
          .type = Type::kReal,
          .description = std::move(description),
          .default_value = default_value,
          .minimum = minimum,
          .maximum = maximum};
}

ParameterDefinition ParameterDefinition::Text(std::string name,
                                              std::string description) {
  return {.name = std::move(name),
          .type = Type::kText,
          .description = std::move(description),
          .default_value = std::string()};
}

ParameterSet ParameterSet::Resolve(
    const std::vector<ParameterDefinition>& definitions,
    const std::map<std::string, ParameterValue>& given,
    std::vector<ParameterProblem>* problems, OtherParameters others) {
  ParameterSet set;
  for (const auto& definition : definitions) {
    set.values_.emplace(definition.name, definition.default_value);
  }
  for (const auto& [name, value] : given) {
    const auto definition =
        std::find_if(definitions.begin(), definitions.end(),
                     [&name = name](const ParameterDefinition& candidate) {
                       return candidate.name == name;
                     });
    if (definition == definitions.end()) {
      if (others == OtherParameters::kRefused) {
        problems->push_back({name, Unknown(definitions, name)});
      } else if (auto number = ToReal({.type = Type::kReal}, value)) {
        set.values_.emplace(name, *std::move(number));
      } else {
        problems->push_back(InvalidOther(definitions, name, value));
      }
      continue;
    }
    auto converted = Convert(*definition, value);
    if (!converted) {
      problems->push_back({name, Invalid(*definition, value)});
      continue;
    }
    set.values_.find(name)->second = *std::move(converted);
  }
  return set;
}

int64_t ParameterSet::GetInteger(std::string_view name) const {
  return Get<int64_t>(*this, name);
}

double ParameterSet::GetReal(std::string_view name) const {
  return Get<double>(*this, name);
}

bool ParameterSet::GetBoolean(std::string_view name) const {
  return Get<bool>(*this, name);
}

const std::string& ParameterSet::GetChoice(std::string_view name) const {
  return Get<std::string>(*this, name);
}

const std::string& ParameterSet::GetText(std::string_view name) const {
  return Get<std::string>(*this, name);
}

}  // namespace admf
