#include "client/cli/commands/pause_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "client/cli/commands/print_statuses.h"
#include "client/cli/options.h"

namespace admf {

CLI::App* PauseCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "pause", "Let workflows rest, running ones at their next checkpoint");
  AddArguments(*command, "ID", 1, kAnyNumber, "Ids of workflows", &ids_);
  command->add_option("--reason", reason_, "Why; kept with the workflow")
      ->type_name("TEXT");
  command->add_flag("--wait", wait_,
                    "Return only when they rest, or have ended");
  command->footer("`admf resume ID` lets them go on.");
  return command;
}

absl::StatusOr<v1::WorkflowStatus> PauseCommand::Pause(
    CoordinatorClient& client, const std::string& id,
    const std::stop_token& stop) const {
  auto status = client.Pause(id, reason_);
  if (!status.ok() || !wait_ || status->state() != v1::WORKFLOW_STATE_RUNNING) {
    return status;
  }
  const absl::Status watched = client.Watch(
      id, status->last_sequence(),
      [](const v1::WorkflowEvent& event) {
        // Somebody may resume it before it rests.
        return !event.has_paused() && !event.has_resumed();
      },
      stop);
  if (!watched.ok() && !stop.stop_requested()) return watched;
  return client.GetStatus(id);
}

ExitCode PauseCommand::Run(Session& session) {
  const std::stop_token stop =
      wait_ ? session.environment().catch_interrupts() : std::stop_token();
  const ExitCode code = PrintStatuses(
      session, ids_, [&](CoordinatorClient& client, const std::string& id) {
        return Pause(client, id, stop);
      });
  return stop.stop_requested() ? ExitCode::kInterrupted : code;
}

CLI::App* ResumeCommand::AddTo(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("resume", "Let workflows that were paused go on");
  AddArguments(*command, "ID", 1, kAnyNumber, "Ids of workflows", &ids_);
  command->footer("Example:\n  admf resume ID && admf watch ID");
  return command;
}

ExitCode ResumeCommand::Run(Session& session) {
  return PrintStatuses(session, ids_,
                       [](CoordinatorClient& client, const std::string& id) {
                         return client.Resume(id);
                       });
}

}  // namespace admf
