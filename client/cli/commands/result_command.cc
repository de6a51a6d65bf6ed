#include "client/cli/commands/result_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "client/cli/options.h"
#include "client/cli/print_result.h"

namespace admf {

CLI::App* ResultCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "result", "Print what a workflow came to, and write its tables to files");
  AddArguments(*command, "ID", 1, 1, "Id of a workflow that has ended", &ids_);
  exports_.AddTo(*command);
  command->footer(
      "Examples:\n"
      "  admf result ID --trades trades.csv --equity equity.parquet\n"
      "  admf result ID --trials trials.parquet --table windows windows.csv\n"
      "  admf result ID --output json | jq .metrics");
  return command;
}

ExitCode ResultCommand::Run(Session& session) {
  const ExitCode writable = exports_.Check(session);
  if (writable != ExitCode::kSuccess) return writable;
  return PrintResult(session, ids_.front(), exports_);
}

}  // namespace admf
