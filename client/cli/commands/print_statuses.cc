#include "client/cli/commands/print_statuses.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "client/cli/status_view.h"

namespace admf {

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

}  // namespace admf
