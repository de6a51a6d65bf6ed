#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/gate/gate_case.h"
#include "client/cli/session.h"
#include "client/cli/workflow_source.h"

namespace admf {

/// Submits workflows, waits for all of them, and tells what became of each:
///
///   std::vector<GateCase> cases = GateRun(session, options).Run(files);
///
/// A file that is refused, because it can't be read, is invalid or requires
/// nothing, is never submitted; the others run all the same, so that one run of
/// a pipeline shows everything. What goes on is shown on the standard error: a
/// line for each file, and on a terminal one that is rewritten. Not
/// thread-safe.
class GateRun {
 public:
  struct Options {
    /// Borrowed.
    const WorkflowSource* source = nullptr;
    int priority = 0;
    /// Never join what was submitted before.
    bool fresh = false;
    /// What Ctrl-C does: cancels the workflows, or leaves them alone.
    bool cancel_on_interrupt = false;
  };

  /// The session is borrowed, and connected.
  GateRun(Session& session, const Options& options);

  /// One case for each file, in their order; a file that is named twice is one.
  /// Called once.
  std::vector<GateCase> Run(const std::vector<std::string>& files);

 private:
  // Each leaves the case as it is, or with a problem.
  void Check(const v1::SubmitWorkflowRequest& request, GateCase* gate_case);
  void Submit(v1::SubmitWorkflowRequest request, GateCase* gate_case);
  void Follow(GateCase* gate_case);
  void FetchResult(GateCase* gate_case);

  void ReadAndSubmit(GateCase* gate_case);
  // Notes why a call has failed.
  void Fail(const absl::Status& status, GateCase* gate_case);
  // Whether nothing more can be asked of the daemon; the case says why.
  bool GivenUp(GateCase* gate_case) const;
  // The line of a case that is decided, and its warnings.
  void Tell(const GateCase& gate_case);
  void TellPaused(const GateCase& gate_case);

  Session& session_;
  const Options options_;
  std::stop_token interrupt_;
  // The daemon was called in vain: every further call would wait for it, too.
  bool daemon_lost_ = false;
};

}  // namespace admf
