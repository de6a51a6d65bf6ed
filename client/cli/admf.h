#pragma once

#include <string>
#include <vector>

#include "client/cli/exit_code.h"
#include "client/cli/session.h"

namespace admf {

/// The whole of `admf`: reads the command line (`arguments` without the name of
/// the program), does what it says, and returns what to exit with. Throws
/// nothing.
ExitCode RunAdmf(const std::vector<std::string>& arguments,
                 const Environment& environment);

}  // namespace admf
