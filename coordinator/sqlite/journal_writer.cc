#include "coordinator/sqlite/journal_writer.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "coordinator/sqlite/sqlite_schema.h"
#include "coordinator/sqlite/sqlite_status.h"
#include "coordinator/sqlite/write_ahead_log.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

constexpr int64_t kPageBytes = 4096;
constexpr char kBegin[] = "BEGIN IMMEDIATE";
constexpr char kCommit[] = "COMMIT";

}  // namespace

absl::StatusOr<std::unique_ptr<JournalWriter>> JournalWriter::Open(
    Options options, ReadPool* readers) {
  std::unique_ptr<JournalWriter> writer(
      new JournalWriter(std::move(options), readers));
  RETURN_IF_ERROR(writer->Reopen(SqliteConnection::Mode::kWrite));
  RETURN_IF_ERROR(CatchSqliteErrors(writer->options_.connection.path, [&] {
    writer->committed_ = writer->tables_->CommitCounter();
    return absl::OkStatus();
  }));
  writer->tried_ = writer->committed_;
  return writer;
}

JournalWriter::JournalWriter(Options options, ReadPool* readers)
    : options_(std::move(options)), readers_(readers) {}

absl::Status JournalWriter::Reopen(SqliteConnection::Mode mode) {
  ASSIGN_OR_RETURN(connection_,
                   SqliteConnection::Open(options_.connection, mode));
  tables_ = std::make_unique<JournalTables>(connection_.get(),
                                            options_.cached_statuses);
  return CatchSqliteErrors(options_.connection.path, [&]() -> absl::Status {
    RETURN_IF_ERROR(MigrateJournal(*connection_));
    RewriteLog(*connection_, options_.connection.vfs);
    EmptyLog(*connection_);
    queued_count_ = tables_->CountQueued();
    sqlite3_wal_hook(connection_->database().getHandle(), OnCommit, this);
    log_frames_ = 0;
    next_checkpoint_frames_ = CheckpointFrames();
    return absl::OkStatus();
  });
}

int64_t JournalWriter::CheckpointFrames() const {
  return std::max<int64_t>(1, options_.checkpoint_bytes / kPageBytes);
}

int JournalWriter::OnCommit(void* writer, sqlite3* /*database*/,
                            const char* /*schema*/, int frames) {
  auto* self = static_cast<JournalWriter*>(writer);
  // All of it was copied, and it has begun anew.
  if (frames < self->log_frames_) {
    self->next_checkpoint_frames_ = self->CheckpointFrames();
  }
  self->log_frames_ = frames;
  return SQLITE_OK;
}

absl::Status JournalWriter::Commit(const Batch& batch) {
  CHECK(tables_ != nullptr);
  tried_ = committed_ + 1;
  absl::Status status = CatchSqliteErrors(options_.connection.path, [&] {
    Apply(batch);
    return absl::OkStatus();
  });
  if (status.ok()) {
    Committed();
  } else {
    tables_->Discard();
  }
  return status;
}

void JournalWriter::Apply(const Batch& batch) {
  // Prepared once: as text, each commit would parse them anew.
  connection_->Prepared(kBegin).Run();
  absl::Cleanup roll_back = [this] {
    connection_->database().tryExec("ROLLBACK");
  };
  tables_->Begin();
  for (const auto& write : batch) write->Apply(*tables_);
  tables_->SetCommitCounter(tried_);
  connection_->Prepared(kCommit).Run();
  std::move(roll_back).Cancel();
}

void JournalWriter::Committed() {
  committed_ = tried_;
  tables_->Keep();
  queued_count_ += tables_->queued_change();
}

absl::Status JournalWriter::CheckpointIfLarge() {
  if (log_frames_ < next_checkpoint_frames_) return absl::OkStatus();
  // If a reader holds it up, not at each commit from now on.
  next_checkpoint_frames_ = log_frames_ + CheckpointFrames();
  return CatchSqliteErrors(options_.connection.path, [&] {
    CheckpointLog(*connection_);
    return absl::OkStatus();
  });
}

absl::StatusOr<bool> JournalWriter::Recover() {
  readers_->Suspend();
  const absl::Cleanup resume = [this] { readers_->Resume(); };
  if (connection_ != nullptr) {
    ASSIGN_OR_RETURN(const bool empty, SettleLog());
    // Somebody else is reading the log. This connection knows what of it
    // counts; one that is opened afresh need not.
    if (!empty) return FailedBatchIsThere();
    tables_.reset();
    connection_.reset();
  }
  RETURN_IF_ERROR(Reopen(SqliteConnection::Mode::kMaintain));
  return FailedBatchIsThere();
}

absl::StatusOr<bool> JournalWriter::SettleLog() {
  const auto empty_log = [this](SqliteConnection& connection) {
    return CatchSqliteErrors(
        options_.connection.path,
        [&]() -> absl::StatusOr<bool> { return EmptyLog(connection); });
  };
  absl::StatusOr<bool> empty = empty_log(*connection_);
  if (empty.ok()) return empty;
  // Its descriptors may be of no use any more, as after a disk has come back.
  // The new connection shares the memory of the old one, and what that says of
  // the log, as long as the old one is open.
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> fresh,
                   SqliteConnection::Open(options_.connection,
                                          SqliteConnection::Mode::kMaintain));
  empty = empty_log(*fresh);
  if (!empty.ok()) return empty;
  tables_ =
      std::make_unique<JournalTables>(fresh.get(), options_.cached_statuses);
  connection_ = std::move(fresh);
  return empty;
}

absl::StatusOr<bool> JournalWriter::FailedBatchIsThere() {
  int64_t counter = 0;
  RETURN_IF_ERROR(CatchSqliteErrors(options_.connection.path, [&] {
    counter = tables_->CommitCounter();
    return absl::OkStatus();
  }));
  if (counter != committed_ && counter != tried_) {
    return DamagedJournal("it is not the file that was open before",
                          options_.connection.path);
  }
  const bool there = counter == tried_ && tried_ != committed_;
  committed_ = counter;
  return there;
}

void JournalWriter::Close() {
  if (connection_ != nullptr) {
    CatchSqliteErrors(options_.connection.path, [&] {
      EmptyLog(*connection_);
      return absl::OkStatus();
    }).IgnoreError();
  }
  tables_.reset();
  connection_.reset();
}

}  // namespace admf
