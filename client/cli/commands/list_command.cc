#include "client/cli/commands/list_command.h"

#include <algorithm>
#include <climits>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "client/cli/enum_names.h"
#include "client/cli/message_json.h"
#include "client/cli/number_format.h"
#include "client/cli/options.h"
#include "client/cli/status_view.h"
#include "client/cli/time_format.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

constexpr int kMaxPageSize = 1000;

template <typename Enum>
std::string Alternatives() {
  return absl::StrJoin(
      ShortEnumNames(*google::protobuf::GetEnumDescriptor<Enum>()), "|");
}

// Several values stand in several options or between commas.
template <typename Enum>
absl::Status AddNames(std::string_view text,
                      google::protobuf::RepeatedField<int>* values) {
  for (const absl::string_view name :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ',')) {
    const auto value = ParseShortName<Enum>({name.data(), name.size()});
    if (!value.ok()) return value.status();
    values->Add(*value);
  }
  return absl::OkStatus();
}

// `team=research`, or `team` for any value.
absl::Status AddLabel(std::string_view text,
                      v1::ListWorkflowsRequest* request) {
  std::map<std::string, std::string> labels;
  if (!text.empty() && text.find('=') == std::string_view::npos) {
    labels[std::string(text)] = "";
  } else {
    const absl::Status status = ParseAssignment(text, "KEY=VALUE", &labels);
    if (!status.ok()) return status;
  }
  request->mutable_labels()->insert(labels.begin(), labels.end());
  return absl::OkStatus();
}

}  // namespace

void ListCommand::AddFilters(CLI::App& app) {
  std::vector<CLI::Option*> filters = {
      AddParsedOption(app, "--state", Alternatives<v1::WorkflowState>(), true,
                      "Only workflows in this state; several with commas",
                      [this](std::string_view text) {
                        return AddNames<v1::WorkflowState>(
                            text, request_.mutable_states());
                      }),
      AddParsedOption(app, "--type", Alternatives<v1::WorkflowType>(), true,
                      "Only workflows of this type; several with commas",
                      [this](std::string_view text) {
                        return AddNames<v1::WorkflowType>(
                            text, request_.mutable_types());
                      }),
      AddParsedOption(
          app, "--label", "KEY=VALUE", true,
          "Only workflows with this label; KEY alone for any value",
          [this](std::string_view text) { return AddLabel(text, &request_); }),
      app.add_option("--name", *request_.mutable_name_contains(),
                     "Only workflows whose name contains this")
          ->type_name("TEXT"),
      app.add_option("--since", since_,
                     "Only workflows submitted at this time or later: a date, "
                     "RFC 3339, or how long ago, such as 2h")
          ->type_name("TIME"),
      app.add_option("--until", until_,
                     "Only workflows submitted before this time")
          ->type_name("TIME"),
  };
  CLI::Option* active =
      app.add_flag("--active", active_,
                   "Only what runs and waits, in the order in which it runs");
  for (CLI::Option* filter : filters) active->excludes(filter);
}

CLI::App* ListCommand::AddTo(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("list", "List workflows, newest first");
  AddFilters(*command);
  CLI::Option* limit =
      command->add_option("--limit", limit_, "At most so many. Default: 50")
          ->type_name("NUMBER")
          ->check(CLI::Range(1, 1000000).description(""));
  command->add_flag("--all", all_, "All of them")->excludes(limit);
  command->footer(
      "Examples:\n"
      "  admf list --active\n"
      "  admf list --state failed --since 24h\n"
      "  admf list --label team=research --all --output csv");
  return command;
}

absl::Status ListCommand::ParseTimes(absl::TimeZone zone) {
  const absl::Time now = absl::Now();
  const std::pair<const std::string&, google::protobuf::Timestamp*> times[] = {
      {since_, since_.empty() ? nullptr : request_.mutable_submitted_after()},
      {until_, until_.empty() ? nullptr : request_.mutable_submitted_before()},
  };
  for (const auto& [text, timestamp] : times) {
    if (timestamp == nullptr) continue;
    const auto time = ParseTimeText(text, now, zone);
    if (!time.ok()) return time.status();
    *timestamp = ToTimestamp(*time);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListActiveResponse> ListCommand::FetchActive(
    CoordinatorClient& client, std::string* remark) const {
  const int limit = all_ ? INT_MAX : limit_;
  auto active = client.ListActive(std::min(limit, kMaxPageSize));
  if (!active.ok()) return active;
  auto& workflows = *active->mutable_workflows();
  const bool cut = workflows.size() > limit;
  if (cut) workflows.DeleteSubrange(limit, workflows.size() - limit);
  const int64_t waiting =
      std::count_if(workflows.begin(), workflows.end(),
                    [](const v1::WorkflowStatus& workflow) {
                      return workflow.state() == v1::WORKFLOW_STATE_QUEUED;
                    });
  const int64_t hidden = active->queued_workflows() - waiting;
  if (hidden > 0) {
    *remark = absl::StrCat(
        FormatCount(hidden), " more wait in the queue; ",
        waiting < kMaxPageSize
            ? "--limit N or --all shows more"
            : "`admf list --state queued --all` lists all of them");
  } else if (cut) {
    *remark = absl::StrCat("these are the first ", limit,
                           "; --limit N or --all shows more");
  }
  return active;
}

absl::StatusOr<v1::ListActiveResponse> ListCommand::Fetch(
    CoordinatorClient& client, std::string* remark) {
  const int limit = all_ ? INT_MAX : limit_;
  // One more than is shown tells whether there are more.
  request_.set_page_size(std::min(limit, kMaxPageSize - 1) + 1);
  v1::ListActiveResponse list;
  WorkflowPages pages = client.ListWorkflows(request_);
  while (true) {
    auto workflow = pages.Next();
    if (!workflow.ok()) return workflow.status();
    if (!workflow->has_value()) return list;
    if (list.workflows_size() == limit) {
      *remark = absl::StrCat("these are the first ", limit,
                             "; --limit N or --all shows more");
      return list;
    }
    *list.add_workflows() = **std::move(workflow);
  }
}

ExitCode ListCommand::Run(Session& session) {
  const absl::Status times = ParseTimes(session.environment().zone);
  if (!times.ok()) return session.FailUsage(std::string(times.message()));
  std::string remark;
  const auto list = active_ ? FetchActive(session.client(), &remark)
                            : Fetch(session.client(), &remark);
  if (!list.ok()) return session.Fail(list.status());
  const std::vector<v1::WorkflowStatus> workflows(list->workflows().begin(),
                                                  list->workflows().end());
  switch (session.options().output) {
    case OutputFormat::kTable:
      if (workflows.empty()) {
        session.Note("there are no such workflows");
      } else {
        session.out() << WorkflowTable(
            workflows, absl::Now(), session.environment().zone,
            session.out_style(), session.out_width());
      }
      break;
    case OutputFormat::kCsv:
      session.out() << WorkflowCsv(workflows);
      break;
    default: {
      nlohmann::ordered_json document = MessageToJson(*list);
      if (!active_) document.erase("queued_workflows");
      session.PrintDocument(document);
    }
  }
  if (!remark.empty()) session.Note(remark);
  return ExitCode::kSuccess;
}

}  // namespace admf
