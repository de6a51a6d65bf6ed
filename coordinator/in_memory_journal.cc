#include "coordinator/in_memory_journal.h"

#include <algorithm>

#include "coordinator/journal_support.h"
#include "coordinator/proto_time.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowPhase;
using admf::v1::WorkflowResult;
using admf::v1::WorkflowStatus;

void InMemoryJournal::Submit(Urgency urgency, Write write) {
  Finish finish;
  {
    MutexLock lock(&mutex_);
    const bool waits = health_.ok() ? held_ || !waiting_.empty()
                                    : urgency == Urgency::kMustCommit;
    if (waits) {
      waiting_.push_back(std::move(write));
      return;
    }
    finish = write(health_);
  }
  finish();
}

bool InMemoryJournal::FinishNext(const absl::Status& status) {
  Finish finish;
  {
    MutexLock lock(&mutex_);
    if (waiting_.empty()) return false;
    finish = waiting_.front()(status);
    waiting_.pop_front();
  }
  finish();
  return true;
}

void InMemoryJournal::CommitWaiting() {
  while (FinishNext(absl::OkStatus())) {
  }
}

void InMemoryJournal::Create(NewWorkflow workflow, absl::Time time,
                             CreateDone done) {
  Submit(Urgency::kFailFast,
         [this, workflow = std::move(workflow), time,
          done = std::move(done)](const absl::Status& status)
             ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) mutable {
               auto created = status.ok()
                                  ? CreateLocked(std::move(workflow), time)
                                  : absl::StatusOr<Created>(status);
               return [done = std::move(done),
                       created = std::move(created)]() mutable {
                 done(std::move(created));
               };
             });
}

absl::StatusOr<Journal::Created> InMemoryJournal::CreateLocked(
    NewWorkflow workflow, absl::Time time) {
  ASSIGN_OR_RETURN(
      std::optional<WorkflowStatus> earlier,
      FindRequestLocked(workflow.request_id, workflow.request_digest));
  if (earlier.has_value()) {
    return Created{.status = *std::move(earlier), .already_existed = true};
  }
  CHECK(by_id_.find(workflow.id) == by_id_.end());
  auto created = std::make_unique<Entry>(++last_ordinal_, std::move(workflow));
  Entry& entry = *created;
  entries_[entry.ordinal] = std::move(created);
  by_id_[entry.workflow.id] = &entry;
  if (!entry.workflow.request_id.empty()) {
    by_request_id_[entry.workflow.request_id] = &entry;
  }
  if (const auto old = by_id_.find(entry.workflow.retry_of);
      old != by_id_.end()) {
    entry.checkpoints = old->second->checkpoints;
  }
  ASSIGN_OR_RETURN(Appended submitted,
                   AppendLocked({.workflow_id = entry.workflow.id,
                                 .events = {SubmittedEvent(entry.workflow)},
                                 .time = time}));
  return Created{.status = std::move(submitted.status)};
}

void InMemoryJournal::AppendEvents(Append append, AppendDone done) {
  const Urgency urgency = append.urgency;
  Submit(urgency, [this, append = std::move(append),
                   done = std::move(done)](const absl::Status& status)
                      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) mutable {
                        auto appended = status.ok()
                                            ? AppendLocked(std::move(append))
                                            : absl::StatusOr<Appended>(status);
                        return [done = std::move(done),
                                appended = std::move(appended)]() mutable {
                          done(std::move(appended));
                        };
                      });
}

absl::StatusOr<Journal::Appended> InMemoryJournal::AppendLocked(Append append) {
  ASSIGN_OR_RETURN(Entry * entry, Find(append.workflow_id));
  // All or none: the events are tried on a copy of the record first.
  WorkflowRecord next = entry->record;
  RETURN_IF_ERROR(ApplyEvents(append.time, &append.events, &next));
  if (append.result.has_value()) {
    SetTimes(next.status(), &*append.result);
    if (const auto trials = TrialsOf(*append.result)) {
      AddTrialsLocked(entry->ordinal, *trials);
    }
    entry->result = std::move(append.result);
  }
  entry->record = std::move(next);
  entry->events.insert(entry->events.end(), append.events.begin(),
                       append.events.end());
  if (entry->record.status().state() == v1::WORKFLOW_STATE_SUCCEEDED) {
    entry->checkpoints.clear();
  }
  return Appended{.status = entry->record.status(),
                  .events = std::move(append.events)};
}

