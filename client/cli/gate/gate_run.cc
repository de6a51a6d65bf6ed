#include "client/cli/gate/gate_run.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/error_text.h"
#include "client/cli/gate/gate_request_id.h"
#include "client/cli/style.h"
#include "client/cli/verdict_text.h"
#include "client/cli/workflow_follower.h"
#include "client/client_error.h"
#include "client/request_id.h"

namespace admf {
namespace {

constexpr char kNothingRequired[] =
    "there is nothing to gate: the file requires nothing; add what the outcome "
    "must fulfil, such as `validation_config: {require: [{metric: "
    "sharpe_ratio, min: 0.5}]}`";

void Refuse(ExitCode exit_code, std::string problem, GateCase* gate_case) {
  gate_case->exit_code = exit_code;
  gate_case->problem = std::move(problem);
}

bool IsAmong(const std::string& file, const std::vector<GateCase>& cases) {
  std::error_code error;
  const auto path = [&error](const std::string& name) {
    return std::filesystem::weakly_canonical(name, error);
  };
  return std::any_of(cases.begin(), cases.end(), [&](const GateCase& other) {
    return path(other.file) == path(file);
  });
}

bool EndedInVain(v1::WorkflowState state) {
  return state == v1::WORKFLOW_STATE_FAILED ||
         state == v1::WORKFLOW_STATE_CANCELLED;
}

std::string FailureText(const v1::WorkflowResult& result) {
  const std::string cause = WorkflowErrorText(result.error());
  if (result.state() == v1::WORKFLOW_STATE_FAILED) {
    return absl::StrCat("the workflow failed", cause.empty() ? "" : ": ",
                        cause);
  }
  return cause.empty() ? "the workflow was cancelled" : cause;
}

}  // namespace

GateRun::GateRun(Session& session, const Options& options)
    : session_(session), options_(options) {}

std::vector<GateCase> GateRun::Run(const std::vector<std::string>& files) {
  interrupt_ = session_.environment().catch_interrupts();
  std::vector<GateCase> cases;
  for (const std::string& file : files) {
    if (IsAmong(file, cases)) {
      session_.Note(Printable(file + " is given more than once; it runs once"));
      continue;
    }
    cases.push_back({.file = file});
    ReadAndSubmit(&cases.back());
    if (!cases.back().has_verdict()) Tell(cases.back());
  }
  MarkSharedNames(&cases);
  for (GateCase& gate_case : cases) {
    if (gate_case.workflow_id.empty()) continue;
    Follow(&gate_case);
    Tell(gate_case);
  }
  return cases;
}

void GateRun::ReadAndSubmit(GateCase* gate_case) {
  absl::StatusOr<v1::WorkflowInput> input =
      options_.source->Read(gate_case->file, *session_.environment().in);
  if (!input.ok()) {
    Refuse(ExitCode::kUsage, std::string(input.status().message()), gate_case);
    return;
  }
  v1::SubmitWorkflowRequest request;
  *request.mutable_workflow() = *std::move(input);
  request.set_priority(options_.priority);
  if (!GivenUp(gate_case)) Check(request, gate_case);
  if (!gate_case->has_verdict()) return;
  // A daemon takes a request id for one content only, and the name counts; a
  // file may have another path in every run of a pipeline.
  request.mutable_workflow()->clear_file_name();
  if (!GivenUp(gate_case)) Submit(std::move(request), gate_case);
}

void GateRun::Check(const v1::SubmitWorkflowRequest& request,
                    GateCase* gate_case) {
  v1::ValidateWorkflowRequest asked;
  *asked.mutable_workflow() = request.workflow();
  const auto answer = session_.client().Validate(asked);
  if (!answer.ok()) {
    Fail(answer.status(), gate_case);
    return;
  }
  gate_case->name = answer->config().name();
  if (!answer->valid()) {
    for (const v1::Violation& violation : answer->violations()) {
      gate_case->violations.push_back(ViolationText(violation));
    }
    Refuse(ExitCode::kUsage, "the configuration is invalid", gate_case);
  } else if (answer->config().validation_config().require().empty()) {
    Refuse(ExitCode::kUsage, kNothingRequired, gate_case);
  }
}

void GateRun::Submit(v1::SubmitWorkflowRequest request, GateCase* gate_case) {
  // One that failed before would fail the gate for ever.
  for (int attempt = 1;; ++attempt) {
    request.set_request_id(options_.fresh ? NewRequestId()
                                          : GateRequestId(request, attempt));
    const auto accepted = session_.client().Submit(request);
    if (!accepted.ok()) {
      Fail(accepted.status(), gate_case);
      return;
    }
    if (accepted->already_submitted() &&
        EndedInVain(accepted->status().state()) &&
        !interrupt_.stop_requested()) {
      continue;
    }
    gate_case->workflow_id = accepted->workflow_id();
    return;
  }
}

void GateRun::Follow(GateCase* gate_case) {
  if (daemon_lost_) {
    GivenUp(gate_case);
    return;
  }
  const std::string& id = gate_case->workflow_id;
  WorkflowFollower follower(
      session_, {.workflow_id = id,
                 .cancel_on_interrupt = options_.cancel_on_interrupt,
                 // No line for each phase, but a reason to wait for ever.
                 .print_event =
                     [&](const v1::WorkflowEvent& event) {
                       if (event.has_paused()) TellPaused(*gate_case);
                       return "";
                     },
                 .label = GateCaseTitle(*gate_case)});
  const WorkflowFollower::Outcome followed = follower.Follow();
  if (followed.state.has_value()) {
    FetchResult(gate_case);
    return;
  }
  const bool interrupted = interrupt_.stop_requested();
  daemon_lost_ = !interrupted && followed.exit_code == ExitCode::kServer;
  Refuse(followed.exit_code,
         absl::StrCat(interrupted ? "interrupted" : "the daemon was lost",
                      " before ", id, " had ended"),
         gate_case);
}

void GateRun::FetchResult(GateCase* gate_case) {
  const auto result = session_.client().GetResult(gate_case->workflow_id);
  if (!result.ok()) {
    Fail(result.status(), gate_case);
    return;
  }
  gate_case->result = *result;
  if (result->state() != v1::WORKFLOW_STATE_SUCCEEDED) {
    Refuse(ExitCode::kWorkflowFailed, FailureText(*result), gate_case);
  } else if (!result->has_verdict()) {
    Refuse(ExitCode::kUsage, kNothingRequired, gate_case);
  } else if (result->verdict().state() != v1::Verdict::PASSED) {
    gate_case->exit_code = ExitCode::kVerdictFailed;
  }
}

void GateRun::Fail(const absl::Status& status, GateCase* gate_case) {
  for (const auto& violation : GetClientErrorDetails(status).violations) {
    gate_case->violations.push_back(ViolationText(violation));
  }
  daemon_lost_ |= absl::IsUnavailable(status);
  Refuse(ExitCodeFor(status),
         ErrorSummary(status, session_.options().channel.server), gate_case);
}

bool GateRun::GivenUp(GateCase* gate_case) const {
  if (interrupt_.stop_requested()) {
    Refuse(ExitCode::kInterrupted, "interrupted before it was submitted",
           gate_case);
    return true;
  }
  if (daemon_lost_) {
    Refuse(ExitCode::kServer,
           gate_case->workflow_id.empty()
               ? "not submitted, since the daemon does not answer"
               : absl::StrCat("not waited for, since the daemon was lost; ",
                              gate_case->workflow_id, " goes on"),
           gate_case);
    return true;
  }
  return false;
}

void GateRun::TellPaused(const GateCase& gate_case) {
  const std::string& id = gate_case.workflow_id;
  session_.Note(Printable(absl::StrCat(gate_case.file, ": ", id,
                                       " was paused; if it still rests, `admf "
                                       "resume ",
                                       id, "` lets it go on")));
}

void GateRun::Tell(const GateCase& gate_case) {
  std::string line = absl::StrCat(gate_case.file, ": ",
                                  gate_case.has_verdict()
                                      ? VerdictLine(gate_case.result->verdict())
                                      : gate_case.problem);
  if (!gate_case.workflow_id.empty()) {
    absl::StrAppend(&line, " [", gate_case.workflow_id, "]");
  }
  if (gate_case.has_verdict()) {
    session_.Note(Printable(line));
    for (const std::string& warning : GateWarnings(gate_case)) {
      session_.Note(
          Printable(absl::StrCat(gate_case.file, ": warning: ", warning)));
    }
    return;
  }
  // An error, so quiet does not hide it.
  for (const std::string& violation : gate_case.violations) {
    session_.err() << violation << "\n";
  }
  session_.err() << "admf: " << Printable(line) << std::endl;
}

}  // namespace admf
