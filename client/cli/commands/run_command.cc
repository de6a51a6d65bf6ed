#include "client/cli/commands/run_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/options.h"
#include "client/cli/print_result.h"
#include "client/cli/workflow_follower.h"

namespace admf {

CLI::App* RunCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "run", "Submit a workflow, follow it, print its result");
  AddArguments(*command, "FILE", 1, 1,
               "The workflow as YAML; - reads the standard input", &files_);
  submission_.AddTo(*command);
  exports_.AddTo(*command);
  command->add_flag("--cancel-on-interrupt", cancel_on_interrupt_,
                    "Ctrl-C cancels the workflow instead of leaving it alone");
  command->footer(
      "Examples:\n"
      "  admf run goog.yaml\n"
      "  admf run goog.yaml --set fast_period=12 --trades trades.csv\n"
      "  admf run goog.yaml --output json | jq .metrics.sharpe_ratio");
  return command;
}

ExitCode RunCommand::Run(Session& session) {
  const ExitCode writable = exports_.Check(session);
  if (writable != ExitCode::kSuccess) return writable;

  const Submission::Outcome submitted =
      submission_.Submit(session, files_.front());
  if (!submitted.response.has_value()) return submitted.exit_code;
  const std::string& id = submitted.response->workflow_id();
  session.Note(absl::StrCat(submitted.response->already_submitted()
                                ? "was submitted before as "
                                : "submitted as ",
                            id));

  WorkflowFollower follower(
      session,
      {.workflow_id = id, .cancel_on_interrupt = cancel_on_interrupt_});
  const WorkflowFollower::Outcome followed = follower.Follow();
  if (!followed.state.has_value()) return followed.exit_code;
  return PrintResult(session, id, exports_);
}

}  // namespace admf