void InMemoryJournal::SaveCheckpoint(std::string_view workflow_id,
                                     WorkflowPhase phase, Checkpoint checkpoint,
                                     WriteDone done) {
  Submit(Urgency::kMustCommit,
         [this, id = std::string(workflow_id), phase,
          checkpoint = std::move(checkpoint),
          done = std::move(done)](const absl::Status& status)
             ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) mutable {
               absl::Status saved = status;
               if (status.ok()) {
                 saved = SaveLocked(id, phase, std::move(checkpoint));
               }
               return [done = std::move(done),
                       saved = std::move(saved)]() mutable {
                 done(std::move(saved));
               };
             });
}

absl::Status InMemoryJournal::SaveLocked(const std::string& workflow_id,
                                         WorkflowPhase phase,
                                         Checkpoint checkpoint) {
  ASSIGN_OR_RETURN(Entry * entry, Find(workflow_id));
  // A straggler of a workflow that has succeeded is of no use to anybody.
  if (entry->record.status().state() != v1::WORKFLOW_STATE_SUCCEEDED) {
    entry->checkpoints[{phase, std::move(checkpoint.key)}] =
        std::move(checkpoint.value);
  }
  return absl::OkStatus();
}

void InMemoryJournal::RemoveFinished(const RetentionPolicy& policy,
                                     absl::Time now, int limit,
                                     CountDone done) {
  Submit(Urgency::kFailFast,
         [this, policy, now, limit,
          done = std::move(done)](const absl::Status& status)
             ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) mutable {
               absl::StatusOr<int64_t> removed(0);
               if (status.ok()) {
                 removed = RemoveLocked(policy, now, limit);
               } else {
                 removed = status;
               }
               return [done = std::move(done),
                       removed = std::move(removed)]() mutable {
                 done(std::move(removed));
               };
             });
}

int64_t InMemoryJournal::RemoveLocked(const RetentionPolicy& policy,
                                      absl::Time now, int limit) {
  std::map<std::pair<absl::Time, int64_t>, const Entry*> finished;
  for (const auto& [ordinal, entry] : entries_) {
    if (!entry->record.terminal()) continue;
    const absl::Time end = FromTimestamp(entry->record.status().end_time());
    finished[{end, ordinal}] = entry.get();
  }
  int64_t removed = 0;
  auto kept = static_cast<int64_t>(finished.size());
  for (const auto& [key, entry] : finished) {
    const bool remove =
        kept > policy.max_finished || now - key.first > policy.max_age;
    if (!remove || removed == limit) break;
    RemoveLocked(*entry);
    --kept;
    ++removed;
  }
  return removed;
}

void InMemoryJournal::AddTrialsLocked(int64_t ordinal, const Trials& trials) {
  if (!trials.config_digest.empty()) {
    const auto [found, is_new] = tried_.try_emplace(
        {trials.config_digest, trials.data_digest},
        Tried{.after_ordinal = last_ordinal_, .count = trials.count});
    found->second.ordinal = ordinal;
    if (!is_new) return;
  }
  trials_[{trials.data_digest, trials.strategy}][last_ordinal_] += trials.count;
}

void InMemoryJournal::RemoveLocked(const Entry& entry) {
  by_request_id_.erase(entry.workflow.request_id);
  by_id_.erase(entry.workflow.id);
  std::erase_if(tried_, [&](const auto& tried) {
    return tried.second.ordinal == entry.ordinal;
  });
  entries_.erase(entry.ordinal);
}

