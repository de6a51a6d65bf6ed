#include "coordinator/sqlite/journal_reader.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "coordinator/journal_support.h"
#include "coordinator/sqlite/active_statuses.h"
#include "coordinator/sqlite/journal_names.h"
#include "coordinator/workflow_record.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowStatus;

namespace {

constexpr char kRequest[] =
    "SELECT request_digest, status FROM workflows WHERE request_id = ?";
constexpr char kStatus[] =
    "SELECT ordinal, status FROM workflows WHERE workflow_id = ?";
constexpr char kResult[] = "SELECT result FROM results WHERE ordinal = ?";
constexpr char kWorkflow[] =
    "SELECT request_id, request_digest, priority, queue_rank, config_digest, "
    "retry_of, config FROM workflows JOIN configs USING (ordinal) "
    "WHERE ordinal = ?";
constexpr char kHistory[] =
    "SELECT event FROM events WHERE ordinal = ? AND kind <> 'progress' "
    "ORDER BY sequence";
constexpr char kCheckpoints[] =
    "SELECT key, value FROM checkpoints WHERE ordinal = ? AND phase = ? "
    "ORDER BY key";
constexpr char kCheckpointsAfter[] =
    "SELECT key, value FROM checkpoints WHERE ordinal = ? AND phase = ? "
    "AND key > ? ORDER BY key";
constexpr char kOrdinal[] =
    "SELECT ordinal FROM workflows WHERE workflow_id = ?";
constexpr char kSubmitted[] =
    "SELECT ordinal, config_digest FROM workflows WHERE workflow_id = ?";
constexpr char kEvents[] =
    "SELECT event FROM events WHERE ordinal = ? AND sequence > ? "
    "ORDER BY sequence LIMIT ?";
constexpr char kQueue[] =
    "SELECT workflow_id, queue_rank, cpu_cores FROM workflows "
    "WHERE state = 'QUEUED' ORDER BY queue_rank, ordinal LIMIT ?";
constexpr char kQueueEntry[] =
    "SELECT workflow_id, queue_rank, cpu_cores FROM workflows "
    "WHERE ordinal = ?";
constexpr char kQueueAhead[] =
    "SELECT COUNT(*) FROM workflows "
    "WHERE state = 'QUEUED' AND (queue_rank, ordinal) < (?, ?)";
constexpr char kHasArtifact[] =
    "SELECT 1 FROM artifacts WHERE digest = ? LIMIT 1";
constexpr char kEarlierTrials[] =
    "SELECT COALESCE(SUM(trial_count), 0) - COALESCE("
    "(SELECT trial_count FROM tried WHERE config_digest = ? AND "
    "data_digest = ? AND after_ordinal < ?), 0) FROM trials "
    "WHERE data_digest = ? AND strategy = ? AND after_ordinal < ?";
constexpr char kCountFinished[] =
    "SELECT COUNT(*) FROM workflows WHERE end_time IS NOT NULL";
constexpr char kFinished[] =
    "SELECT ordinal, end_time FROM workflows WHERE end_time IS NOT NULL "
    "ORDER BY end_time, ordinal LIMIT ?";

int64_t Limit(size_t limit) {
  return static_cast<int64_t>(
      std::min<size_t>(limit, std::numeric_limits<int64_t>::max()));
}

absl::StatusOr<WorkflowEntry> FindWorkflow(SqliteConnection& connection,
                                           const std::string& workflow_id) {
  Query query = connection.Prepared(kStatus);
  if (!query.Bind(workflow_id).Step()) return NoSuchWorkflow(workflow_id);
  return WorkflowEntry{.ordinal = query.Int(0),
                       .status = query.Parse<WorkflowStatus>(1)};
}

QueuedWorkflow QueuedAt(const Query& query) {
  return {.id = query.Text(0),
          .rank = query.Int(1),
          .cpu_cores = static_cast<int>(query.Int(2))};
}

}  // namespace

absl::StatusOr<std::optional<WorkflowStatus>> ReadRequest(
    SqliteConnection& connection, const std::string& request_id,
    const std::string& request_digest) {
  Query query = connection.Prepared(kRequest);
  if (!query.Bind(request_id).Step()) return std::nullopt;
  auto status = query.Parse<WorkflowStatus>(1);
  if (query.Text(0) != request_digest) {
    return RequestIdConflict(request_id, status.workflow_id());
  }
  return status;
}

absl::StatusOr<WorkflowStatus> ReadStatus(SqliteConnection& connection,
                                          const std::string& workflow_id) {
  ASSIGN_OR_RETURN(WorkflowEntry entry, FindWorkflow(connection, workflow_id));
  return std::move(entry.status);
}

absl::StatusOr<v1::WorkflowResult> ReadResult(SqliteConnection& connection,
                                              const std::string& workflow_id) {
  ASSIGN_OR_RETURN(const WorkflowEntry entry,
                   FindWorkflow(connection, workflow_id));
  Query query = connection.Prepared(kResult);
  if (!query.Bind(entry.ordinal).Step()) return NotFinished(entry.status);
  return query.Parse<v1::WorkflowResult>(0);
}

