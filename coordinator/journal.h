#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/workflow_record.h"

namespace admf {

/// Which workflows a listing has; an empty member selects all.
struct WorkflowFilter {
  std::vector<admf::v1::WorkflowType> types;
  std::vector<admf::v1::WorkflowState> states;
  /// All of them must be there; an empty value stands for any value.
  std::vector<std::pair<std::string, std::string>> labels;
  std::string name_contains;
  /// Submitted at or after, and before.
  std::optional<absl::Time> submitted_after, submitted_before;
};

bool Matches(const WorkflowFilter& filter,
             const admf::v1::WorkflowStatus& status);

/// Where workflows, their events and their results are kept.
///
/// Writes are asynchronous: `done` is called exactly once, when the write is
/// committed or has failed, on the calling thread or another one, with no lock
/// of the journal held. Reads see committed writes only. Writes of one workflow
/// commit in the order in which they were made.
///
/// Thread-safe.
class Journal {
 public:
  struct Created {
    std::string workflow_id;
    /// Whether an earlier submission with the same request id made it.
    bool already_existed = false;
  };
  using CreateDone = absl::AnyInvocable<void(absl::StatusOr<Created>)>;
  using AppendDone = absl::AnyInvocable<void(absl::Status)>;

  struct EventBatch {
    std::vector<admf::v1::WorkflowEvent> events;
    /// Whether the last event of the batch is the workflow's last one.
    bool ended = false;
  };

  struct Listed {
    /// Grows from submission to submission.
    int64_t ordinal = 0;
    admf::v1::WorkflowStatus status;
  };

  virtual ~Journal() = default;

  /// Keeps a new workflow and its `submitted` event. If its request id is known
  /// with the same digest, nothing is kept and the earlier workflow is named;
  /// with another digest it fails with ALREADY_EXISTS.
  virtual void Create(NewWorkflow workflow, absl::Time time,
                      CreateDone done) = 0;

  /// Keeps the next events of a workflow, all or none, and with the last one of
  /// its life its result. The journal sets workflow_id, sequence and time.
  /// Fails as WorkflowRecord::Apply does, and with NOT_FOUND.
  virtual void Append(std::string_view workflow_id,
                      std::vector<admf::v1::WorkflowEvent> events,
                      std::optional<admf::v1::WorkflowResult> result,
                      absl::Time time, AppendDone done) = 0;

  /// The workflow that a request id made, if any; ALREADY_EXISTS if it was made
  /// with another digest.
  virtual absl::StatusOr<std::optional<std::string>> FindRequest(
      std::string_view request_id, std::string_view request_digest) = 0;

  /// NOT_FOUND if there is no such workflow; so do all that follow.
  virtual absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) = 0;

  /// FAILED_PRECONDITION while it has not ended.
  virtual absl::StatusOr<admf::v1::WorkflowResult> GetResult(
      std::string_view workflow_id) = 0;

  /// At most `limit` events with a higher sequence number than `after`.
  virtual absl::StatusOr<EventBatch> ReadEvents(std::string_view workflow_id,
                                                int64_t after,
                                                size_t limit) = 0;

  /// At most `limit` workflows with an ordinal below `before`, newest first.
  virtual absl::StatusOr<std::vector<Listed>> List(const WorkflowFilter& filter,
                                                   int64_t before,
                                                   size_t limit) = 0;
};

}  // namespace admf