absl::StatusOr<std::optional<WorkflowStatus>> InMemoryJournal::FindRequest(
    std::string_view request_id, std::string_view request_digest) {
  MutexLock lock(&mutex_);
  return FindRequestLocked(request_id, request_digest);
}

absl::StatusOr<std::optional<WorkflowStatus>>
InMemoryJournal::FindRequestLocked(std::string_view request_id,
                                   std::string_view request_digest) const {
  if (request_id.empty()) return std::nullopt;
  const auto found = by_request_id_.find(request_id);
  if (found == by_request_id_.end()) return std::nullopt;
  const Entry& earlier = *found->second;
  if (earlier.workflow.request_digest != request_digest) {
    return RequestIdConflict(request_id, earlier.workflow.id);
  }
  return earlier.record.status();
}

absl::StatusOr<InMemoryJournal::Entry*> InMemoryJournal::Find(
    std::string_view workflow_id) const {
  const auto found = by_id_.find(workflow_id);
  if (found == by_id_.end()) return NoSuchWorkflow(workflow_id);
  return found->second;
}

absl::StatusOr<WorkflowStatus> InMemoryJournal::GetStatus(
    std::string_view workflow_id) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  return entry->record.status();
}

absl::StatusOr<WorkflowResult> InMemoryJournal::GetResult(
    std::string_view workflow_id) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  if (entry->result.has_value()) return *entry->result;
  return NotFinished(entry->record.status());
}

absl::StatusOr<StoredWorkflow> InMemoryJournal::Load(
    std::string_view workflow_id) {
  MutexLock lock(&mutex_);
  RETURN_IF_ERROR(load_failure_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  StoredWorkflow stored{.workflow = entry->workflow,
                        .status = entry->record.status()};
  std::copy_if(entry->events.begin(), entry->events.end(),
               std::back_inserter(stored.history), IsHistory);
  return stored;
}

absl::StatusOr<std::vector<Journal::Checkpoint>>
InMemoryJournal::ReadCheckpoints(std::string_view workflow_id,
                                 WorkflowPhase phase,
                                 const std::optional<std::string>& after,
                                 size_t max_bytes) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  const auto& all = entry->checkpoints;
  auto next = after.has_value() ? all.upper_bound({phase, *after})
                                : all.lower_bound({phase, ""});
  std::vector<Checkpoint> page;
  size_t bytes = 0;
  for (; next != all.end() && next->first.first == phase; ++next) {
    page.push_back({next->first.second, next->second});
    bytes += page.back().key.size() + page.back().value.size();
    if (bytes >= max_bytes) break;
  }
  return page;
}

absl::StatusOr<Journal::EventBatch> InMemoryJournal::ReadEvents(
    std::string_view workflow_id, int64_t after, size_t limit) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  const auto& events = entry->events;
  // Event n stands at index n - 1.
  const size_t begin =
      std::min(static_cast<size_t>(std::max<int64_t>(after, 0)), events.size());
  const size_t end = begin + std::min(limit, events.size() - begin);
  return EventBatch{.events = {events.begin() + begin, events.begin() + end},
                    .ended = entry->record.terminal() && end == events.size()};
}

absl::StatusOr<std::vector<Journal::Listed>> InMemoryJournal::List(
    const WorkflowFilter& filter, int64_t before, size_t limit) {
  MutexLock lock(&mutex_);
  std::vector<Listed> listed;
  for (auto it = entries_.lower_bound(before);
       it != entries_.begin() && listed.size() < limit;) {
    --it;
    const WorkflowStatus& status = it->second->record.status();
    if (Matches(filter, status)) listed.push_back({it->first, status});
  }
  return listed;
}

std::map<InMemoryJournal::QueueKey, const InMemoryJournal::Entry*>
InMemoryJournal::QueueLocked() const {
  std::map<QueueKey, const Entry*> queue;
  for (const auto& [ordinal, entry] : entries_) {
    if (entry->record.status().state() == v1::WORKFLOW_STATE_QUEUED) {
      queue[{entry->workflow.queue_rank, ordinal}] = entry.get();
    }
  }
  return queue;
}

