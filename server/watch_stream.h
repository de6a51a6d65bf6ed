#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "admf/v1/coordinator_service.pb.h"
#include "containers/platform/executor.h"
#include "containers/platform/mutex.h"
#include "coordinator/coordinator.h"
#include "server/stream_registry.h"

namespace admf {

/// One WatchWorkflow call: reads batches of events from the journal and writes
/// them one by one; when there are none left it waits to be told of the next
/// ones, which it need not read unless it has fallen behind.
///
///   READING -> WRITING -> ... -> IDLE -> WRITING -> ... -> IDLE -> FINISHED
///      ^----------' behind
///
/// Memory is two batches at most, however slow the client is. Owns itself:
/// gRPC's OnDone deletes it.
class WatchStream final
    : public grpc::ServerWriteReactor<admf::v1::WatchWorkflowResponse> {
 public:
  /// All of them outlive the server.
  WatchStream(const admf::v1::WatchWorkflowRequest& request,
              Coordinator* coordinator, Executor* executor,
              StreamRegistry* streams);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State { kReading, kWriting, kIdle, kFinished };

  void EventsCommitted(WatchHub::Events events);
  bool TakeOverLocked(WatchHub::Events events)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ServerEnds();
  void ReadBatch();
  void WriteNextLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FinishLocked(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StartReadingLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string workflow_id_;
  Coordinator* const coordinator_;
  Executor* const executor_;
  StreamRegistry* const streams_;

  Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kReading;
  int64_t last_sequence_ ABSL_GUARDED_BY(mutex_);
  std::deque<admf::v1::WorkflowEvent> batch_ ABSL_GUARDED_BY(mutex_);
  bool batch_ends_ ABSL_GUARDED_BY(mutex_) = false;
  /// Those that were committed while a batch was being read.
  std::vector<admf::v1::WorkflowEvent> arrived_ ABSL_GUARDED_BY(mutex_);
  /// Whether there are events that only the journal has.
  bool behind_ ABSL_GUARDED_BY(mutex_) = false;
  /// The end of the stream came while a read or a write was under way.
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_status_ ABSL_GUARDED_BY(mutex_);
  admf::v1::WatchWorkflowResponse response_ ABSL_GUARDED_BY(mutex_);

  // Set by the constructor, reset by OnDone.
  std::unique_ptr<WatchHub::Watch> watch_;
  StreamRegistry::Id registration_ = 0;
};

}  // namespace admf
