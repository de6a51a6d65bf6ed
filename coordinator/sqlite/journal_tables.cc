#include "coordinator/sqlite/journal_tables.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "coordinator/proto_time.h"
#include "coordinator/sqlite/journal_names.h"
#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowState;
using admf::v1::WorkflowStatus;

namespace {

constexpr char kFindRequest[] =
    "SELECT request_digest, status FROM workflows WHERE request_id = ?";
constexpr char kFind[] =
    "SELECT ordinal, status FROM workflows WHERE workflow_id = ?";
constexpr char kInsertWorkflow[] =
    "INSERT INTO workflows (ordinal, workflow_id, request_id, request_digest, "
    "type, state, name, priority, queue_rank, cpu_cores, submit_time, "
    "config_digest, retry_of, last_sequence, status) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kInsertConfig[] = "INSERT INTO configs VALUES (?, ?)";
constexpr char kInsertLabel[] = "INSERT INTO labels VALUES (?, ?, ?)";
constexpr char kInsertEvent[] = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)";
// A retry of a phase can name the same file once more.
constexpr char kInsertArtifact[] =
    "INSERT OR IGNORE INTO artifacts VALUES (?, ?, ?, ?, ?)";
constexpr char kInsertResult[] = "INSERT INTO results VALUES (?, ?)";
constexpr char kUpdateStatus[] =
    "UPDATE workflows SET last_sequence = ?, status = ? WHERE ordinal = ?";
// Touches the indexes, too.
constexpr char kUpdateState[] =
    "UPDATE workflows SET last_sequence = ?, status = ?, state = ?, "
    "end_time = ? WHERE ordinal = ?";
constexpr char kSaveCheckpoint[] =
    "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)";
constexpr char kCopyCheckpoints[] =
    "INSERT INTO checkpoints SELECT ?, phase, key, value FROM checkpoints "
    "WHERE ordinal = (SELECT ordinal FROM workflows WHERE workflow_id = ?)";
constexpr char kDeleteCheckpoints[] =
    "DELETE FROM checkpoints WHERE ordinal = ?";
constexpr char kAddTrials[] =
    "INSERT INTO trials VALUES (?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET trial_count = trial_count + "
    "excluded.trial_count";
constexpr char kRenewTried[] =
    "UPDATE tried SET ordinal = ? WHERE config_digest = ? AND data_digest = ?";
constexpr char kAddTried[] = "INSERT INTO tried VALUES (?, ?, ?, ?, ?)";
constexpr char kSumOldTrials[] =
    "SELECT COUNT(*), MAX(after_ordinal), SUM(trial_count) FROM trials "
    "WHERE data_digest = ? AND strategy = ? AND after_ordinal < ?";
constexpr char kDeleteOldTrials[] =
    "DELETE FROM trials "
    "WHERE data_digest = ? AND strategy = ? AND after_ordinal < ?";
constexpr char kSetTrials[] =
    "UPDATE trials SET trial_count = ? "
    "WHERE data_digest = ? AND strategy = ? AND after_ordinal = ?";
constexpr char kOldestInState[] =
    "SELECT ordinal FROM workflows WHERE state = ? ORDER BY ordinal LIMIT 1";
constexpr char kReadStatus[] = "SELECT status FROM workflows WHERE ordinal = ?";
constexpr char kDeleteLabel[] =
    "DELETE FROM labels WHERE key = ? AND value = ? AND ordinal = ?";
constexpr const char* kDeleteRows[] = {
    "DELETE FROM workflows WHERE ordinal = ?",
    "DELETE FROM configs WHERE ordinal = ?",
    "DELETE FROM events WHERE ordinal = ?",
    "DELETE FROM results WHERE ordinal = ?",
    kDeleteCheckpoints,
    "DELETE FROM artifacts WHERE ordinal = ?",
    "DELETE FROM tried WHERE ordinal = ?",
};
constexpr char kReadMeta[] = "SELECT value FROM meta WHERE key = ?";
constexpr char kWriteMeta[] = "UPDATE meta SET value = ? WHERE key = ?";
constexpr char kCountQueued[] =
    "SELECT COUNT(*) FROM workflows WHERE state = 'QUEUED'";

const std::string& CounterKey() {
  static const auto& key = *new std::string("commit_counter");
  return key;
}
const std::string& OrdinalKey() {
  static const auto& key = *new std::string("last_ordinal");
  return key;
}

int64_t Nanos(const google::protobuf::Timestamp& time) {
  return absl::ToUnixNanos(FromTimestamp(time));
}

std::optional<std::string> NullIfEmpty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

JournalTables::JournalTables(SqliteConnection* connection,
                             size_t cached_statuses)
    : connection_(connection), statuses_(cached_statuses) {}

