#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "admf/v1/workflow.pb.h"
#include "coordinator/journal.h"
#include "coordinator/workflow_record.h"

namespace admf {

// What all journals do in the same way.

/// The first event of a workflow.
admf::v1::WorkflowEvent SubmittedEvent(const NewWorkflow& workflow);

/// Fills in workflow_id, sequence and time of the next events of a workflow and
/// applies them to its record. As WorkflowRecord::Apply fails; the record may
/// have taken some of them then.
absl::Status ApplyEvents(absl::Time time,
                         std::vector<admf::v1::WorkflowEvent>* events,
                         WorkflowRecord* record);

/// Takes the workflow's times into its result.
void SetTimes(const admf::v1::WorkflowStatus& status,
              admf::v1::WorkflowResult* result);

/// What the history of trials remembers of a workflow that has succeeded.
struct Trials {
  /// The same configuration on the same data tries the same once more; empty if
  /// it isn't known.
  std::string config_digest;
  std::string data_digest;
  /// The strategy's name in the catalogue.
  std::string strategy;
  int64_t count = 0;
};

/// Nothing of a workflow that hasn't succeeded or has tried nothing.
std::optional<Trials> TrialsOf(const admf::v1::WorkflowResult& result);

/// Whether the event belongs to StoredWorkflow::history.
bool IsHistory(const admf::v1::WorkflowEvent& event);

// Errors, with their reason and what to do.

/// NOT_FOUND.
absl::Status NoSuchWorkflow(std::string_view workflow_id);
/// ALREADY_EXISTS.
absl::Status RequestIdConflict(std::string_view request_id,
                               std::string_view workflow_id);
/// FAILED_PRECONDITION: has no result yet.
absl::Status NotFinished(const admf::v1::WorkflowStatus& status);
/// FAILED_PRECONDITION: has no place in the queue.
absl::Status NotQueued(const admf::v1::WorkflowStatus& status);

}  // namespace admf
