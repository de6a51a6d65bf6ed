#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"

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
  /// Its place in the queue: the smallest runs first; see QueueRank.
  int64_t queue_rank = 0;
  /// Defaults filled in.
  admf::v1::WorkflowConfig config;
  std::string config_digest;
  /// The workflow that it tries again, or empty, and what that one had
  /// finished. The new workflow gets a copy of the old one's checkpoints.
  std::string retry_of;
  std::vector<admf::v1::PhaseResult> inherited_phases;
};

/// A workflow that waits in the queue.
struct QueuedWorkflow {
  std::string id;
  int64_t rank = 0;
  /// Computation slots that it needs.
  int cpu_cores = 1;
};

/// What is needed to begin a workflow or to go on with it.
struct StoredWorkflow {
  NewWorkflow workflow;
  admf::v1::WorkflowStatus status;
  /// Its events, without those of progress.
  std::vector<admf::v1::WorkflowEvent> history;
};

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

/// How long finished workflows are kept.
struct RetentionPolicy {
  absl::Duration max_age = absl::InfiniteDuration();
  int64_t max_finished = INT64_MAX;
};

/// Where workflows, their events, checkpoints and results are kept. The events
/// are the truth: a workflow's status is what WorkflowRecord makes of them.
///
/// Writes are asynchronous: `done` is called exactly once, when the write is
/// committed or has failed, on the calling thread or another one, with no lock
/// of the journal held. Writes of one workflow commit in the order in which
/// they were made. A write that fails has changed nothing.
///
/// Reads block for as long as a look into a file takes, and see committed
/// writes only; after `done` they see that write.
///
/// When the disk fails, writes fail with UNAVAILABLE or RESOURCE_EXHAUSTED and
/// the reason STORAGE_UNAVAILABLE until it is back, but for those that are
/// Urgency::kMustCommit: they wait for it, in their order.
///
/// Thread-safe.
class Journal {
 public:
  enum class Urgency {
    /// Somebody waits for the answer: fails when the disk fails.
    kFailFast,
    /// What has happened and can't be taken back: waits until the disk is
    /// back; fails with UNAVAILABLE only when the journal is closed before.
    kMustCommit,
  };

  struct Created {
    /// Of the new workflow, or of the earlier one.
    admf::v1::WorkflowStatus status;
    /// Whether an earlier submission with the same request id made it.
    bool already_existed = false;
  };
  using CreateDone = absl::AnyInvocable<void(absl::StatusOr<Created>)>;
  struct Appended {
    /// After the last event.
    admf::v1::WorkflowStatus status;
    /// As they are kept, with what the journal sets.
    std::vector<admf::v1::WorkflowEvent> events;
  };
  using AppendDone = absl::AnyInvocable<void(absl::StatusOr<Appended>)>;
  using WriteDone = absl::AnyInvocable<void(absl::Status)>;
  using CountDone = absl::AnyInvocable<void(absl::StatusOr<int64_t>)>;

  /// The next events of a workflow.
  struct Append {
    std::string workflow_id;
    /// The journal sets their workflow_id, sequence and time.
    std::vector<admf::v1::WorkflowEvent> events;
    /// With the last event of its life.
    std::optional<admf::v1::WorkflowResult> result;
    absl::Time time;
    Urgency urgency = Urgency::kFailFast;
  };

  /// The most bytes that a checkpoint's value or a phase's result may have.
  /// Whoever makes them checks it: a write that must commit and that no journal
  /// takes (SQLite's rows end at a billion bytes) would stop all others.
  static constexpr size_t kMaxValueBytes = size_t{64} << 20;

  /// What a phase keeps of its progress. Keys are unique within a phase; a
  /// later value replaces an earlier one.
  struct Checkpoint {
    std::string key;
    std::string value;
  };

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
  /// its life its result. Fails as WorkflowRecord::Apply does, and with
  /// NOT_FOUND.
  virtual void AppendEvents(Append append, AppendDone done) = 0;