void JournalTables::Begin() {
  queued_change_ = 0;
  last_ordinal_ = ReadMeta(OrdinalKey());
}

std::optional<JournalTables::Request> JournalTables::FindRequest(
    const std::string& request_id) {
  Query query = connection_->Prepared(kFindRequest);
  if (!query.Bind(request_id).Step()) return std::nullopt;
  return Request{.digest = query.Text(0),
                 .status = query.Parse<WorkflowStatus>(1)};
}

std::optional<WorkflowEntry> JournalTables::Find(
    const std::string& workflow_id) {
  if (const WorkflowEntry* known = statuses_.Find(workflow_id)) return *known;
  Query query = connection_->Prepared(kFind);
  if (!query.Bind(workflow_id).Step()) return std::nullopt;
  return WorkflowEntry{.ordinal = query.Int(0),
                       .status = query.Parse<WorkflowStatus>(1)};
}

void JournalTables::Insert(const NewRow& row) {
  const NewWorkflow& workflow = row.workflow;
  const WorkflowStatus& status = row.status;
  CHECK(status.state() == v1::WORKFLOW_STATE_QUEUED);
  const int64_t ordinal = ++last_ordinal_;
  // Bound by reference: they live until the query has run.
  const std::optional<std::string> request_id =
      NullIfEmpty(workflow.request_id);
  const std::optional<std::string> request_digest =
      NullIfEmpty(workflow.request_digest);
  const std::optional<std::string> retry_of = NullIfEmpty(workflow.retry_of);
  const std::string type = TypeName(status.type());
  const std::string state = StateName(status.state());
  connection_->Prepared(kInsertWorkflow)
      .Bind(ordinal, workflow.id, request_id, request_digest, type, state,
            status.name(), workflow.priority, workflow.queue_rank,
            workflow.config.infrastructure_config().cpu_cores(),
            Nanos(status.submit_time()), workflow.config_digest, retry_of,
            status.last_sequence(), Query::Blob{row.status_bytes})
      .Run();
  connection_->Prepared(kInsertConfig)
      .Bind(ordinal, Query::Blob{row.config_bytes})
      .Run();
  for (const auto& [key, value] : status.labels()) {
    connection_->Prepared(kInsertLabel).Bind(key, value, ordinal).Run();
  }
  InsertEvent(ordinal, row.submitted, row.event_bytes);
  for (const auto& phase : workflow.inherited_phases) {
    InsertArtifacts(ordinal, phase);
  }
  if (retry_of.has_value()) CopyCheckpoints(*retry_of, ordinal);
  ++queued_change_;
}

void JournalTables::CopyCheckpoints(const std::string& from_workflow_id,
                                    int64_t to_ordinal) {
  connection_->Prepared(kCopyCheckpoints)
      .Bind(to_ordinal, from_workflow_id)
      .Run();
}

void JournalTables::InsertEvent(int64_t ordinal, const WorkflowEvent& event,
                                const std::string& bytes) {
  const std::optional<std::string> phase = EventPhase(event);
  connection_->Prepared(kInsertEvent)
      .Bind(ordinal, event.sequence(), Nanos(event.time()), EventKind(event),
            phase, Query::Blob{bytes})
      .Run();
}

void JournalTables::InsertArtifacts(int64_t ordinal,
                                    const v1::PhaseResult& phase) {
  for (const v1::Artifact& artifact : phase.artifacts()) {
    connection_->Prepared(kInsertArtifact)
        .Bind(ordinal, artifact.name(), artifact.digest(),
              artifact.size_bytes(), artifact.row_count())
        .Run();
  }
}

void JournalTables::Append(WorkflowEntry entry,
                           const std::vector<WorkflowEvent>& events,
                           WorkflowState before) {
  for (const WorkflowEvent& event : events) {
    InsertEvent(entry.ordinal, event, event.SerializeAsString());
    if (event.has_phase_completed()) {
      InsertArtifacts(entry.ordinal, event.phase_completed().result());
    }
  }
  const WorkflowState after = entry.status.state();
  UpdateStatus(entry, after != before);
  if (after == v1::WORKFLOW_STATE_SUCCEEDED) {
    connection_->Prepared(kDeleteCheckpoints).Bind(entry.ordinal).Run();
  }
  queued_change_ += (after == v1::WORKFLOW_STATE_QUEUED ? 1 : 0) -
                    (before == v1::WORKFLOW_STATE_QUEUED ? 1 : 0);
  statuses_.Set(std::move(entry));
}

