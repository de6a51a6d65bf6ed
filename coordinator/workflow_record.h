#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace admf {

/// A submission that passed admission.
struct NewWorkflow {
  std::string id;
  /// Chosen by the client; empty if it chose none.
  std::string request_id;
  /// Digest of what was submitted, to recognise a retry. Empty iff request_id
  /// is.
  std::string request_digest;
  /// 1 (runs last) to 5 (runs first).
  int priority = 3;
  /// Defaults filled in.
  admf::v1::WorkflowConfig config;
  std::string config_digest;
};

/// A workflow as its events tell it: the events are the truth, everything else
/// here is derived from them by Apply, in memory, after a restart or in a test
/// alike. A value type.
///
///   QUEUED ----started----> RUNNING --cancel_requested--> CANCELLING
///     |                       |                               |
///     | completed             | completed                     | completed
///     v                       v                               v
///   CANCELLED            SUCCEEDED | FAILED               CANCELLED
///
/// A cancel_requested that comes while QUEUED takes effect at once if completed
/// follows, or makes started lead to CANCELLING.
/// Terminal states never change.
class WorkflowRecord {
 public:
  explicit WorkflowRecord(NewWorkflow workflow);

  /// Takes the next event. Its sequence number must be last_sequence + 1
  /// (CHECK). On failure nothing has changed:
  ///   FAILED_PRECONDITION  the workflow has ended, nothing can follow;
  ///   ABORTED              the event is not possible in this state, such as
  ///                        completed(SUCCEEDED) while CANCELLING.
  absl::Status Apply(const admf::v1::WorkflowEvent& event);

  const NewWorkflow& workflow() const { return *workflow_; }
  const admf::v1::WorkflowStatus& status() const { return status_; }
  bool terminal() const;

 private:
  absl::Status Check(const admf::v1::WorkflowEvent& event) const;
  void UpdateProgress(double fraction_of_phase);

  /// Shared by copies of the record.
  std::shared_ptr<const NewWorkflow> workflow_;
  admf::v1::WorkflowStatus status_;
  /// Of the phase that runs: its place among the phases, and their number.
  int phase_index_ = 0;
  int phase_count_ = 0;
  bool cancel_requested_ = false;
};

/// Whether `state` is SUCCEEDED, FAILED or CANCELLED.
bool IsTerminal(admf::v1::WorkflowState state);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace admf
