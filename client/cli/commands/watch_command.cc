#include "client/cli/commands/watch_command.h"

#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_text.h"
#include "client/cli/event_text.h"
#include "client/cli/message_json.h"
#include "client/cli/options.h"
#include "client/cli/time_format.h"
#include "client/cli/verdict_text.h"
#include "client/cli/workflow_follower.h"
#include "client/cli/yaml_text.h"
#include "nlohmann/json.hpp"

namespace admf {

CLI::App* WatchCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "watch", "Print the events of a workflow, past and future, to its end");
  AddArguments(*command, "ID", 1, 1, "Id of a workflow", &ids_);
  command
      ->add_option("--after", after_, "Only events with a higher number than N")
      ->type_name("N")
      ->check(CLI::Range(int64_t{0}, INT64_MAX).description(""));
  command->footer(
      "With --output json each event is one line. Ctrl-C ends the watch, not "
      "the workflow.");
  return command;
}

std::string WatchCommand::FormatEvent(const Session& session,
                                      const v1::WorkflowEvent& event) const {
  switch (session.options().output) {
    case OutputFormat::kJson:
      return JsonLine(MessageToJson(event));
    case OutputFormat::kYaml:
      return "---\n" + YamlText(MessageToJson(event));
    case OutputFormat::kCsv:
      return CsvLine({absl::StrCat(event.sequence()),
                      FormatTimeExact(event.time()), EventName(event),
                      EventText(event)});
    case OutputFormat::kTable:
      break;
  }
  // The live line shows progress better than a row for each step of it.
  if (event.has_progress() && session.environment().live) return "";
  return absl::StrCat(
      session.out_style().Apply(
          Tone::kDim,
          absl::StrCat(FormatTime(event.time(), session.environment().zone),
                       "  #", event.sequence())),
      "  ",
      session.out_style().Apply(event.has_completed()
                                    ? ToneOf(event.completed().state())
                                    : Tone::kPlain,
                                EventText(event)),
      "\n");
}

// The events that were asked for may not have it. It is a remark, so nothing is
// said where it can't be had.
void WatchCommand::NoteVerdict(Session& session,
                               v1::WorkflowState state) const {
  if (state != v1::WORKFLOW_STATE_SUCCEEDED) return;
  const auto result = session.client().GetResult(ids_.front());
  if (result.ok() && result->has_verdict()) {
    session.Note(VerdictLine(result->verdict()));
  }
}

ExitCode WatchCommand::Run(Session& session) {
  if (session.options().output == OutputFormat::kCsv) {
    session.out() << CsvLine({"sequence", "time", "event", "text"});
  }
  WorkflowFollower follower(
      session, {.workflow_id = ids_.front(),
                .after_sequence = after_,
                .print_event = [&](const v1::WorkflowEvent& event) {
                  return FormatEvent(session, event);
                }});
  const WorkflowFollower::Outcome outcome = follower.Follow();
  if (!outcome.state.has_value()) return outcome.exit_code;
  NoteVerdict(session, *outcome.state);
  return ExitCodeFor(*outcome.state);
}

}  // namespace admf