void JournalTables::UpdateStatus(const WorkflowEntry& entry,
                                 bool state_changed) {
  const WorkflowStatus& status = entry.status;
  const std::string bytes = status.SerializeAsString();
  if (!state_changed) {
    connection_->Prepared(kUpdateStatus)
        .Bind(status.last_sequence(), Query::Blob{bytes}, entry.ordinal)
        .Run();
    return;
  }
  std::optional<int64_t> end_time;
  if (status.has_end_time()) end_time = Nanos(status.end_time());
  const std::string state = StateName(status.state());
  connection_->Prepared(kUpdateState)
      .Bind(status.last_sequence(), Query::Blob{bytes}, state, end_time,
            entry.ordinal)
      .Run();
}

void JournalTables::InsertResult(int64_t ordinal,
                                 const v1::WorkflowResult& result) {
  const std::string bytes = result.SerializeAsString();
  connection_->Prepared(kInsertResult).Bind(ordinal, Query::Blob{bytes}).Run();
}

void JournalTables::AddTrials(int64_t ordinal, const Trials& trials) {
  if (!trials.config_digest.empty()) {
    if (connection_->Prepared(kRenewTried)
            .Bind(ordinal, trials.config_digest, trials.data_digest)
            .Run() > 0) {
      return;
    }
    connection_->Prepared(kAddTried)
        .Bind(trials.config_digest, trials.data_digest, ordinal, last_ordinal_,
              trials.count)
        .Run();
  }
  connection_->Prepared(kAddTrials)
      .Bind(trials.data_digest, trials.strategy, last_ordinal_, trials.count)
      .Run();
  MergeTrials(trials);
}

/// Makes one row of those between which no workflow that may still ask was
/// submitted, so that there are no more rows than need be.
void JournalTables::MergeTrials(const Trials& trials) {
  const int64_t oldest = OldestUnfinished();
  int64_t last = 0;
  int64_t sum = 0;
  {
    Query old = connection_->Prepared(kSumOldTrials);
    old.Bind(trials.data_digest, trials.strategy, oldest).Step();
    if (old.Int(0) < 2) return;
    last = old.Int(1);
    sum = old.Int(2);
  }
  connection_->Prepared(kDeleteOldTrials)
      .Bind(trials.data_digest, trials.strategy, last)
      .Run();
  connection_->Prepared(kSetTrials)
      .Bind(sum, trials.data_digest, trials.strategy, last)
      .Run();
}

/// The lowest ordinal of a workflow that has not ended; above all that there
/// are if all have.
int64_t JournalTables::OldestUnfinished() {
  int64_t oldest = last_ordinal_ + 1;
  for (const WorkflowState state :
       {v1::WORKFLOW_STATE_QUEUED, v1::WORKFLOW_STATE_RUNNING,
        v1::WORKFLOW_STATE_PAUSED, v1::WORKFLOW_STATE_CANCELLING}) {
    const std::string name = StateName(state);
    Query query = connection_->Prepared(kOldestInState);
    if (query.Bind(name).Step()) oldest = std::min(oldest, query.Int(0));
  }
  return oldest;
}

void JournalTables::SaveCheckpoint(int64_t ordinal, v1::WorkflowPhase phase,
                                   const Journal::Checkpoint& checkpoint) {
  const std::string phase_name = PhaseName(phase);
  connection_->Prepared(kSaveCheckpoint)
      .Bind(ordinal, phase_name, checkpoint.key, Query::Blob{checkpoint.value})
      .Run();
}

bool JournalTables::Remove(int64_t ordinal) {
  WorkflowStatus status;
  {
    Query query = connection_->Prepared(kReadStatus);
    if (!query.Bind(ordinal).Step()) return false;
    status = query.Parse<WorkflowStatus>(0);
  }
  for (const auto& [key, value] : status.labels()) {
    connection_->Prepared(kDeleteLabel).Bind(key, value, ordinal).Run();
  }
  for (const char* sql : kDeleteRows) {
    connection_->Prepared(sql).Bind(ordinal).Run();
  }
  return true;
}

int64_t JournalTables::CommitCounter() { return ReadMeta(CounterKey()); }

void JournalTables::SetCommitCounter(int64_t counter) {
  WriteMeta(CounterKey(), counter);
  WriteMeta(OrdinalKey(), last_ordinal_);
}

int64_t JournalTables::CountQueued() {
  Query query = connection_->Prepared(kCountQueued);
  query.Step();
  return query.Int(0);
}

int64_t JournalTables::ReadMeta(const std::string& key) {
  Query query = connection_->Prepared(kReadMeta);
  if (!query.Bind(key).Step()) {
    throw SQLite::Exception("meta has no " + key, SQLITE_CORRUPT);
  }
  return query.Int(0);
}

void JournalTables::WriteMeta(const std::string& key, int64_t value) {
  connection_->Prepared(kWriteMeta).Bind(value, key).Run();
}

}  // namespace admf
