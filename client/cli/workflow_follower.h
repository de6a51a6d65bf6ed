#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "admf/v1/workflow.pb.h"
#include "client/cli/progress_display.h"
#include "client/cli/progress_state.h"
#include "client/cli/session.h"

namespace admf {

/// Follows a workflow to its end and shows on the standard error how it goes
/// on: in a line that is rewritten on a terminal, in plain lines elsewhere.
/// Not thread-safe.
class WorkflowFollower {
 public:
  struct Options {
    std::string workflow_id;
    /// Only events with a higher number.
    int64_t after_sequence = 0;
    /// What Ctrl-C does: cancels the workflow, or leaves it alone.
    bool cancel_on_interrupt = false;
    /// What an event adds to the standard output. With it there are no plain
    /// lines of progress.
    std::function<std::string(const v1::WorkflowEvent&)> print_event = nullptr;
    /// What the line on a terminal begins with.
    std::string label;
  };

  /// The session is borrowed.
  WorkflowFollower(Session& session, Options options);

  /// Returns after the workflow has ended with its state, or, where it goes on
  /// without being followed, with the exit code; what there was to say is said.
  struct Outcome {
    std::optional<v1::WorkflowState> state;
    ExitCode exit_code = ExitCode::kSuccess;
  };
  Outcome Follow();

 private:
  bool HandleEvent(const v1::WorkflowEvent& event);
  void ShowProgress(const v1::WorkflowEvent& event);
  absl::Status Watch(std::stop_token stop);
  Outcome HandleInterrupt();
  Outcome AskForState();

  Session& session_;
  const Options options_;
  int64_t last_sequence_;
  ProgressState progress_;
  // The last tenth of the whole that a plain line told of.
  int told_tenths_ = 0;
  // Only where there is a terminal, and while events are read.
  std::unique_ptr<ProgressDisplay> display_;
};

}  // namespace admf
