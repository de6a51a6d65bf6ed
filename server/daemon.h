#pragma once

#include <memory>
#include <stop_token>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/server_config.pb.h"
#include "containers/container_lifecycle_manager.h"
#include "containers/platform/clock.h"
#include "containers/platform/file_lock.h"
#include "containers/platform/file_system.h"
#include "containers/platform/mutex.h"
#include "containers/platform/thread_pool.h"
#include "containers/platform/thread_timer_queue.h"
#include "coordinator/coordinator.h"
#include "coordinator/housekeeper.h"
#include "coordinator/infrastructure_setup.h"
#include "coordinator/log.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "managers/artifact_store.h"
#include "managers/data_inspector.h"
#include "managers/data_root.h"
#include "managers/workflow_manager_factory.h"
#include "server/coordinator_service.h"
#include "server/grpc_server.h"

namespace admf {

/// The parts of a running daemon, put together from its configuration and taken
/// apart in order. It knows no signals, flags or environment, so that tests can
/// run several in one process.
///
///   Create -> serving -> Drain -> stopped -> destructor
class Daemon {
 public:
  struct Options {
    /// Resolved: nothing is missing in it.
    admf::v1::ServerConfig config;
    /// Both outlive the daemon.
    const Clock* clock = nullptr;
    Log* log = nullptr;
    uint64_t id_seed = 0;
    /// For tests: instead of those that this build has.
    std::unique_ptr<WorkflowManagerFactory> managers;
  };

  /// Locks the state directory, opens the journal, goes on with what is in it,
  /// writes the port file, and says SERVING. On failure everything is taken
  /// apart again.
  static absl::StatusOr<std::unique_ptr<Daemon>> Create(Options options);
  /// Stops it if Drain didn't.
  ~Daemon();

  int port() const { return server_->port(); }
  /// HOST:PORT as it listens, the port being the real one.
  std::string address() const;

  /// Says NOT_SERVING, accepts no more work, lets running work go on for the
  /// configured time, interrupts it then, ends the streams, and returns when
  /// everything has stopped. What waits, and what was interrupted, goes on at
  /// the next start. Idempotent.
  void Drain();

 private:
  explicit Daemon(Options options);
  absl::Status Prepare();
  absl::Status OpenJournal();
  absl::Status MakeCoordinator();
  absl::Status MakeInspector();
  absl::Status StartServer();
  /// Nobody waits any more for a disk that fails while the daemon drains.
  void CloseFailedJournalAfter(absl::Duration delay);
  /// Says SERVING while work can be executed: while the journal can be written
  /// and nobody drains.
  void UpdateServing() ABSL_LOCKS_EXCLUDED(serving_mutex_);
  void JournalHealthChanged();

  Options options_;
  const absl::Time start_time_;
  bool stopped_ = false;

  // In the order in which they are made; destroyed in reverse.
  std::unique_ptr<FileSystem> file_system_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<DataRoot> data_root_;
  std::shared_ptr<ArtifactStore> artifacts_;
  std::unique_ptr<ThreadPool> call_executor_;
  std::unique_ptr<ThreadPool> journal_executor_;
  std::unique_ptr<SqliteJournal> journal_;
  std::unique_ptr<WorkflowManagerFactory> managers_;
  std::unique_ptr<InfrastructureSetup> infrastructure_;
  std::unique_ptr<ContainerLifecycleManager> containers_;
  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<Housekeeper> housekeeper_;
  std::unique_ptr<TableExporter> exporter_;
  std::unique_ptr<DataInspector> inspector_;
  /// Ends inspections when the daemon does.
  std::stop_source inspections_stop_;
  StreamRegistry streams_;
  // Joined before what their tasks use is destroyed.
  std::unique_ptr<ThreadTimerQueue> timers_;
  std::unique_ptr<ThreadPool> workers_;
  std::unique_ptr<ThreadPool> inspection_executor_;
  std::unique_ptr<CoordinatorServiceImpl> service_;
  std::unique_ptr<GrpcServer> server_;

  Mutex serving_mutex_;
  /// Whether there is a server, and it hasn't been told to stop.
  bool may_serve_ ABSL_GUARDED_BY(serving_mutex_) = false;
};

}  // namespace admf
