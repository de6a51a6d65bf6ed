#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "containers/platform/executor.h"
#include "coordinator/journal.h"
#include "coordinator/sqlite/group_commit.h"
#include "coordinator/sqlite/read_pool.h"

namespace admf {

/// A journal in one SQLite file, with its write-ahead log beside it. What it
/// has acknowledged survives the end of the process and a loss of power.
/// docs/journal.md describes the tables.
///
/// Writes are committed in groups by one thread, and their callbacks are called
/// by an executor, those of one group in the order in which they were made.
/// Only one process may write to the file: the caller holds a lock on its
/// folder. Others may read it meanwhile.
///
/// A commit that has failed, and that the disk shows to be there all the same
/// after a crash of the process, stays: such a write has failed for its caller
/// and is found by its request id.
///
/// Thread-safe.
class SqliteJournal final : public Journal {
 public:
  struct Options {
    /// The file; its folder exists.
    std::string path;
    /// Calls the callbacks of writes. Not owned, outlives the journal.
    Executor* callbacks = nullptr;
    /// How often a disk that has failed is tried again.
    absl::Duration retry_interval = absl::Seconds(1);
    /// How long a lock of another process is waited for.
    absl::Duration busy_timeout = absl::Seconds(1);
    /// Writes that one commit takes at most.
    size_t max_batch = 1000;
    /// How many threads can read at once.
    int readers = 4;
    /// When the write-ahead log is copied into the file. Commits wait
    /// meanwhile: a longer log is copied in more time, a shorter one more
    /// often.
    int64_t checkpoint_bytes = 4 << 20;
    /// SQLite's name of its file system; empty for the usual one.
    std::string vfs;
  };
  /// Opens the file, or makes it, and brings it into the newest version.
  /// FAILED_PRECONDITION if a newer program or another one has written it;
  /// otherwise errors as SqliteError says.
  static absl::StatusOr<std::unique_ptr<SqliteJournal>> Open(Options options);

  /// Closes.
  ~SqliteJournal() override;

  /// Takes no more writes, commits those that are there, hands over their
  /// callbacks and closes the file for writing. If the disk has failed, it is
  /// tried once more, and what must commit fails with UNAVAILABLE then.
  /// Reading goes on. Idempotent.
  void Close();

  /// Tries a disk that has failed at once.
  void RetryNow();

  void Create(NewWorkflow workflow, absl::Time time, CreateDone done) override;
  void AppendEvents(Append append, AppendDone done) override;
  void SaveCheckpoint(std::string_view workflow_id,
                      admf::v1::WorkflowPhase phase, Checkpoint checkpoint,
                      WriteDone done) override;
  void RemoveFinished(const RetentionPolicy& policy, absl::Time now, int limit,
                      CountDone done) override;
  absl::StatusOr<std::optional<admf::v1::WorkflowStatus>> FindRequest(
      std::string_view request_id, std::string_view request_digest) override;
  absl::StatusOr<admf::v1::WorkflowStatus> GetStatus(
      std::string_view workflow_id) override;
  absl::StatusOr<admf::v1::WorkflowResult> GetResult(
      std::string_view workflow_id) override;
  absl::StatusOr<StoredWorkflow> Load(std::string_view workflow_id) override;
  absl::StatusOr<std::vector<Checkpoint>> ReadCheckpoints(
      std::string_view workflow_id, admf::v1::WorkflowPhase phase,
      const std::optional<std::string>& after, size_t max_bytes) override;
  absl::StatusOr<EventBatch> ReadEvents(std::string_view workflow_id,
                                        int64_t after, size_t limit) override;
  absl::StatusOr<std::vector<Listed>> List(const WorkflowFilter& filter,
                                           int64_t before,
                                           size_t limit) override;
  absl::StatusOr<std::vector<QueuedWorkflow>> NextQueued(size_t limit) override;
  absl::StatusOr<QueuePlace> FindQueued(std::string_view workflow_id) override;
  int64_t queued_count() override;
  absl::StatusOr<bool> HasArtifact(std::string_view digest) override;
  absl::StatusOr<int64_t> CountEarlierTrials(
      std::string_view workflow_id, const std::string& data_digest,
      const std::string& strategy) override;
  absl::Status health() override;
  void OnHealthChange(absl::AnyInvocable<void()> changed) override;

 private:
  explicit SqliteJournal(const Options& options);

  // The readers tell the writer of damage, and the writer closes the readers:
  // the pool comes first and ends last.
  ReadPool readers_;
  std::unique_ptr<GroupCommit> commits_;
};

}  // namespace admf
