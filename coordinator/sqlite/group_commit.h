#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"
#include "coordinator/sqlite/journal_writer.h"
#include "coordinator/sqlite/write.h"

namespace admf {

/// The thread that commits. It takes all writes that have arrived, commits them
/// together, and has them finished, in their order, by one task of an executor.
///
///   healthy --a commit fails--> down --recovered and committed--> healthy
///                                 \--the file is damaged--> damaged
///
/// While it is down, writes that fail fast fail at once, and those that must
/// commit wait, in their order. A damaged file is not tried again.
///
/// Thread-safe.
class GroupCommit {
 public:
  struct Options {
    /// Writes that one commit takes at most.
    size_t max_batch = 1000;
    /// While it is down.
    absl::Duration retry_interval = absl::Seconds(1);
    /// Finishes the writes. Not owned, outlives this.
    Executor* callbacks = nullptr;
  };
  GroupCommit(const Options& options, std::unique_ptr<JournalWriter> writer);
  /// Closes.
  ~GroupCommit();

  /// Hands over a write. It fails with UNAVAILABLE after Close.
  void Add(std::unique_ptr<Write> write);

  /// Takes no more writes, commits those that are there, hands their tasks to
  /// the executor and closes the file. If that can't be written, it is tried
  /// once more, and what must commit fails with UNAVAILABLE then. Idempotent;
  /// waits if another thread is closing.
  void Close();

  absl::Status health();
  /// See Journal. Called on the thread that commits.
  void OnHealthChange(absl::AnyInvocable<void()> changed);
  /// A reader has found the file damaged.
  void ReportDamage(const absl::Status& damage);
  /// Tries at once, not after the interval, if it is down.
  void RetryNow();

  int64_t queued_count() const { return writer_->queued_count(); }

 private:
  using Batch = JournalWriter::Batch;

  // Takes the write; or leaves it where it is and says why.
  absl::Status Enqueue(std::unique_ptr<Write>* write);
  void Run();
  // Waits for writes; none when closing or when damage was reported.
  Batch Take();
  // Until it is healthy again; false if it was closed before.
  bool Heal(absl::Status status, Batch batch);
  // One attempt; finishes what it has committed of `waiting`.
  absl::Status TryToHeal(Batch* waiting);
  // Waits until it is time for an attempt; false if it is the last one.
  bool AwaitRetry();
  void SetHealth(const absl::Status& health);
  // What waits and fails fast.
  Batch TakePendingFailFast();
  void Fail(Batch batch, const absl::Status& status);
  void Finish(Batch batch);

  const Options options_;
  // Used by the thread alone, but for its count.
  const std::unique_ptr<JournalWriter> writer_;

  // Held while joining, so that a second Close waits for the first.
  Mutex join_mutex_;
  Mutex mutex_;
  CondVar changed_;

  std::deque<std::unique_ptr<Write>> pending_ ABSL_GUARDED_BY(mutex_);
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  absl::Status reported_damage_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool retry_now_ ABSL_GUARDED_BY(mutex_) = false;
  // Not guarded: set before other threads use this, called by the thread.
  absl::AnyInvocable<void()> health_changed_;

  // Last: it starts when everything it uses stands.
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace admf
