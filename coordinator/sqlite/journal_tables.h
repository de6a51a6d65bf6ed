#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "coordinator/journal.h"
#include "coordinator/journal_support.h"
#include "coordinator/sqlite/active_statuses.h"
#include "coordinator/sqlite/sqlite_connection.h"

namespace admf {

/// A new workflow as it goes into the tables.
struct NewRow {
  NewWorkflow workflow;
  /// After its first event.
  admf::v1::WorkflowStatus status;
  admf::v1::WorkflowEvent submitted;
  /// The three messages, serialized.
  std::string config_bytes, status_bytes, event_bytes;
};

/// What the writer does with the journal's tables inside of its transaction.
/// Between a Begin and a Keep or Discard, which the owner of the transaction
/// calls after it, everything sees what was written before.
///
/// All methods throw SQLite::Exception. Not thread-safe.
class JournalTables {
 public:
  /// @param connection not owned, outlives this
  JournalTables(SqliteConnection* connection, size_t cached_statuses);

  struct Request {
    std::string digest;
    admf::v1::WorkflowStatus status;
  };
  /// The workflow that a request id has made.
  std::optional<Request> FindRequest(const std::string& request_id);
  std::optional<WorkflowEntry> Find(const std::string& workflow_id);

  void Insert(const NewRow& row);
  /// Adds events, and puts their workflow into the state after them.
  /// @param entry   after the events
  /// @param before  its state before them
  void Append(WorkflowEntry entry,
              const std::vector<admf::v1::WorkflowEvent>& events,
              admf::v1::WorkflowState before);
  /// Of a workflow that has just ended.
  void InsertResult(int64_t ordinal, const admf::v1::WorkflowResult& result);
  /// Adds those of a workflow to the history of trials, which outlives
  /// workflows; nothing if one that is kept has tried the same.
  void AddTrials(int64_t ordinal, const Trials& trials);
  void SaveCheckpoint(int64_t ordinal, admf::v1::WorkflowPhase phase,
                      const Journal::Checkpoint& checkpoint);
  /// Removes all that there is of a finished workflow; false if it is gone.
  bool Remove(int64_t ordinal);

  /// Counts the commits, so that after a failed one it can be seen whether it
  /// is there.
  int64_t CommitCounter();
  /// With the highest ordinal so far, which is never used again.
  void SetCommitCounter(int64_t counter);

  int64_t CountQueued();
  /// By how much the transaction has changed what CountQueued says.
  int64_t queued_change() const { return queued_change_; }

  void Begin();
  void Keep() { statuses_.Keep(); }
  void Discard() { statuses_.Discard(); }

 private:
  int64_t ReadMeta(const std::string& key);
  void WriteMeta(const std::string& key, int64_t value);
  void InsertEvent(int64_t ordinal, const admf::v1::WorkflowEvent& event,
                   const std::string& bytes);
  void InsertArtifacts(int64_t ordinal, const admf::v1::PhaseResult& phase);
  void UpdateStatus(const WorkflowEntry& entry, bool state_changed);
  void MergeTrials(const Trials& trials);
  int64_t OldestUnfinished();
  void CopyCheckpoints(const std::string& from_workflow_id, int64_t to_ordinal);

  SqliteConnection* const connection_;
  ActiveStatuses statuses_;
  int64_t last_ordinal_ = 0;
  int64_t queued_change_ = 0;
};

}  // namespace admf
