#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "containers/platform/mutex.h"
#include "coordinator/journal.h"

namespace admf {

/// A journal that lasts as long as the process: `done` is called before a write
/// returns. The coordinator's tests use it as the fake of a durable one.
class InMemoryJournal : public Journal {
 public:
  void Create(NewWorkflow workflow, absl::Time time, CreateDone done) override;
  void Append(std::string_view workflow_id,
              std::vector<admf::v1::WorkflowEvent> events,
              std::optional<admf::v1::WorkflowResult> result, absl::Time time,
              AppendDone done) override;
  absl::StatusOr<std::optional<std::string>> FindRequest(
      std::string_view request_id, std::string_view request_digest) override;
  absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) override;
  absl::StatusOr<admf::v1::WorkflowResult> GetResult(
      std::string_view workflow_id) override;
  absl::StatusOr<EventBatch> ReadEvents(std::string_view workflow_id,
                                        int64_t after, size_t limit) override;
  absl::StatusOr<std::vector<Listed>> List(const WorkflowFilter& filter,
                                           int64_t before,
                                           size_t limit) override;

 private:
  struct Entry {
    explicit Entry(NewWorkflow workflow) : record(std::move(workflow)) {}
    WorkflowRecord record;
    std::vector<admf::v1::WorkflowEvent> events;
    std::optional<admf::v1::WorkflowResult> result;
  };

  absl::StatusOr<Created> CreateLocked(NewWorkflow workflow, absl::Time time)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status AppendLocked(std::string_view workflow_id,
                            std::vector<admf::v1::WorkflowEvent> events,
                            std::optional<admf::v1::WorkflowResult> result,
                            absl::Time time)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::optional<std::string>> FindRequestLocked(
      std::string_view request_id, std::string_view request_digest) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<const Entry*> Find(std::string_view workflow_id) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  /// In order of submission; the ordinal is the index.
  std::vector<std::unique_ptr<Entry>> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry*, std::less<>> by_id_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry*, std::less<>> by_request_id_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
