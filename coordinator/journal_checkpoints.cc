#include "coordinator/journal_checkpoints.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "containers/platform/mutex.h"
#include "engine/base/status_macros.h"

namespace admf {

struct JournalCheckpoints::Uncommitted {
  Mutex mutex;
  CondVar changed;
  int count ABSL_GUARDED_BY(mutex) = 0;
  size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  /// Of a write that failed: nothing can be kept any more.
  absl::Status failure ABSL_GUARDED_BY(mutex);
};

JournalCheckpoints::JournalCheckpoints(std::string workflow_id,
                                       v1::WorkflowPhase phase,
                                       Journal* journal, std::stop_token stop)
    : workflow_id_(std::move(workflow_id)),
      phase_(phase),
      journal_(journal),
      stop_(std::move(stop)),
      uncommitted_(std::make_shared<Uncommitted>()) {}

absl::Status JournalCheckpoints::Save(std::string key, std::string value) {
  const size_t bytes = key.size() + value.size();
  if (bytes > Journal::kMaxValueBytes) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a checkpoint of ", bytes, " bytes is more than the journal's limit, ",
        Journal::kMaxValueBytes));
  }
  {
    const std::stop_callback wake(stop_, [state = uncommitted_] {
      MutexLock lock(&state->mutex);
      state->changed.NotifyAll();
    });
    MutexLock lock(&uncommitted_->mutex);
    uncommitted_->changed.Wait(
        &uncommitted_->mutex,
        [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(uncommitted_->mutex) {
          return (uncommitted_->count < kMaxUncommitted &&
                  uncommitted_->bytes < kMaxUncommittedBytes) ||
                 stop_.stop_requested() || !uncommitted_->failure.ok();
        });
    RETURN_IF_ERROR(uncommitted_->failure);
    if (stop_.stop_requested()) {
      return absl::CancelledError("told to stop while saving a checkpoint");
    }
    ++uncommitted_->count;
    uncommitted_->bytes += bytes;
  }
  journal_->SaveCheckpoint(
      workflow_id_, phase_, {.key = std::move(key), .value = std::move(value)},
      [state = uncommitted_, bytes](const absl::Status& status) {
        MutexLock lock(&state->mutex);
        --state->count;
        state->bytes -= bytes;
        if (!status.ok()) state->failure = status;
        state->changed.NotifyAll();
      });
  return absl::OkStatus();
}

absl::Status JournalCheckpoints::ForEach(Visit visit) {
  std::optional<std::string> last;
  while (true) {
    ASSIGN_OR_RETURN(
        std::vector<Journal::Checkpoint> page,
        journal_->ReadCheckpoints(workflow_id_, phase_, last, kPageBytes));
    if (page.empty()) return absl::OkStatus();
    for (Journal::Checkpoint& checkpoint : page) {
      if (stop_.stop_requested()) {
        return absl::CancelledError("told to stop while reading checkpoints");
      }
      RETURN_IF_ERROR(visit(checkpoint.key, std::move(checkpoint.value)));
    }
    last = std::move(page.back().key);
  }
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
JournalCheckpoints::Load() {
  std::vector<std::pair<std::string, std::string>> entries;
  RETURN_IF_ERROR(ForEach([&](std::string_view key, std::string value) {
    entries.emplace_back(key, std::move(value));
    return absl::OkStatus();
  }));
  return entries;
}

}  // namespace admf
