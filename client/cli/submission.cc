#include "client/cli/submission.h"

#include <string>
#include <utility>

namespace admf {

void Submission::AddTo(CLI::App& app) {
  source_.AddTo(app);
  app.add_option("--priority", priority_,
                 "From 1 (runs last) to 5 (runs first). Default: 3")
      ->type_name("1|2|3|4|5")
      ->check(CLI::Range(1, 5).description(""));
  app.add_option("--request-id", request_id_,
                 "Submitting again with the same id and content changes "
                 "nothing. Default: a new one")
      ->type_name("ID");
}

Submission::Outcome Submission::Submit(Session& session,
                                       const std::string& file) const {
  absl::StatusOr<v1::WorkflowInput> input =
      source_.Read(file, *session.environment().in);
  if (!input.ok()) {
    return {std::nullopt,
            session.FailUsage(std::string(input.status().message()))};
  }
  v1::SubmitWorkflowRequest request;
  *request.mutable_workflow() = *std::move(input);
  request.set_priority(priority_);
  request.set_request_id(request_id_);
  absl::StatusOr<v1::SubmitWorkflowResponse> response =
      session.client().Submit(std::move(request));
  if (!response.ok()) return {std::nullopt, session.Fail(response.status())};
  return {*std::move(response)};
}

}  // namespace admf
