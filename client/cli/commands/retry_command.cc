#include "client/cli/commands/retry_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/options.h"
#include "client/cli/print_result.h"
#include "client/cli/status_view.h"
#include "client/cli/workflow_follower.h"

namespace admf {

CLI::App* RetryCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "retry", "Submit a workflow that has ended once more, and print its id");
  AddArguments(*command, "ID", 1, 1,
               "Id of a workflow that failed, was cancelled or is degraded",
               &ids_);
  command
      ->add_option("--priority", priority_,
                   "From 1 (runs last) to 5 (runs first). Default: as before")
      ->type_name("1|2|3|4|5")
      ->check(CLI::Range(1, 5).description(""));
  command
      ->add_option("--request-id", request_id_,
                   "Retrying again with the same id changes nothing. Default: "
                   "a new one")
      ->type_name("ID");
  CLI::Option* wait = command->add_flag(
      "--wait", wait_, "Follow it and print its result, as `admf run` does");
  exports_.AddTo(*command);
  command->add_flag("--cancel-on-interrupt", cancel_on_interrupt_,
                    "Ctrl-C cancels the workflow instead of leaving it alone");
  for (const std::string& option : ResultExports::OptionNames()) {
    command->get_option(option)->needs(wait);
  }
  command->get_option("--cancel-on-interrupt")->needs(wait);
  command->footer(
      "Phases that had succeeded are not run again.\n"
      "Examples:\n"
      "  id=$(admf retry ID) && admf watch \"$id\"\n"
      "  admf retry ID --wait --trades trades.csv");
  return command;
}

ExitCode RetryCommand::Run(Session& session) {
  const ExitCode writable = exports_.Check(session);
  if (writable != ExitCode::kSuccess) return writable;

  v1::RetryRequest request;
  request.set_workflow_id(ids_.front());
  request.set_priority(priority_);
  request.set_request_id(request_id_);
  const auto accepted = session.client().Retry(request);
  if (!accepted.ok()) return session.Fail(accepted.status());
  if (wait_) return Follow(session, *accepted);
  PrintAccepted(session, *accepted);
  return ExitCode::kSuccess;
}

void RetryCommand::PrintAccepted(Session& session,
                                 const v1::RetryResponse& accepted) const {
  switch (session.options().output) {
    case OutputFormat::kTable:
      session.out() << accepted.workflow_id() << std::endl;
      break;
    case OutputFormat::kCsv:
      session.out() << WorkflowCsv({accepted.status()});
      break;
    default:
      session.PrintDocument(accepted);
  }
  if (accepted.already_submitted()) {
    session.Note("was submitted before under the same request id");
  }
}

ExitCode RetryCommand::Follow(Session& session,
                              const v1::RetryResponse& accepted) const {
  const std::string& id = accepted.workflow_id();
  session.Note(absl::StrCat(accepted.already_submitted()
                                ? "was submitted before as "
                                : "submitted as ",
                            id, ", a retry of ", ids_.front()));
  WorkflowFollower follower(
      session,
      {.workflow_id = id, .cancel_on_interrupt = cancel_on_interrupt_});
  const WorkflowFollower::Outcome followed = follower.Follow();
  if (!followed.state.has_value()) return followed.exit_code;
  return PrintResult(session, id, exports_);
}

}  // namespace admf
