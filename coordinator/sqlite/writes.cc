#include "coordinator/sqlite/writes.h"

#include <optional>
#include <utility>

#include "coordinator/journal_support.h"
#include "coordinator/workflow_record.h"
#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowState;

CreateWrite::CreateWrite(NewWorkflow workflow, absl::Time time,
                         Journal::CreateDone done)
    : WriteWithOutcome(Journal::Urgency::kFailFast, std::move(done)) {
  WorkflowRecord record(workflow);
  std::vector<admf::v1::WorkflowEvent> events = {SubmittedEvent(workflow)};
  CHECK(ApplyEvents(time, &events, &record).ok());
  row_.workflow = std::move(workflow);
  row_.status = record.status();
  row_.submitted = std::move(events.front());
  row_.config_bytes = row_.workflow.config.SerializeAsString();
  row_.status_bytes = row_.status.SerializeAsString();
  row_.event_bytes = row_.submitted.SerializeAsString();
}

void CreateWrite::Apply(JournalTables& tables) {
  const NewWorkflow& workflow = row_.workflow;
  if (!workflow.request_id.empty()) {
    if (auto earlier = tables.FindRequest(workflow.request_id)) {
      if (earlier->digest != workflow.request_digest) {
        Fail(RequestIdConflict(workflow.request_id,
                               earlier->status.workflow_id()));
        return;
      }
      set_outcome(Journal::Created{.status = std::move(earlier->status),
                                   .already_existed = true});
      return;
    }
  }
  tables.Insert(row_);
  // It fails fast: there is no second time.
  set_outcome(Journal::Created{.status = std::move(row_.status)});
}

AppendWrite::AppendWrite(Journal::Append append, Journal::AppendDone done)
    : WriteWithOutcome(append.urgency, std::move(done)),
      append_(std::move(append)) {}

void AppendWrite::Apply(JournalTables& tables) {
  std::optional<WorkflowEntry> entry = tables.Find(append_.workflow_id);
  if (!entry.has_value()) {
    Fail(NoSuchWorkflow(append_.workflow_id));
    return;
  }
  const WorkflowState before = entry->status.state();
  WorkflowRecord record(std::move(entry->status));
  absl::Status possible = ApplyEvents(append_.time, &append_.events, &record);
  if (!possible.ok()) {
    Fail(std::move(possible));
    return;
  }
  entry->status = record.status();
  const int64_t ordinal = entry->ordinal;
  tables.Append(*std::move(entry), append_.events, before);
  if (append_.result.has_value()) {
    SetTimes(record.status(), &*append_.result);
    tables.InsertResult(ordinal, *append_.result);
    if (const auto trials = TrialsOf(*append_.result)) {
      tables.AddTrials(ordinal, *trials);
    }
  }
  set_outcome(Journal::Appended{.status = record.status()});
}

void AppendWrite::Finish() {
  // Not sooner: what must commit can be applied more than once.
  if (outcome().ok()) outcome()->events = std::move(append_.events);
  WriteWithOutcome::Finish();
}

CheckpointWrite::CheckpointWrite(std::string workflow_id,
                                 admf::v1::WorkflowPhase phase,
                                 Journal::Checkpoint checkpoint,
                                 Journal::WriteDone done)
    : WriteWithOutcome(Journal::Urgency::kMustCommit, std::move(done)),
      workflow_id_(std::move(workflow_id)),
      phase_(phase),
      checkpoint_(std::move(checkpoint)) {}

void CheckpointWrite::Apply(JournalTables& tables) {
  const std::optional<WorkflowEntry> entry = tables.Find(workflow_id_);
  if (!entry.has_value()) {
    Fail(NoSuchWorkflow(workflow_id_));
    return;
  }
  // A straggler of a workflow that has succeeded is of no use to anybody.
  if (entry->status.state() != v1::WORKFLOW_STATE_SUCCEEDED) {
    tables.SaveCheckpoint(entry->ordinal, phase_, checkpoint_);
  }
  set_outcome(absl::OkStatus());
}

RemoveWrite::RemoveWrite(std::vector<int64_t> ordinals, Journal::CountDone done)
    : WriteWithOutcome(Journal::Urgency::kFailFast, std::move(done)),
      ordinals_(std::move(ordinals)) {}

void RemoveWrite::Apply(JournalTables& tables) {
  int64_t removed = 0;
  for (const int64_t ordinal : ordinals_) removed += tables.Remove(ordinal);
  set_outcome(removed);
}

}  // namespace admf
