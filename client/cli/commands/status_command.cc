#include "client/cli/commands/status_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "client/cli/commands/print_statuses.h"
#include "client/cli/options.h"

namespace admf {
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