QueuedWorkflow InMemoryJournal::Queued(const Entry& entry) {
  return {
      .id = entry.workflow.id,
      .rank = entry.workflow.queue_rank,
      .cpu_cores = entry.workflow.config.infrastructure_config().cpu_cores()};
}

absl::StatusOr<std::vector<QueuedWorkflow>> InMemoryJournal::NextQueued(
    size_t limit) {
  MutexLock lock(&mutex_);
  std::vector<QueuedWorkflow> next;
  for (const auto& [key, entry] : QueueLocked()) {
    if (next.size() == limit) break;
    next.push_back(Queued(*entry));
  }
  return next;
}

absl::StatusOr<Journal::QueuePlace> InMemoryJournal::FindQueued(
    std::string_view workflow_id) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  const auto queue = QueueLocked();
  const auto place =
      queue.find(QueueKey(entry->workflow.queue_rank, entry->ordinal));
  if (place == queue.end()) return NotQueued(entry->record.status());
  return QueuePlace{.entry = Queued(*entry),
                    .ahead = std::distance(queue.begin(), place)};
}

int64_t InMemoryJournal::queued_count() {
  MutexLock lock(&mutex_);
  return static_cast<int64_t>(QueueLocked().size());
}

absl::StatusOr<bool> InMemoryJournal::HasArtifact(std::string_view digest) {
  MutexLock lock(&mutex_);
  for (const auto& [ordinal, entry] : entries_) {
    for (const WorkflowEvent& event : entry->events) {
      for (const auto& artifact :
           event.phase_completed().result().artifacts()) {
        if (artifact.digest() == digest) return true;
      }
    }
  }
  return false;
}

absl::StatusOr<int64_t> InMemoryJournal::CountEarlierTrials(
    std::string_view workflow_id, const std::string& data_digest,
    const std::string& strategy) {
  MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(workflow_id));
  const auto found = trials_.find({data_digest, strategy});
  if (found == trials_.end()) return 0;
  int64_t count = 0;
  for (const auto& [after_ordinal, trials] : found->second) {
    if (after_ordinal < entry->ordinal) count += trials;
  }
  const auto tried = tried_.find({entry->workflow.config_digest, data_digest});
  if (tried != tried_.end() && tried->second.after_ordinal < entry->ordinal) {
    count -= tried->second.count;
  }
  return count;
}

absl::Status InMemoryJournal::health() {
  MutexLock lock(&mutex_);
  return health_;
}

void InMemoryJournal::OnHealthChange(absl::AnyInvocable<void()> changed) {
  MutexLock lock(&mutex_);
  health_changed_ = std::move(changed);
}

void InMemoryJournal::SetHealth(absl::Status health) {
  absl::AnyInvocable<void()> changed;
  bool commits = false;
  {
    MutexLock lock(&mutex_);
    health_ = std::move(health);
    commits = health_.ok() && !held_;
    changed = std::move(health_changed_);
  }
  if (commits) CommitWaiting();
  if (!changed) return;
  changed();
  MutexLock lock(&mutex_);
  health_changed_ = std::move(changed);
}

void InMemoryJournal::FailLoads(absl::Status failure) {
  MutexLock lock(&mutex_);
  load_failure_ = std::move(failure);
}

void InMemoryJournal::HoldCommits() {
  MutexLock lock(&mutex_);
  held_ = true;
}

void InMemoryJournal::ReleaseCommits() {
  {
    MutexLock lock(&mutex_);
    held_ = false;
  }
  CommitWaiting();
}

bool InMemoryJournal::CommitNext() { return FinishNext(absl::OkStatus()); }

bool InMemoryJournal::FailNext(const absl::Status& failure) {
  return FinishNext(failure);
}

void InMemoryJournal::LoseWaiting() {
  std::deque<Write> lost;
  {
    MutexLock lock(&mutex_);
    held_ = false;
    std::swap(lost, waiting_);
  }
}

}  // namespace admf
