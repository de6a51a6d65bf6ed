#include "coordinator/sqlite/sqlite_journal.h"

#include <utility>

#include "coordinator/sqlite/journal_reader.h"
#include "coordinator/sqlite/journal_writer.h"
#include "coordinator/sqlite/list_query.h"
#include "coordinator/sqlite/writes.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {

using admf::v1::WorkflowStatus;

namespace {

// The writer touches pages all over the file, readers a few.
constexpr int kWriterCacheKib = 32 << 10;
constexpr int kReaderCacheKib = 4 << 10;

SqliteConnection::Options ConnectionOptions(
    const SqliteJournal::Options& options, int cache_kib) {
  return {.path = options.path,
          .vfs = options.vfs,
          .busy_timeout_ms =
              static_cast<int>(absl::ToInt64Milliseconds(options.busy_timeout)),
          .cache_kib = cache_kib};
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteJournal>> SqliteJournal::Open(
    Options options) {
  CHECK(options.callbacks != nullptr);
  std::unique_ptr<SqliteJournal> journal(new SqliteJournal(options));
  ASSIGN_OR_RETURN(
      std::unique_ptr<JournalWriter> writer,
      JournalWriter::Open(
          {.connection = ConnectionOptions(options, kWriterCacheKib),
           .checkpoint_bytes = options.checkpoint_bytes},
          &journal->readers_));
  journal->commits_ = std::make_unique<GroupCommit>(
      GroupCommit::Options{.max_batch = options.max_batch,
                           .retry_interval = options.retry_interval,
                           .callbacks = options.callbacks},
      std::move(writer));
  return journal;
}

SqliteJournal::SqliteJournal(const Options& options)
    : readers_(ConnectionOptions(options, kReaderCacheKib), options.readers,
               [this](const absl::Status& damage) {
                 commits_->ReportDamage(damage);
               }) {}

SqliteJournal::~SqliteJournal() = default;

void SqliteJournal::Close() { commits_->Close(); }

void SqliteJournal::RetryNow() { commits_->RetryNow(); }

void SqliteJournal::Create(NewWorkflow workflow, absl::Time time,
                           CreateDone done) {
  commits_->Add(std::make_unique<CreateWrite>(std::move(workflow), time,
                                              std::move(done)));
}

void SqliteJournal::AppendEvents(Append append, AppendDone done) {
  commits_->Add(
      std::make_unique<AppendWrite>(std::move(append), std::move(done)));
}

void SqliteJournal::SaveCheckpoint(std::string_view workflow_id,
                                   v1::WorkflowPhase phase,
                                   Checkpoint checkpoint, WriteDone done) {
  commits_->Add(std::make_unique<CheckpointWrite>(
      std::string(workflow_id), phase, std::move(checkpoint), std::move(done)));
}

void SqliteJournal::RemoveFinished(const RetentionPolicy& policy,
                                   absl::Time now, int limit, CountDone done) {
  // What has ended stays so: the writer need not look for it.
  auto ordinals = readers_.Read([&](SqliteConnection& connection) {
    return ReadRemovable(connection, policy, now, limit);
  });
  if (!ordinals.ok()) {
    done(ordinals.status());
    return;
  }
  commits_->Add(
      std::make_unique<RemoveWrite>(*std::move(ordinals), std::move(done)));
}

absl::StatusOr<std::optional<WorkflowStatus>> SqliteJournal::FindRequest(
    std::string_view request_id, std::string_view request_digest) {
  if (request_id.empty()) return std::nullopt;
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadRequest(connection, std::string(request_id),
                       std::string(request_digest));
  });
}

absl::StatusOr<WorkflowStatus> SqliteJournal::GetStatus(
    std::string_view workflow_id) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadStatus(connection, std::string(workflow_id));
  });
}

absl::StatusOr<v1::WorkflowResult> SqliteJournal::GetResult(
    std::string_view workflow_id) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadResult(connection, std::string(workflow_id));
  });
}

absl::StatusOr<StoredWorkflow> SqliteJournal::Load(
    std::string_view workflow_id) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadWorkflow(connection, std::string(workflow_id));
  });
}

absl::StatusOr<std::vector<Journal::Checkpoint>> SqliteJournal::ReadCheckpoints(
    std::string_view workflow_id, v1::WorkflowPhase phase,
    const std::optional<std::string>& after, size_t max_bytes) {
  return readers_.Read([&](SqliteConnection& connection) {
    return admf::ReadCheckpoints(connection, std::string(workflow_id), phase,
                                 after, max_bytes);
  });
}

absl::StatusOr<Journal::EventBatch> SqliteJournal::ReadEvents(
    std::string_view workflow_id, int64_t after, size_t limit) {
  return readers_.Read([&](SqliteConnection& connection) {
    return admf::ReadEvents(connection, std::string(workflow_id), after, limit);
  });
}

absl::StatusOr<std::vector<Journal::Listed>> SqliteJournal::List(
    const WorkflowFilter& filter, int64_t before, size_t limit) {
  const ListQuery query = PlanList(filter, before, limit);
  return readers_.Read(
      [&](SqliteConnection& connection) { return RunList(connection, query); });
}

absl::StatusOr<std::vector<QueuedWorkflow>> SqliteJournal::NextQueued(
    size_t limit) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadQueue(connection, limit);
  });
}

absl::StatusOr<Journal::QueuePlace> SqliteJournal::FindQueued(
    std::string_view workflow_id) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadQueuePlace(connection, std::string(workflow_id));
  });
}

int64_t SqliteJournal::queued_count() { return commits_->queued_count(); }

absl::StatusOr<bool> SqliteJournal::HasArtifact(std::string_view digest) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadHasArtifact(connection, std::string(digest));
  });
}

absl::StatusOr<int64_t> SqliteJournal::CountEarlierTrials(
    std::string_view workflow_id, const std::string& data_digest,
    const std::string& strategy) {
  return readers_.Read([&](SqliteConnection& connection) {
    return ReadEarlierTrials(connection, std::string(workflow_id), data_digest,
                             strategy);
  });
}

absl::Status SqliteJournal::health() { return commits_->health(); }

void SqliteJournal::OnHealthChange(absl::AnyInvocable<void()> changed) {
  commits_->OnHealthChange(std::move(changed));
}

}  // namespace admf