absl::StatusOr<StoredWorkflow> ReadWorkflow(SqliteConnection& connection,
                                            const std::string& workflow_id) {
  ASSIGN_OR_RETURN(WorkflowEntry entry, FindWorkflow(connection, workflow_id));
  StoredWorkflow stored;
  stored.status = std::move(entry.status);
  Query query = connection.Prepared(kWorkflow);
  if (!query.Bind(entry.ordinal).Step()) {
    throw SQLite::Exception(workflow_id + " has no configuration",
                            SQLITE_CORRUPT);
  }
  stored.workflow = {.id = workflow_id,
                     .request_id = query.Text(0),
                     .request_digest = query.Text(1),
                     .priority = static_cast<int>(query.Int(2)),
                     .queue_rank = query.Int(3),
                     .config = query.Parse<v1::WorkflowConfig>(6),
                     .config_digest = query.Text(4),
                     .retry_of = query.Text(5)};
  Query history = connection.Prepared(kHistory);
  history.Bind(entry.ordinal);
  while (history.Step()) {
    stored.history.push_back(history.Parse<WorkflowEvent>(0));
  }
  if (!stored.history.empty()) {
    const auto& inherited =
        stored.history.front().submitted().inherited_phases();
    stored.workflow.inherited_phases = {inherited.begin(), inherited.end()};
  }
  return stored;
}

absl::StatusOr<std::vector<Journal::Checkpoint>> ReadCheckpoints(
    SqliteConnection& connection, const std::string& workflow_id,
    v1::WorkflowPhase phase, const std::optional<std::string>& after,
    size_t max_bytes) {
  ASSIGN_OR_RETURN(const WorkflowEntry entry,
                   FindWorkflow(connection, workflow_id));
  const std::string phase_name = PhaseName(phase);
  Query query =
      connection.Prepared(after.has_value() ? kCheckpointsAfter : kCheckpoints);
  query.Bind(entry.ordinal, phase_name);
  if (after.has_value()) query.Bind(*after);
  std::vector<Journal::Checkpoint> page;
  size_t bytes = 0;
  while (bytes < max_bytes && query.Step()) {
    page.push_back({.key = query.Text(0), .value = query.Text(1)});
    bytes += page.back().key.size() + page.back().value.size();
  }
  return page;
}

absl::StatusOr<Journal::EventBatch> ReadEvents(SqliteConnection& connection,
                                               const std::string& workflow_id,
                                               int64_t after, size_t limit) {
  Query found = connection.Prepared(kOrdinal);
  if (!found.Bind(workflow_id).Step()) return NoSuchWorkflow(workflow_id);
  Query query = connection.Prepared(kEvents);
  query.Bind(found.Int(0), after, Limit(limit));
  Journal::EventBatch batch;
  while (query.Step()) {
    batch.events.push_back(query.Parse<WorkflowEvent>(0));
  }
  if (!batch.events.empty()) {
    batch.ended = batch.events.back().has_completed();
    return batch;
  }
  // Watchers rarely come to this: the status is larger than most events.
  ASSIGN_OR_RETURN(const WorkflowEntry entry,
                   FindWorkflow(connection, workflow_id));
  batch.ended =
      IsTerminal(entry.status.state()) && after >= entry.status.last_sequence();
  return batch;
}

absl::StatusOr<std::vector<QueuedWorkflow>> ReadQueue(
    SqliteConnection& connection, size_t limit) {
  Query query = connection.Prepared(kQueue);
  query.Bind(Limit(limit));
  std::vector<QueuedWorkflow> queue;
  while (query.Step()) queue.push_back(QueuedAt(query));
  return queue;
}

absl::StatusOr<Journal::QueuePlace> ReadQueuePlace(
    SqliteConnection& connection, const std::string& workflow_id) {
  ASSIGN_OR_RETURN(const WorkflowEntry entry,
                   FindWorkflow(connection, workflow_id));
  if (entry.status.state() != v1::WORKFLOW_STATE_QUEUED) {
    return NotQueued(entry.status);
  }
  Journal::QueuePlace place;
  Query query = connection.Prepared(kQueueEntry);
  query.Bind(entry.ordinal).Step();
  place.entry = QueuedAt(query);
  Query ahead = connection.Prepared(kQueueAhead);
  ahead.Bind(place.entry.rank, entry.ordinal).Step();
  place.ahead = ahead.Int(0);
  return place;
}

absl::StatusOr<bool> ReadHasArtifact(SqliteConnection& connection,
                                     const std::string& digest) {
  return connection.Prepared(kHasArtifact).Bind(digest).Step();
}

absl::StatusOr<int64_t> ReadEarlierTrials(SqliteConnection& connection,
                                          const std::string& workflow_id,
                                          const std::string& data_digest,
                                          const std::string& strategy) {
  Query found = connection.Prepared(kSubmitted);
  if (!found.Bind(workflow_id).Step()) return NoSuchWorkflow(workflow_id);
  const int64_t ordinal = found.Int(0);
  Query query = connection.Prepared(kEarlierTrials);
  query
      .Bind(found.Text(1), data_digest, ordinal, data_digest, strategy, ordinal)
      .Step();
  return query.Int(0);
}

absl::StatusOr<std::vector<int64_t>> ReadRemovable(
    SqliteConnection& connection, const RetentionPolicy& policy, absl::Time now,
    int limit) {
  Query count = connection.Prepared(kCountFinished);
  count.Step();
  int64_t kept = count.Int(0);
  Query query = connection.Prepared(kFinished);
  query.Bind(limit);
  std::vector<int64_t> ordinals;
  while (query.Step()) {
    const absl::Time end = absl::FromUnixNanos(query.Int(1));
    if (kept <= policy.max_finished && now - end <= policy.max_age) break;
    ordinals.push_back(query.Int(0));
    --kept;
  }
  return ordinals;
}

}  // namespace admf
