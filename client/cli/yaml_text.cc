#include "client/cli/yaml_text.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "nlohmann/json.hpp"
#include "yaml-cpp/yaml.h"

namespace admf {
namespace {

using Json = nlohmann::ordered_json;

// Words that some version of YAML reads as a boolean, null or a number.
constexpr std::string_view kReservedWords[] = {
    "true", "false", "yes", "no", "on", "off", "y", "n", "null",
};

// Deliberately narrow: quotes never hurt.
bool NeedsQuotes(const std::string& text) {
  if (text.empty() || !absl::ascii_isalpha(text.front())) return true;
  const auto plain = [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("_-./ ", c);
  };
  if (!std::all_of(text.begin(), text.end(), plain) || text.back() == ' ') {
    return true;
  }
  const std::string lower = absl::AsciiStrToLower(text);
  return std::find(std::begin(kReservedWords), std::end(kReservedWords),
                   lower) != std::end(kReservedWords);
}

void EmitText(const std::string& text, YAML::Emitter* emitter) {
  if (NeedsQuotes(text)) *emitter << YAML::DoubleQuoted;
  *emitter << text;
}

// YAML 1.1 takes `1e+16` for a text: it wants a point.
std::string NumberText(const Json& number) {
  std::string text = number.dump();
  const size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) {
    text.insert(exponent, ".0");
  }
  return text;
}

void Emit(const Json& json, YAML::Emitter* emitter) {
  if (json.is_object()) {
    if (json.empty()) *emitter << YAML::Flow;
    *emitter << YAML::BeginMap;
    for (const auto& [key, value] : json.items()) {
      *emitter << YAML::Key;
      EmitText(key, emitter);
      *emitter << YAML::Value;
      Emit(value, emitter);
    }
    *emitter << YAML::EndMap;
  } else if (json.is_array()) {
    if (json.empty()) *emitter << YAML::Flow;
    *emitter << YAML::BeginSeq;
    for (const Json& element : json) Emit(element, emitter);
    *emitter << YAML::EndSeq;
  } else if (json.is_string()) {
    EmitText(json.get_ref<const std::string&>(), emitter);
  } else if (json.is_number()) {
    *emitter << NumberText(json);
  } else if (json.is_boolean()) {
    *emitter << json.get<bool>();
  } else {
    *emitter << YAML::Null;
  }
}

}  // namespace

std::string YamlText(const Json& json) {
  YAML::Emitter emitter;
  Emit(json, &emitter);
  return std::string(emitter.c_str()) + "\n";
}

}  // namespace admf
