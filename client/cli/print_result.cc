#include "client/cli/print_result.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/cli/enum_names.h"
#include "client/cli/error_text.h"
#include "client/cli/result_view.h"
#include "client/cli/verdict_text.h"

namespace admf {

ExitCode PrintResult(Session& session, const std::string& workflow_id,
                     const ResultExports& exports) {
  const auto result = session.client().GetResult(workflow_id);
  if (!result.ok()) return session.Fail(result.status());
  switch (session.options().output) {
    case OutputFormat::kTable:
      session.out() << ResultText(*result, session.out_style(),
                                  session.out_width());
      break;
    case OutputFormat::kCsv:
      session.out() << ResultCsv(*result);
      break;
    default:
      session.PrintDocument(*result);
  }
  session.out().flush();

  const ExitCode exit_code = ExitCodeFor(result->state());
  if (exit_code == ExitCode::kSuccess) {
    if (result->has_verdict()) session.Note(VerdictLine(result->verdict()));
    return exports.Write(session, workflow_id);
  }
  // An error, so quiet does not hide it.
  const bool failed = result->state() == v1::WORKFLOW_STATE_FAILED;
  const std::string cause = WorkflowErrorText(result->error());
  if (failed) {
    session.err() << "admf: the workflow failed" << (cause.empty() ? "" : ": ")
                  << cause << std::endl;
  } else {
    session.err() << "admf: "
                  << (cause.empty() ? "the workflow was cancelled" : cause)
                  << std::endl;
  }
  if (exports.any()) session.Note("no tables were written");
  return exit_code;
}

}  // namespace admf
