#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "client/cli/global_options.h"

namespace admf {

/// Adds them to `app`; `options` must outlive it.
void AddGlobalOptions(CLI::App& app, GlobalOptions* options);

/// An option whose text `parse` reads and keeps; an error is one of usage.
/// `hint` stands for the value in the help, and the completions know `FILE`
/// and alternatives such as `table|json`. May be given several times if
/// `repeatable`, and is parsed each time.
CLI::Option* AddParsedOption(
    CLI::App& app, const std::string& names, const std::string& hint,
    bool repeatable, const std::string& description,
    const std::function<absl::Status(std::string_view)>& parse);

/// The arguments of a command without a name of their own, at least
/// `minimum` and at most `maximum` of them.
CLI::Option* AddArguments(CLI::App& app, const std::string& hint, int minimum,
                          int maximum, const std::string& description,
                          std::vector<std::string>* values);

/// No limit to the number of arguments.
inline constexpr int kAnyNumber = CLI::detail::expected_max_vector_size;

/// Reads `name=value` into `values`; the last value of a name counts. `what`
/// says in an error what was expected.
absl::Status ParseAssignment(std::string_view text, const std::string& what,
                             std::map<std::string, std::string>* values);

}  // namespace admf
