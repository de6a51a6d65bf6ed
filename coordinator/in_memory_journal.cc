#include "coordinator/in_memory_journal.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowEvent;
using admf::v1::WorkflowResult;
using admf::v1::WorkflowStatus;

void InMemoryJournal::Create(NewWorkflow workflow, absl::Time time,
                             CreateDone done) {
  absl::StatusOr<Created> created = [&] {
    MutexLock lock(&mutex_);
    return CreateLocked(std::move(workflow), time);
  }();
  done(std::move(created));
}

absl::StatusOr<Journal::Created> InMemoryJournal::CreateLocked(
    NewWorkflow workflow, absl::Time time) {
  ASSIGN_OR_RETURN(
      const std::optional<std::string> earlier,
      FindRequestLocked(workflow.request_id, workflow.request_digest));
  if (earlier.has_value()) {
    return Created{.workflow_id = *earlier, .already_existed = true};
  }
  const std::string id = workflow.id;
  const std::string request_id = workflow.request_id;
  CHECK(by_id_.find(id) == by_id_.end());

  WorkflowEvent event;
  event.mutable_submitted()->set_priority(workflow.priority);
  event.mutable_submitted()->set_name(workflow.config.name());
  event.mutable_submitted()->set_type(workflow.config.type());
  entries_.push_back(std::make_unique<Entry>(std::move(workflow)));
  by_id_[id] = entries_.back().get();
  if (!request_id.empty()) by_request_id_[request_id] = entries_.back().get();
  RETURN_IF_ERROR(AppendLocked(id, {std::move(event)}, std::nullopt, time));
  return Created{.workflow_id = id};
}

void InMemoryJournal::Append(std::string_view workflow_id,
                             std::vector<WorkflowEvent> events,
                             std::optional<WorkflowResult> result,
                             absl::Time time, AppendDone done) {
  const absl::Status status = [&] {
    MutexLock lock(&mutex_);
    return AppendLocked(workflow_id, std::move(events), std::move(result),
                        time);
  }();
  done(status);
}

absl::Status InMemoryJournal::AppendLocked(std::string_view workflow_id,
                                           std::vector<WorkflowEvent> events,
                                           std::optional<WorkflowResult> result,
                                           absl::Time time) {
  const auto found = by_id_.find(workflow_id);
  if (found == by_id_.end()) return Find(workflow_id).status();
  Entry& entry = *found->second;
  // All or none: the events are tried on a copy of the record first.
  WorkflowRecord next = entry.record;
  for (WorkflowEvent& event : events) {
    event.set_workflow_id(std::string(workflow_id));
    event.set_sequence(next.status().last_sequence() + 1);
    *event.mutable_time() = ToTimestamp(time);
    RETURN_IF_ERROR(next.Apply(event));
  }
  if (result.has_value()) {
    *result->mutable_submit_time() = next.status().submit_time();
    if (next.status().has_start_time()) {
      *result->mutable_start_time() = next.status().start_time();
    }
    *result->mutable_end_time() = next.status().end_time();
    entry.result = std::move(result);
  }
  entry.record = std::move(next);
  std::move(events.begin(), events.end(), std::back_inserter(entry.events));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> InMemoryJournal::FindRequest(
    std::string_view request_id, std::string_view request_digest) {
  MutexLock lock(&mutex_);
  return FindRequestLocked(request_id, request_digest);
}

absl::StatusOr<std::optional<std::string>> InMemoryJournal::FindRequestLocked(
    std::string_view request_id, std::string_view request_digest) const {
  if (request_id.empty()) return std::nullopt;
  const auto found = by_request_id_.find(request_id);
  if (found == by_request_id_.end()) return std::nullopt;
  const NewWorkflow& earlier = found->second->record.workflow();
  if (earlier.request_digest != request_digest) {
    return MakeError(
        absl::StatusCode::kAlreadyExists, reason::kRequestIdConflict,
        absl::StrCat("request_id ", earlier.request_id,
                     " was used for workflow ", earlier.id,
                     " with another content; choose a new request_id"),
        {{"workflow_id", earlier.id}});
  }
  return earlier.id;
}

absl::StatusOr<const InMemoryJournal::Entry*> InMemoryJournal::Find(
    std::string_view workflow_id) const {
  const auto found = by_id_.find(workflow_id);
  if (found != by_id_.end()) return found->second;
  return MakeError(
      absl::StatusCode::kNotFound, reason::kWorkflowNotFound,
      absl::StrCat("there is no workflow ",
                   absl::string_view(workflow_id.data(), workflow_id.size()),
                   "; `admf list` shows those that there are"));
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
  const WorkflowStatus& status = entry->record.status();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, reason::kWorkflowNotFinished,
      absl::StrCat("workflow ", status.workflow_id(), " has not ended (",
                   WorkflowState_Name(status.state()),
                   "); wait for it with WatchWorkflow (`admf watch`)"));
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
  int64_t ordinal = std::min(before, static_cast<int64_t>(entries_.size())) - 1;
  for (; ordinal >= 0 && listed.size() < limit; --ordinal) {
    const WorkflowStatus& status = entries_[ordinal]->record.status();
    if (Matches(filter, status)) listed.push_back({ordinal, status});
  }
  return listed;
}

}  // namespace admf