  /// Keeps a piece of a phase's progress, with kMustCommit. It is committed
  /// when a later event of the workflow is. NOT_FOUND.
  virtual void SaveCheckpoint(std::string_view workflow_id,
                              admf::v1::WorkflowPhase phase,
                              Checkpoint checkpoint, WriteDone done) = 0;

  /// Removes at most `limit` finished workflows that `policy` does not keep,
  /// those that ended first, and counts them.
  virtual void RemoveFinished(const RetentionPolicy& policy, absl::Time now,
                              int limit, CountDone done) = 0;

  /// The workflow that a request id made, if any; ALREADY_EXISTS if it was made
  /// with another digest.
  virtual absl::StatusOr<std::optional<admf::v1::WorkflowStatus>> FindRequest(
      std::string_view request_id, std::string_view request_digest) = 0;

  /// NOT_FOUND if there is no such workflow; so do all that follow.
  virtual absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) = 0;

  /// FAILED_PRECONDITION while it has not ended.
  virtual absl::StatusOr<admf::v1::WorkflowResult> GetResult(
      std::string_view workflow_id) = 0;

  virtual absl::StatusOr<StoredWorkflow> Load(std::string_view workflow_id) = 0;

  /// A page of what a phase keeps, in the order of the keys: what comes after
  /// the key `after`, or from the beginning, until there are `max_bytes` of it.
  /// Empty only if nothing is left.
  virtual absl::StatusOr<std::vector<Checkpoint>> ReadCheckpoints(
      std::string_view workflow_id, admf::v1::WorkflowPhase phase,
      const std::optional<std::string>& after, size_t max_bytes) = 0;

  /// At most `limit` events with a higher sequence number than `after`.
  virtual absl::StatusOr<EventBatch> ReadEvents(std::string_view workflow_id,
                                                int64_t after,
                                                size_t limit) = 0;

  /// At most `limit` workflows with an ordinal below `before`, newest first.
  virtual absl::StatusOr<std::vector<Listed>> List(const WorkflowFilter& filter,
                                                   int64_t before,
                                                   size_t limit) = 0;

  /// The first `limit` of the queue in its order: by rank, and by submission
  /// among equals.
  virtual absl::StatusOr<std::vector<QueuedWorkflow>> NextQueued(
      size_t limit) = 0;

  /// Its entry and how many are before it in the queue; FAILED_PRECONDITION if
  /// it is not QUEUED.
  struct QueuePlace {
    QueuedWorkflow entry;
    int64_t ahead = 0;
  };
  virtual absl::StatusOr<QueuePlace> FindQueued(
      std::string_view workflow_id) = 0;

  /// How many are QUEUED. Cheap.
  virtual int64_t queued_count() = 0;

  /// Whether some workflow has an artifact of this digest.
  virtual absl::StatusOr<bool> HasArtifact(std::string_view digest) = 0;

  /// The trials (WorkflowResult.trial_count) of the workflows that have
  /// succeeded with these data and this strategy before `workflow_id` was
  /// submitted, in the order of the commits, so that the answer is the same at
  /// any time before its end. Workflows that were removed count, too. What has
  /// been tried more than once, with the same config_digest, counts once, and
  /// not at all if it is what `workflow_id` tries, as long as one of the
  /// workflows that have tried it is kept.
  virtual absl::StatusOr<int64_t> CountEarlierTrials(
      std::string_view workflow_id, const std::string& data_digest,
      const std::string& strategy) = 0;

  /// OK while writes can be committed, and otherwise why not.
  virtual absl::Status health() = 0;
  /// Calls `changed` whenever `health` becomes OK or ceases to be. Call once,
  /// before other threads use the journal.
  virtual void OnHealthChange(absl::AnyInvocable<void()> changed) = 0;
};

/// A workflow's place in the queue. Workflows that wait grow in importance:
/// after `aging` one counts as much as a workflow of the next higher priority
/// that comes just then. As all of them grow at the same pace, their order
/// never changes, and the rank is a number that is known from the start:
///
///   rank = submission time - priority * aging   (microseconds)
int64_t QueueRank(absl::Time submitted, int priority, absl::Duration aging);

}  // namespace admf
