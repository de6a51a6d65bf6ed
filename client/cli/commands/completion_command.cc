#include "client/cli/commands/completion_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "client/cli/completion.h"
#include "client/cli/options.h"

namespace admf {

CLI::App* CompletionCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "completion",
      "Print the completions of commands and options for a shell");
  AddArguments(*command, "bash|zsh|fish", 1, 1, "The shell", &shells_);
  command->footer("Example:\n  source <(admf completion bash)");
  return command;
}

ExitCode CompletionCommand::Run(Session& session) {
  const auto script = CompletionScript(app_, shells_.front());
  if (!script.ok()) {
    return session.FailUsage(std::string(script.status().message()));
  }
  session.out() << *script;
  return ExitCode::kSuccess;
}

}  // namespace admf
