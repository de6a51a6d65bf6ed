#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"
#include "coordinator/run_history.h"

namespace admf {

/// Puts a workflow's result together from the results of its phases. What comes
/// of it depends on these alone, so a workflow that was interrupted has the
/// result that it would have had.
///
/// Not thread-safe.
class ResultBuilder {
 public:
  /// The next phase that is over, successful or not.
  void Add(const FinishedPhase& phase);

  /// @param error why it did not succeed; OK iff `state` is SUCCEEDED
  /// @param code_version of the program
  admf::v1::WorkflowResult Finish(const NewWorkflow& workflow,
                                  admf::v1::WorkflowState state, bool degraded,
                                  const absl::Status& error,
                                  const std::string& code_version) const;

 private:
  admf::v1::WorkflowResult result_;
};

/// The machine-readable reason of a failure whose status doesn't name one.
std::string_view ReasonFor(const absl::Status& status);

}  // namespace admf
