#pragma once

#include <memory>
#include <vector>

#include "CLI/CLI.hpp"
#include "client/cli/command.h"

namespace admf {

/// All commands, in the order of the help. `app` is described by
/// `admf completion` and outlives them.
std::vector<std::unique_ptr<Command>> MakeCommands(const CLI::App& app);

}  // namespace admf
