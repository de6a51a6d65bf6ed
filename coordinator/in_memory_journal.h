#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "containers/platform/mutex.h"
#include "coordinator/journal.h"
#include "coordinator/journal_support.h"
#include "coordinator/workflow_record.h"

namespace admf {

/// A journal that lasts as long as the process: the fake of a durable one.
/// `done` is called before a write returns, unless the write waits: because it
/// must be committed and SetHealth has made the disk fail, or because of
/// HoldCommits. What waits is committed in its order.
class InMemoryJournal : public Journal {
 public:
  void Create(NewWorkflow workflow, absl::Time time, CreateDone done) override;
  void AppendEvents(Append append, AppendDone done) override;
  void SaveCheckpoint(std::string_view workflow_id,
                      admf::v1::WorkflowPhase phase, Checkpoint checkpoint,
                      WriteDone done) override;
  void RemoveFinished(const RetentionPolicy& policy, absl::Time now, int limit,
                      CountDone done) override;
  absl::StatusOr<std::optional<admf::v1::WorkflowStatus>> FindRequest(
      std::string_view request_id, std::string_view request_digest) override;
  absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) override;
  absl::StatusOr<admf::v1::WorkflowResult> GetResult(
      std::string_view workflow_id) override;
  absl::StatusOr<StoredWorkflow> Load(std::string_view workflow_id) override;
  absl::StatusOr<std::vector<Checkpoint>> ReadCheckpoints(
      std::string_view workflow_id, admf::v1::WorkflowPhase phase,
      const std::optional<std::string>& after, size_t max_bytes) override;
  absl::StatusOr<EventBatch> ReadEvents(std::string_view workflow_id,
                                        int64_t after, size_t limit) override;
  absl::StatusOr<std::vector<Listed>> List(const WorkflowFilter& filter,
                                           int64_t before,
                                           size_t limit) override;
  absl::StatusOr<std::vector<QueuedWorkflow>> NextQueued(size_t limit) override;
  absl::StatusOr<QueuePlace> FindQueued(std::string_view workflow_id) override;
  int64_t queued_count() override;
  absl::StatusOr<bool> HasArtifact(std::string_view digest) override;
  absl::StatusOr<int64_t> CountEarlierTrials(
      std::string_view workflow_id, const std::string& data_digest,
      const std::string& strategy) override;
  absl::Status health() override;
  void OnHealthChange(absl::AnyInvocable<void()> changed) override;

  /// Lets the disk fail with `health`, or come back with OK: what must be
  /// committed and has waited is committed then.
  void SetHealth(absl::Status health);

  /// Lets Load fail with `failure`, or work again with OK.
  void FailLoads(absl::Status failure);

  /// Lets writes wait from now on, as for a disk that is well but slow.
  void HoldCommits();
  /// Commits those that wait, and lets none wait any more.
  void ReleaseCommits();
  /// Commits the one that has waited longest; false if there is none.
  bool CommitNext();
  /// Makes it fail.
  bool FailNext(const absl::Status& failure);
  /// Forgets those that wait, as if the process had ended, and lets none wait
  /// any more.
  void LoseWaiting();

 private:
  using Finish = absl::AnyInvocable<void()>;
  /// Changes what is kept if the status is OK. Called with the mutex held.
  /// Returns what tells the caller, to be called without it.
  using Write = absl::AnyInvocable<Finish(const absl::Status&)>;

  struct Entry {
    Entry(int64_t number, NewWorkflow submission)
        : ordinal(number), workflow(std::move(submission)), record(workflow) {}
    const int64_t ordinal;
    const NewWorkflow workflow;
    WorkflowRecord record;
    std::vector<admf::v1::WorkflowEvent> events;
    std::optional<admf::v1::WorkflowResult> result;
    std::map<std::pair<admf::v1::WorkflowPhase, std::string>, std::string>
        checkpoints;
  };
  /// Rank and ordinal.
  using QueueKey = std::pair<int64_t, int64_t>;

  void Submit(Urgency urgency, Write write);
  bool FinishNext(const absl::Status& status);
  void CommitWaiting();
  int64_t RemoveLocked(const RetentionPolicy& policy, absl::Time now, int limit)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status SaveLocked(const std::string& workflow_id,
                          admf::v1::WorkflowPhase phase, Checkpoint checkpoint)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<Created> CreateLocked(NewWorkflow workflow, absl::Time time)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<Appended> AppendLocked(Append append)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::optional<admf::v1::WorkflowStatus>> FindRequestLocked(
      std::string_view request_id, std::string_view request_digest) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<Entry*> Find(std::string_view workflow_id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddTrialsLocked(int64_t ordinal, const Trials& trials)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RemoveLocked(const Entry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::map<QueueKey, const Entry*> QueueLocked() const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static QueuedWorkflow Queued(const Entry& entry);

  mutable Mutex mutex_;
  std::map<int64_t, std::unique_ptr<Entry>> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry*, std::less<>> by_id_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry*, std::less<>> by_request_id_
      ABSL_GUARDED_BY(mutex_);
  int64_t last_ordinal_ ABSL_GUARDED_BY(mutex_) = 0;
  /// By data and strategy, with the last ordinal that there was then.
  std::map<std::pair<std::string, std::string>, std::map<int64_t, int64_t>>
      trials_ ABSL_GUARDED_BY(mutex_);
  /// What was tried: the last workflow that has done so, the last ordinal that
  /// there was when the first one had, and how many trials these were.
  struct Tried {
    int64_t ordinal = 0;
    int64_t after_ordinal = 0;
    int64_t count = 0;
  };
  /// By configuration and data.
  std::map<std::pair<std::string, std::string>, Tried> tried_
      ABSL_GUARDED_BY(mutex_);
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  absl::Status load_failure_ ABSL_GUARDED_BY(mutex_);
  absl::AnyInvocable<void()> health_changed_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Write> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
