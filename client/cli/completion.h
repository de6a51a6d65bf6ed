#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"

namespace admf {

/// The script that makes a shell complete the commands and options of `app`:
/// `bash`, `zsh` or `fish`. INVALID_ARGUMENT for any other. What an option
/// takes is known from its type name: FILE, or alternatives such as
/// `table|json`.
absl::StatusOr<std::string> CompletionScript(const CLI::App& app,
                                             const std::string& shell);

}  // namespace admf
