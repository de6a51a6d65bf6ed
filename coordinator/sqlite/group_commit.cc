#include "coordinator/sqlite/group_commit.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "coordinator/errors.h"
#include "coordinator/sqlite/sqlite_status.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

absl::Status Closed() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown,
                   "the journal is closed, as the server is shutting down; try "
                   "again when it is back");
}

/// Moves the writes that fail fast out of a sequence, in their order.
template <typename Writes>
JournalWriter::Batch TakeFailFast(Writes* writes) {
  const auto fail_fast =
      std::stable_partition(writes->begin(), writes->end(),
                            [](const auto& w) { return w->must_commit(); });
  JournalWriter::Batch taken(std::make_move_iterator(fail_fast),
                             std::make_move_iterator(writes->end()));
  writes->erase(fail_fast, writes->end());
  return taken;
}

}  // namespace

GroupCommit::GroupCommit(const Options& options,
                         std::unique_ptr<JournalWriter> writer)
    : options_(options),
      writer_(std::move(writer)),
      thread_([this] { Run(); }) {
  CHECK(options_.callbacks != nullptr);
}

GroupCommit::~GroupCommit() { Close(); }

void GroupCommit::Add(std::unique_ptr<Write> write) {
  absl::Status refused = Enqueue(&write);
  if (refused.ok()) {
    // Without the lock, so that the thread does not wake up just to wait for
    // it.
    changed_.NotifyOne();
    return;
  }
  write->Fail(std::move(refused));
  write->Finish();
}

absl::Status GroupCommit::Enqueue(std::unique_ptr<Write>* write) {
  MutexLock lock(&mutex_);
  if (closing_) return Closed();
  if (!health_.ok() && !(*write)->must_commit()) return ForClients(health_);
  pending_.push_back(std::move(*write));
  return absl::OkStatus();
}

void GroupCommit::Close() {
  {
    MutexLock lock(&mutex_);
    closing_ = true;
    changed_.NotifyAll();
  }
  MutexLock lock(&join_mutex_);
  if (thread_.joinable()) thread_.join();
}

void GroupCommit::Run() {
  for (;;) {
    Batch batch = Take();
    absl::Status status;
    {
      MutexLock lock(&mutex_);
      status = reported_damage_;
    }
    if (status.ok()) {
      if (batch.empty()) break;
      status = writer_->Commit(batch);
      if (status.ok()) {
        Finish(std::exchange(batch, {}));
        status = writer_->CheckpointIfLarge();
      }
    }
    if (!status.ok() && !Heal(std::move(status), std::move(batch))) break;
  }
  writer_->Close();
}

GroupCommit::Batch GroupCommit::Take() {
  MutexLock lock(&mutex_);
  changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !pending_.empty() || closing_ || !reported_damage_.ok();
  });
  const auto end =
      pending_.begin() + std::min(pending_.size(), options_.max_batch);
  Batch batch(std::make_move_iterator(pending_.begin()),
              std::make_move_iterator(end));
  pending_.erase(pending_.begin(), end);
  return batch;
}

bool GroupCommit::Heal(absl::Status status, Batch batch) {
  Batch waiting = std::move(batch);
  // First of all: whoever is told of the failure finds it so.
  SetHealth(status);
  Fail(TakeFailFast(&waiting), status);
  Fail(TakePendingFailFast(), status);
  for (bool last = false; !last;) {
    last = !AwaitRetry();
    if (absl::IsDataLoss(status)) continue;
    status = TryToHeal(&waiting);
    SetHealth(status);
    if (status.ok()) return true;
  }
  {
    MutexLock lock(&mutex_);
    std::move(pending_.begin(), pending_.end(), std::back_inserter(waiting));
    pending_.clear();
  }
  Fail(std::move(waiting), status);
  return false;
}

absl::Status GroupCommit::TryToHeal(Batch* waiting) {
  ASSIGN_OR_RETURN(const bool there, writer_->Recover());
  if (there) Finish(std::exchange(*waiting, {}));
  // Nothing counts until a commit has worked, be it an empty one.
  RETURN_IF_ERROR(writer_->Commit(*waiting));
  Finish(std::exchange(*waiting, {}));
  return absl::OkStatus();
}

bool GroupCommit::AwaitRetry() {
  const auto deadline = std::chrono::steady_clock::now() +
                        absl::ToChronoNanoseconds(options_.retry_interval);
  MutexLock lock(&mutex_);
  changed_.WaitUntil(&mutex_, deadline,
                     [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                       return closing_ || retry_now_;
                     });
  retry_now_ = false;
  return !closing_;
}

void GroupCommit::SetHealth(const absl::Status& health) {
  bool changed = false;
  {
    MutexLock lock(&mutex_);
    changed = health.ok() != health_.ok();
    health_ = health;
  }
  if (changed && health_changed_) health_changed_();
}

GroupCommit::Batch GroupCommit::TakePendingFailFast() {
  MutexLock lock(&mutex_);
  return TakeFailFast(&pending_);
}

void GroupCommit::Fail(Batch batch, const absl::Status& status) {
  for (const auto& write : batch) write->Fail(ForClients(status));
  Finish(std::move(batch));
}

void GroupCommit::Finish(Batch batch) {
  if (batch.empty()) return;
  options_.callbacks->Schedule([batch = std::move(batch)] {
    for (const auto& write : batch) write->Finish();
  });
}

absl::Status GroupCommit::health() {
  MutexLock lock(&mutex_);
  return ForClients(health_);
}

void GroupCommit::OnHealthChange(absl::AnyInvocable<void()> changed) {
  health_changed_ = std::move(changed);
}

void GroupCommit::ReportDamage(const absl::Status& damage) {
  MutexLock lock(&mutex_);
  reported_damage_ = damage;
  changed_.NotifyAll();
}

void GroupCommit::RetryNow() {
  MutexLock lock(&mutex_);
  retry_now_ = true;
  changed_.NotifyAll();
}

}  // namespace admf
