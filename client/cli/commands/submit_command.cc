#include "client/cli/commands/submit_command.h"

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "client/cli/options.h"
#include "client/cli/status_view.h"

namespace admf {

CLI::App* SubmitCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "submit", "Submit workflows and print their ids, without waiting");
  AddArguments(*command, "FILE", 1, kAnyNumber,
               "Workflows as YAML; - reads the standard input", &files_);
  submission_.AddTo(*command);
  command->footer(
      "Example:\n"
      "  id=$(admf submit goog.yaml) && admf watch \"$id\"");
  return command;
}

ExitCode SubmitCommand::Run(Session& session) {
  if (!submission_.request_id().empty() && files_.size() > 1) {
    return session.FailUsage("--request-id is for one file");
  }
  ExitCode worst = ExitCode::kSuccess;
  std::vector<v1::WorkflowStatus> submitted;
  for (const std::string& file : files_) {
    const Submission::Outcome outcome = submission_.Submit(session, file);
    worst = Worst(worst, outcome.exit_code);
    if (!outcome.response.has_value()) continue;
    switch (session.options().output) {
      case OutputFormat::kTable:
        session.out() << outcome.response->workflow_id() << std::endl;
        break;
      case OutputFormat::kCsv:
        submitted.push_back(outcome.response->status());
        break;
      default:
        session.PrintDocument(*outcome.response);
    }
    if (outcome.response->already_submitted()) {
      session.Note("was submitted before under the same request id");
    }
  }
  if (session.options().output == OutputFormat::kCsv) {
    session.out() << WorkflowCsv(submitted);
  }
  return worst;
}

}  // namespace admf
