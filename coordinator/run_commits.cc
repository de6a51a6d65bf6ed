#include "coordinator/run_commits.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "containers/platform/mutex.h"
#include "coordinator/journal.h"
#include "engine/base/check.h"

namespace admf {

using admf::v1::WorkflowStatus;

/// What was handed over and is not waited for.
struct RunCommits::Pending {
  Mutex mutex;
  int count ABSL_GUARDED_BY(mutex) = 0;
  absl::Status failure ABSL_GUARDED_BY(mutex);
  /// Called once the count is zero.
  absl::AnyInvocable<void()> all_done ABSL_GUARDED_BY(mutex);

  absl::Status Failure() {
    MutexLock lock(&mutex);
    return failure;
  }

  void Finished(const absl::Status& status,
                absl::AnyInvocable<void()> first_failure) {
    absl::AnyInvocable<void()> all_done_now;
    bool first = false;
    {
      MutexLock lock(&mutex);
      first = !status.ok() && failure.ok();
      if (first) failure = status;
      if (--count == 0) all_done_now = std::exchange(all_done, nullptr);
    }
    if (first) first_failure();
    if (all_done_now) all_done_now();
  }

  /// Calls `then` once nothing is pending: now, or later.
  void WhenAllDone(absl::AnyInvocable<void()> then) {
    {
      MutexLock lock(&mutex);
      if (count > 0) {
        CHECK(!all_done);
        all_done = std::move(then);
        return;
      }
    }
    then();
  }
};

RunCommits::RunCommits(std::string workflow_id, EventLog* events)
    : workflow_id_(std::move(workflow_id)),
      events_(events),
      pending_(std::make_shared<Pending>()) {}

absl::Status RunCommits::failure() const { return pending_->Failure(); }

void RunCommits::Ahead(Events events, absl::AnyInvocable<void()> failed) {
  {
    MutexLock lock(&pending_->mutex);
    if (!pending_->failure.ok()) return;
    ++pending_->count;
  }
  events_->Append(workflow_id_, std::move(events), std::nullopt,
                  Journal::Urgency::kMustCommit,
                  [pending = pending_, failed = std::move(failed)](
                      const absl::StatusOr<WorkflowStatus>& status) mutable {
                    pending->Finished(status.status(), std::move(failed));
                  });
}

void RunCommits::Await(Events events, std::optional<v1::WorkflowResult> result,
                       Done done) {
  // The journal may call back in another order than it commits.
  auto when_all_done = [pending = pending_, done = std::move(done)](
                           absl::StatusOr<WorkflowStatus> status) mutable {
    Pending& all = *pending;
    all.WhenAllDone([pending = std::move(pending), done = std::move(done),
                     status = std::move(status)]() mutable {
      if (absl::Status failure = pending->Failure(); !failure.ok()) {
        status = std::move(failure);
      }
      done(std::move(status));
    });
  };
  if (absl::Status failure = pending_->Failure(); !failure.ok()) {
    when_all_done(std::move(failure));
    return;
  }
  events_->Append(workflow_id_, std::move(events), std::move(result),
                  Journal::Urgency::kMustCommit, std::move(when_all_done));
}

}  // namespace admf
