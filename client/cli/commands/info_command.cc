#include "client/cli/commands/info_command.h"

#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/channel.h"
#include "client/cli/csv_text.h"
#include "client/cli/enum_names.h"
#include "client/cli/number_format.h"
#include "client/cli/options.h"
#include "client/cli/text_table.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

std::vector<std::pair<std::string, std::string>> Facts(
    const v1::GetServerInfoResponse& info, const std::string& server) {
  std::vector<std::string> types;
  for (const int type : info.workflow_types()) {
    types.push_back(ShortName(static_cast<v1::WorkflowType>(type)));
  }
  const v1::ServerLimits& limits = info.limits();
  return {
      {"server", server},
      {"version", info.version()},
      {"accepting", info.accepting()
                        ? "yes"
                        : "no, it is shutting down or can't write its journal; "
                          "its log says which"},
      {"started", FormatTimeExact(info.start_time())},
      {"workflow_types", absl::StrJoin(types, " ")},
      {"running_workflows", absl::StrCat(info.running_workflows())},
      {"queued_workflows", absl::StrCat(info.queued_workflows())},
      {"data_root", info.data_root()},
      {"strategies", absl::StrCat(info.strategies_size())},
      {"indicators", absl::StrCat(info.indicators_size())},
      {"max_running_workflows", absl::StrCat(limits.max_running_workflows())},
      {"max_queued_workflows", absl::StrCat(limits.max_queued_workflows())},
      {"worker_threads", absl::StrCat(limits.worker_threads())},
      {"max_memory_per_workflow_mb",
       absl::StrCat(limits.max_memory_per_workflow_mb())},
      {"max_yaml_bytes", absl::StrCat(limits.max_yaml_bytes())},
      {"max_workflow_time",
       FormatElapsed(ToDuration(limits.max_workflow_time()))},
  };
}

}  // namespace

CLI::App* InfoCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "info", "Show what the daemon is, what it can run, and its limits");
  AddParsedOption(*command, "--wait", "DURATION", false,
                  "Wait up to this long for a daemon that is starting",
                  [this](std::string_view text) {
                    const auto duration = ParseDurationText(text);
                    if (duration.ok()) wait_ = *duration;
                    return duration.status();
                  });
  return command;
}

ExitCode InfoCommand::Run(Session& session) {
  const ChannelOptions& options = session.options().channel;
  if (wait_ > absl::ZeroDuration()) {
    const auto channel = CreateChannel(options);
    if (!channel.ok()) {
      return session.FailUsage(std::string(channel.status().message()));
    }
    const absl::Status serving = WaitUntilServing(*channel, wait_);
    if (!serving.ok()) return session.Fail(serving);
  }
  const auto info = session.client().GetServerInfo();
  if (!info.ok()) return session.Fail(info.status());

  TextTable table({{""}, {""}});
  switch (session.options().output) {
    case OutputFormat::kTable:
      for (const auto& [name, value] : Facts(*info, options.server)) {
        table.AddRow({{name, Tone::kDim}, value});
      }
      session.out() << table.Render(session.out_style(), session.out_width());
      break;
    case OutputFormat::kCsv:
      session.out() << CsvLine({"name", "value"});
      for (const auto& [name, value] : Facts(*info, options.server)) {
        session.out() << CsvLine({name, value});
      }
      break;
    default:
      session.PrintDocument(*info);
  }
  return ExitCode::kSuccess;
}

}  // namespace admf
