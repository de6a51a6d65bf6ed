#include "client/cli/commands/status_command.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "client/cli/status_view.h"

namespace admf {
namespace {

using StatusCall = std::function<absl::StatusOr<v1::WorkflowStatus>(
    CoordinatorClient&, const std::string&)>;

// Asks for each workflow's status and prints all of them; goes on after one
// that fails.
ExitCode PrintStatuses(Session& session, const std::vector<std::string>& ids,
                       const StatusCall& call) {
  ExitCode worst = ExitCode::kSuccess;
  std::vector<v1::WorkflowStatus> workflows;
  for (const std::string& id : ids) {
    auto workflow = call(session.client(), id);
    if (workflow.ok()) {
      workflows.push_back(*std::move(workflow));
    } else {
      worst = Worst(worst, session.Fail(workflow.status()));
    }
  }
  const char* separator = "";
  switch (session.options().output) {
    case OutputFormat::kTable:
      for (const v1::WorkflowStatus& workflow : workflows) {
        session.out() << separator
                      << WorkflowDetails(
                             workflow, absl::Now(), session.environment().zone,
                             session.out_style(), session.out_width());
        separator = "\n";
      }
      break;
    case OutputFormat::kCsv:
      session.out() << WorkflowCsv(workflows);
      break;
    default:
      for (const auto& workflow : workflows) session.PrintDocument(workflow);
  }
  return worst;
}

}  // namespace

CLI::App* StatusCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand("status", "Show how workflows stand");
  AddArguments(*command, "ID", 1, kAnyNumber, "Ids of workflows", &ids_);
  return command;
}

ExitCode StatusCommand::Run(Session& session) {
  return PrintStatuses(session, ids_,
                       [](CoordinatorClient& client, const std::string& id) {
                         return client.GetStatus(id);
                       });
}

CLI::App* CancelCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "cancel", "Cancel workflows; those that have ended stay as they are");
  AddArguments(*command, "ID", 1, kAnyNumber, "Ids of workflows", &ids_);
  command->add_option("--reason", reason_, "Why; kept with the workflow")
      ->type_name("TEXT");
  return command;
}

ExitCode CancelCommand::Run(Session& session) {
  return PrintStatuses(
      session, ids_, [this](CoordinatorClient& client, const std::string& id) {
        return client.Cancel(id, reason_);
      });
}

}  // namespace admf
