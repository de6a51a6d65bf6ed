#pragma once

#include <string>

#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"

namespace admf {

/// How far a workflow is, gathered from its events in their order. A value
/// type.
class ProgressState {
 public:
  void Apply(const v1::WorkflowEvent& event);

  v1::WorkflowState state() const { return state_; }
  bool ended() const;
  /// The whole, 0 to 1: phases count alike.
  double fraction() const;
  /// 0 before the first phase.
  int phase_index() const { return phase_index_; }
  int phase_count() const { return phase_count_; }
  v1::WorkflowPhase phase() const { return phase_; }
  /// What is being done.
  const std::string& message() const { return message_; }

 private:
  v1::WorkflowState state_ = v1::WORKFLOW_STATE_QUEUED;
  v1::WorkflowPhase phase_ = v1::WORKFLOW_PHASE_UNSPECIFIED;
  int phase_index_ = 0;
  int phase_count_ = 0;
  double phase_fraction_ = 0;
  std::string message_;
};

/// One line that shows it, at most `width` columns wide:
///
///   [3/6] computation  [#########...........]  46 %  bar 990 of 2148  1.2 s
std::string ProgressLine(const ProgressState& state, absl::Duration elapsed,
                         size_t width);

}  // namespace admf
