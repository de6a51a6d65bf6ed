#include "server/watch_stream.h"

#include <utility>

#include "coordinator/errors.h"
#include "server/grpc_status.h"

namespace admf {
namespace {

constexpr size_t kBatchSize = 64;

}  // namespace

WatchStream::WatchStream(const v1::WatchWorkflowRequest& request,
                         Coordinator* coordinator, Executor* executor,
                         StreamRegistry* streams)
    : workflow_id_(request.workflow_id()),
      coordinator_(coordinator),
      executor_(executor),
      streams_(streams),
      last_sequence_(request.after_sequence()) {
  // Listening first, reading after: nothing can fall in between.
  watch_ = coordinator_->Watch(workflow_id_, [this](WatchHub::Events events) {
    EventsCommitted(events);
  });
  registration_ = streams_->Add([this] { ServerEnds(); });
  executor_->Schedule([this] { ReadBatch(); });
}

void WatchStream::EventsCommitted(WatchHub::Events events) {
  MutexLock lock(&mutex_);
  if (state_ == State::kReading && !behind_ &&
      arrived_.size() + events.size() <= kBatchSize) {
    arrived_.insert(arrived_.end(), events.begin(), events.end());
    return;
  }
  if (!TakeOverLocked(events)) behind_ = true;
  if (state_ == State::kIdle) WriteNextLocked();
}

/// Queues those events that are neither written nor queued. False if they
/// can't be, as some before them are missing or there is no space.
bool WatchStream::TakeOverLocked(WatchHub::Events events) {
  if (state_ == State::kReading || behind_) return false;
  int64_t last = batch_.empty() ? last_sequence_ : batch_.back().sequence();
  for (const v1::WorkflowEvent& event : events) {
    if (event.sequence() <= last) continue;
    if (event.sequence() != last + 1 || batch_.size() == kBatchSize) {
      return false;
    }
    batch_.push_back(event);
    batch_ends_ = event.has_completed();
    last = event.sequence();
  }
  return true;
}

void WatchStream::StartReadingLocked() {
  state_ = State::kReading;
  executor_->Schedule([this] { ReadBatch(); });
}

/// While the state is READING nobody finishes the stream, so it can't be
/// deleted under this.
void WatchStream::ReadBatch() {
  int64_t after = 0;
  {
    MutexLock lock(&mutex_);
    behind_ = false;
    arrived_.clear();
    after = last_sequence_;
  }
  absl::StatusOr<Journal::EventBatch> batch =
      coordinator_->journal()->ReadEvents(workflow_id_, after, kBatchSize);
  MutexLock lock(&mutex_);
  if (ending_) {
    FinishLocked(end_status_);
  } else if (!batch.ok()) {
    FinishLocked(batch.status());
  } else {
    batch_.assign(std::make_move_iterator(batch->events.begin()),
                  std::make_move_iterator(batch->events.end()));
    batch_ends_ = batch->ended;
    // A full batch may not be all there is.
    if (batch_.size() == kBatchSize) behind_ = true;
    state_ = State::kWriting;
    if (!TakeOverLocked(arrived_)) behind_ = true;
    arrived_.clear();
    WriteNextLocked();
  }
}

void WatchStream::WriteNextLocked() {
  if (!batch_.empty()) {
    *response_.mutable_event() = std::move(batch_.front());
    batch_.pop_front();
    last_sequence_ = response_.event().sequence();
    if (batch_.empty() && batch_ends_) {
      state_ = State::kFinished;
      StartWriteAndFinish(&response_, {}, grpc::Status::OK);
      return;
    }
    state_ = State::kWriting;
    StartWrite(&response_);
  } else if (batch_ends_) {
    FinishLocked(absl::OkStatus());
  } else if (behind_) {
    StartReadingLocked();
  } else {
    state_ = State::kIdle;
  }
}

void WatchStream::OnWriteDone(bool ok) {
  MutexLock lock(&mutex_);
  if (ending_) {
    FinishLocked(end_status_);
  } else if (!ok) {
    FinishLocked(absl::CancelledError("the client is gone"));
  } else {
    WriteNextLocked();
  }
}

void WatchStream::OnCancel() {
  MutexLock lock(&mutex_);
  if (ending_) return;
  ending_ = true;
  end_status_ = absl::CancelledError("the client is gone");
  if (state_ == State::kIdle) FinishLocked(end_status_);
}

void WatchStream::ServerEnds() {
  MutexLock lock(&mutex_);
  if (ending_) return;
  ending_ = true;
  end_status_ = WithRetry(
      MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown,
                "the server is shutting down; watch again when it is back, "
                "after the last sequence number that was seen"),
      absl::Seconds(2));
  if (state_ == State::kIdle) FinishLocked(end_status_);
}

void WatchStream::FinishLocked(const absl::Status& status) {
  if (state_ == State::kFinished) return;
  state_ = State::kFinished;
  Finish(ToGrpcStatus(status));
}

void WatchStream::OnDone() {
  // Whoever called Finish holds the lock while doing so.
  { MutexLock lock(&mutex_); }
  // Both wait for callbacks that are running.
  watch_.reset();
  streams_->Remove(registration_);
  delete this;
}

}  // namespace admf
