#pragma once

#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"

namespace admf {

/// What `admf` ends with (docs/cli.md). 2 means that changing the command or
/// the file helps; 3 that the same command may work later, elsewhere or with
/// other rights.
enum class ExitCode {
  kSuccess = 0,
  /// The workflow failed or was cancelled.
  kWorkflowFailed = 1,
  /// Wrong usage, an invalid configuration, an unknown id, or a local file that
  /// can't be read or written.
  kUsage = 2,
  /// The server can't be reached, or refused.
  kServer = 3,
  /// `admf gate`: a verdict is FAILED. It outranks what else went wrong: trying
  /// again does not help the strategy.
  kVerdictFailed = 4,
  /// Ctrl-C ended the wait for a workflow that goes on: 128 + SIGINT.
  kInterrupted = 130,
};

/// The exit code for what a call ended with.
ExitCode ExitCodeFor(const absl::Status& status);

/// The exit code for what became of a workflow.
ExitCode ExitCodeFor(v1::WorkflowState state);

/// The one that tells more of two: the higher one.
ExitCode Worst(ExitCode a, ExitCode b);

}  // namespace admf
