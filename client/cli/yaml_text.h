#pragma once

#include <string>

#include "nlohmann/json_fwd.hpp"

namespace admf {

/// The same structure as a YAML document, with a line break at its end. Texts
/// that YAML would take for something else are quoted.
std::string YamlText(const nlohmann::ordered_json& json);

}  // namespace admf
