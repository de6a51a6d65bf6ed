#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/session.h"
#include "client/cli/workflow_source.h"

namespace admf {

/// The options of submitting a workflow, and submitting it.
class Submission {
 public:
  /// Adds --set, --priority and --request-id to `app`, which this outlives.
  void AddTo(CLI::App& app);

  const std::string& request_id() const { return request_id_; }

  /// Submits the workflow in `file`. Without a response there is an exit code,
  /// and what there was to say is said.
  struct Outcome {
    std::optional<v1::SubmitWorkflowResponse> response;
    ExitCode exit_code = ExitCode::kSuccess;
  };
  Outcome Submit(Session& session, const std::string& file) const;

 private:
  WorkflowSource source_;
  int priority_ = 0;
  std::string request_id_;
};

}  // namespace admf
