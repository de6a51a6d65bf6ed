#include "client/cli/status_view.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/csv_text.h"
#include "client/cli/enum_names.h"
#include "client/cli/error_text.h"
#include "client/cli/number_format.h"
#include "client/cli/text_table.h"
#include "client/cli/time_format.h"

namespace admf {
namespace {

// From the start to the end, or to now; empty before the start.
std::string RunningTime(const v1::WorkflowStatus& workflow, absl::Time now) {
  if (!workflow.has_start_time()) return "";
  const absl::Time end =
      workflow.has_end_time() ? ToTime(workflow.end_time()) : now;
  // The clocks of the two machines may differ.
  return FormatElapsed(
      std::max(end - ToTime(workflow.start_time()), absl::ZeroDuration()));
}

std::string Percent(double fraction) {
  return absl::StrFormat("%.0f %%", 100 * fraction);
}

std::string RunningRemark(const v1::WorkflowStatus& workflow) {
  std::string text = absl::StrCat(ShortName(workflow.current_phase()), " ",
                                  Percent(workflow.progress()));
  if (workflow.phase_attempt() > 1) {
    absl::StrAppend(&text, ", try ", workflow.phase_attempt());
  }
  if (workflow.pause_requested()) text += ", pauses at the next checkpoint";
  return text;
}

// What there is to say beside the state.
std::string Remark(const v1::WorkflowStatus& workflow) {
  switch (workflow.state()) {
    case v1::WORKFLOW_STATE_QUEUED:
      if (!workflow.has_queue_position()) return "";
      return workflow.queue_position() == 0
                 ? "next to run"
                 : absl::StrCat(workflow.queue_position(), " before it");
    case v1::WORKFLOW_STATE_RUNNING:
      return RunningRemark(workflow);
    case v1::WORKFLOW_STATE_FAILED:
    case v1::WORKFLOW_STATE_CANCELLED:
      return WorkflowErrorText(workflow.error());
    default:
      return workflow.degraded() ? "degraded" : "";
  }
}

std::string Labels(const v1::WorkflowStatus& workflow) {
  const std::map<std::string, std::string> labels(workflow.labels().begin(),
                                                  workflow.labels().end());
  return absl::StrJoin(labels, ", ", absl::PairFormatter("="));
}

std::string ExactTime(bool present, const google::protobuf::Timestamp& time) {
  return present ? FormatTimeExact(time) : "";
}

void AddRowIfAny(const std::string& name, const std::string& value,
                 TextTable* table) {
  if (!value.empty()) table->AddRow({{name, Tone::kDim}, value});
}

}  // namespace

std::string WorkflowTable(const std::vector<v1::WorkflowStatus>& workflows,
                          absl::Time now, absl::TimeZone zone,
                          const Style& style, size_t width) {
  TextTable table({{"ID"},
                   {"NAME"},
                   {"TYPE"},
                   {"STATE"},
                   {"SUBMITTED"},
                   {"TIME", TextTable::Align::kRight},
                   {"REMARK"}});
  for (const v1::WorkflowStatus& workflow : workflows) {
    table.AddRow({workflow.workflow_id(),
                  workflow.name(),
                  ShortName(workflow.type()),
                  {ShortName(workflow.state()), ToneOf(workflow.state())},
                  FormatTime(workflow.submit_time(), zone),
                  RunningTime(workflow, now),
                  Remark(workflow)});
  }
  return table.Render(style, width);
}

std::string WorkflowDetails(const v1::WorkflowStatus& workflow, absl::Time now,
                            absl::TimeZone zone, const Style& style,
                            size_t width) {
  TextTable table({{""}, {""}});
  table.AddRow({{"id", Tone::kDim}, {workflow.workflow_id(), Tone::kBold}});
  AddRowIfAny("name", workflow.name(), &table);
  AddRowIfAny("type", ShortName(workflow.type()), &table);
  AddRowIfAny("labels", Labels(workflow), &table);
  AddRowIfAny("retry of", workflow.retry_of(), &table);
  table.AddRow({{"state", Tone::kDim},
                {ShortName(workflow.state()), ToneOf(workflow.state())}});
  AddRowIfAny("priority", absl::StrCat(workflow.priority()), &table);
  if (workflow.state() == v1::WORKFLOW_STATE_QUEUED) {
    AddRowIfAny("in the queue", Remark(workflow), &table);
  }
  if (workflow.current_phase() != v1::WORKFLOW_PHASE_UNSPECIFIED) {
    AddRowIfAny("phase", ShortName(workflow.current_phase()), &table);
  }
  if (workflow.phase_attempt() > 1) {
    AddRowIfAny("try", absl::StrCat(workflow.phase_attempt()), &table);
  }
  if (workflow.pause_requested() &&
      workflow.state() == v1::WORKFLOW_STATE_RUNNING) {
    AddRowIfAny("pause", "at the next checkpoint", &table);
  }
  AddRowIfAny("progress",
              absl::StrCat(Percent(workflow.progress()),
                           workflow.progress_message().empty() ? "" : ", ",
                           workflow.progress_message()),
              &table);
  AddRowIfAny("submitted", FormatTime(workflow.submit_time(), zone), &table);
  if (workflow.has_start_time()) {
    AddRowIfAny("started", FormatTime(workflow.start_time(), zone), &table);
  }
  if (workflow.has_end_time()) {
    AddRowIfAny("ended", FormatTime(workflow.end_time(), zone), &table);
  }
  AddRowIfAny("time", RunningTime(workflow, now), &table);
  if (workflow.degraded()) {
    table.AddRow({{"degraded", Tone::kDim},
                  {"a phase that is not critical failed", Tone::kWarning}});
  }
  if (workflow.has_error()) {
    table.AddRow({{"error", Tone::kDim},
                  {WorkflowErrorText(workflow.error()), Tone::kBad}});
  }
  return table.Render(style, width);
}

std::string WorkflowCsv(const std::vector<v1::WorkflowStatus>& workflows) {
  std::string text =
      CsvLine({"workflow_id", "name", "type", "state", "priority",
               "queue_position", "current_phase", "progress", "submit_time",
               "start_time", "end_time", "degraded", "labels", "error",
               "pause_requested", "phase_attempt", "retry_of"});
  for (const v1::WorkflowStatus& workflow : workflows) {
    text += CsvLine(
        {workflow.workflow_id(), workflow.name(), ShortName(workflow.type()),
         ShortName(workflow.state()), absl::StrCat(workflow.priority()),
         workflow.has_queue_position() ? absl::StrCat(workflow.queue_position())
                                       : "",
         workflow.current_phase() == v1::WORKFLOW_PHASE_UNSPECIFIED
             ? ""
             : ShortName(workflow.current_phase()),
         FormatExact(workflow.progress()),
         ExactTime(workflow.has_submit_time(), workflow.submit_time()),
         ExactTime(workflow.has_start_time(), workflow.start_time()),
         ExactTime(workflow.has_end_time(), workflow.end_time()),
         workflow.degraded() ? "true" : "false", Labels(workflow),
         workflow.error().message(),
         workflow.pause_requested() ? "true" : "false",
         workflow.phase_attempt() > 0 ? absl::StrCat(workflow.phase_attempt())
                                      : "",
         workflow.retry_of()});
  }
  return text;
}

}  // namespace admf
