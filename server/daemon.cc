#include "server/daemon.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "coordinator/journal_trial_history.h"
#include "coordinator/proto_time.h"
#include "engine/base/status_macros.h"
#include "engine/base/version.h"
#include "managers/built_in_managers.h"
#include "managers/feed_source.h"
#include "server/latch.h"
#include "server/state_folder.h"

namespace admf {
namespace {

/// Handlers of calls parse and look at files; they don't compute.
constexpr int kCallThreads = 2;
/// Inspections of data read whole files, one after the other, beside the
/// workflows that compute.
constexpr int kInspectionThreads = 1;
/// For calls that are being answered when everything else has stopped. A client
/// that sleeps on an open connection makes gRPC wait for all of it.
constexpr absl::Duration kCallGrace = absl::Seconds(1);

/// What the end of a drain waits for at the most beyond the drain time if the
/// disk fails, so that nothing can be committed.
constexpr absl::Duration kFailedDiskGrace = absl::Seconds(5);

RetentionPolicy ToPolicy(const v1::RetentionConfig& config) {
  RetentionPolicy policy;
  if (config.has_max_age()) {
    policy.max_age = FromProtoDuration(config.max_age());
  }
  if (config.max_finished_workflows() > 0) {
    policy.max_finished = config.max_finished_workflows();
  }
  return policy;
}

Limits ToLimits(const v1::LimitsConfig& limits) {
  return {.max_running_workflows = limits.max_running_workflows(),
          .max_queued_workflows = limits.max_queued_workflows(),
          .worker_threads = limits.worker_threads(),
          .max_memory_per_workflow_mb = limits.max_memory_per_workflow_mb(),
          .max_workflow_time = FromProtoDuration(limits.max_workflow_time()),
          .priority_aging = FromProtoDuration(limits.priority_aging()),
          .max_crashes_per_phase = limits.max_crashes_per_phase()};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Create(Options options) {
  std::unique_ptr<Daemon> daemon(new Daemon(std::move(options)));
  RETURN_IF_ERROR(daemon->Prepare());
  RETURN_IF_ERROR(daemon->OpenJournal());
  RETURN_IF_ERROR(daemon->MakeCoordinator());
  RETURN_IF_ERROR(daemon->StartServer());
  return daemon;
}

Daemon::Daemon(Options options)
    : options_(std::move(options)),
      start_time_(options_.clock->Now()),
      file_system_(std::make_unique<PosixFileSystem>()) {}

Daemon::~Daemon() { Drain(); }

absl::Status Daemon::Prepare() {
  const std::string& state = options_.config.state_dir();
  RETURN_IF_ERROR(CheckStateFolder(state, file_system_.get()));
  RETURN_IF_ERROR(file_system_->CreateDirectories(state));
  ASSIGN_OR_RETURN(lock_, LockStateFolder(state));
  ASSIGN_OR_RETURN(
      DataRoot data_root,
      DataRoot::Create(options_.config.data_root(), file_system_.get()));
  data_root_ = std::make_unique<DataRoot>(std::move(data_root));
  RETURN_IF_ERROR(file_system_->CreateDirectories(ArtifactsFolder(state)));
  artifacts_ = std::make_shared<ArtifactStore>(ArtifactsFolder(state),
                                               file_system_.get());
  return absl::OkStatus();
}

absl::Status Daemon::OpenJournal() {
  ASSIGN_OR_RETURN(call_executor_,
                   ThreadPool::Create({.threads = kCallThreads}));
  // Apart from the calls: what is committed is answered while others are
  // parsed.
  ASSIGN_OR_RETURN(journal_executor_, ThreadPool::Create({.threads = 1}));
  ASSIGN_OR_RETURN(
      journal_,
      SqliteJournal::Open({.path = JournalPath(options_.config.state_dir()),
                           .callbacks = journal_executor_.get()}));
  journal_->OnHealthChange([this] { JournalHealthChanged(); });
  return absl::OkStatus();
}

absl::Status Daemon::MakeCoordinator() {
  const v1::ServerConfig& config = options_.config;
  const v1::LimitsConfig& limits = config.limits();
  managers_ = options_.managers != nullptr
                  ? std::move(options_.managers)
                  : std::make_unique<WorkflowManagerFactory>(
                        CreateBuiltInManagers(data_root_.get()));
  ASSIGN_OR_RETURN(
      std::unique_ptr<MarketDataReader> reader,
      MarketDataReader::Create({.threads = limits.worker_threads()}));
  infrastructure_ =
      std::make_unique<InfrastructureSetup>(InfrastructureSetup::Options{
          .file_system = file_system_.get(),
          .reader = std::move(reader),
          .artifacts = artifacts_,
          .trial_history =
              std::make_shared<JournalTrialHistory>(journal_.get()),
          .feed_cache_bytes = config.cache().feeds_mb() << 20,
          .indicator_cache_bytes = config.cache().indicators_mb() << 20,
          .disk_cache_folder = config.cache().disk_mb() == 0
                                   ? ""
                                   : CacheFolder(config.state_dir()),
          .disk_cache_bytes = config.cache().disk_mb() << 20,
          .clock = options_.clock,
          .log = options_.log});
  ASSIGN_OR_RETURN(containers_,
                   ContainerLifecycleManager::Create(
                       {.file_system = file_system_.get(),
                        .scratch_root = config.state_dir() + "/scratch",
                        .max_containers = limits.max_running_workflows() +
                                          limits.max_pooled_containers(),
                        .max_pooled_per_type = limits.max_pooled_containers(),
                        .services = infrastructure_->services()}));
  timers_ = std::make_unique<ThreadTimerQueue>(options_.clock);
  ASSIGN_OR_RETURN(workers_,
                   ThreadPool::Create({.threads = limits.worker_threads()}));
  coordinator_ = std::make_unique<Coordinator>(
      Coordinator::Options{.limits = ToLimits(limits),
                           .managers = managers_.get(),
                           .journal = journal_.get(),
                           .containers = containers_.get(),
                           .infrastructure = infrastructure_.get(),
                           .executor = workers_.get(),
                           .timers = timers_.get(),
                           .clock = options_.clock,
                           .log = options_.log,
                           .id_seed = options_.id_seed,
                           .code_version = std::string(kVersion)});
  housekeeper_ = std::make_unique<Housekeeper>(Housekeeper::Options{
      .policy = ToPolicy(config.retention()),
      .max_workflow_time = FromProtoDuration(limits.max_workflow_time()),
      .journal = journal_.get(),
      .artifacts = artifacts_.get(),
      .executor = call_executor_.get(),
      .timers = timers_.get(),
      .clock = options_.clock,
      .log = options_.log});
  return absl::OkStatus();
}

absl::Status Daemon::MakeInspector() {
  ASSIGN_OR_RETURN(inspection_executor_,
                   ThreadPool::Create({.threads = kInspectionThreads}));
  ASSIGN_OR_RETURN(auto feeds, infrastructure_->services()->Get<FeedSource>());
  inspector_ = std::make_unique<DataInspector>(DataInspector::Options{
      .data_root = data_root_.get(),
      .feeds = std::move(feeds),
      .max_bytes = options_.config.limits().max_memory_per_workflow_mb() << 20,
      .let_go = [this] { infrastructure_->Trim(); }});
  return absl::OkStatus();
}

absl::Status Daemon::StartServer() {
  const v1::ServerConfig& config = options_.config;
  const std::string exports = config.state_dir() + "/exports";
  RETURN_IF_ERROR(file_system_->RemoveAll(exports));
  RETURN_IF_ERROR(file_system_->CreateDirectories(exports));
  exporter_ = std::make_unique<TableExporter>(journal_.get(), artifacts_.get(),
                                              file_system_.get(), exports);
  RETURN_IF_ERROR(MakeInspector());
  service_ =
      std::make_unique<CoordinatorServiceImpl>(CoordinatorServiceImpl::Options{
          .coordinator = coordinator_.get(),
          .managers = managers_.get(),
          .exporter = exporter_.get(),
          .inspector = inspector_.get(),
          .inspections = inspection_executor_.get(),
          .inspections_stop = inspections_stop_.get_token(),
          .streams = &streams_,
          .calls = {.executor = call_executor_.get(),
                    .timers = timers_.get(),
                    .max_call_time =
                        FromProtoDuration(config.limits().max_call_time())},
          .version = std::string(kVersion),
          .data_root = data_root_->folder(),
          .start_time = start_time_});
  ASSIGN_OR_RETURN(server_, GrpcServer::Create({.config = config,
                                                .service = service_.get(),
                                                .streams = &streams_}));
  RETURN_IF_ERROR(coordinator_->Start());
  housekeeper_->Start();
  {
    MutexLock lock(&serving_mutex_);
    may_serve_ = true;
  }
  UpdateServing();
  if (!config.port_file().empty()) {
    RETURN_IF_ERROR(file_system_->WriteFileDurably(
        config.port_file(), absl::StrCat(server_->port(), "\n")));
  }
  return absl::OkStatus();
}

void Daemon::UpdateServing() {
  MutexLock lock(&serving_mutex_);
  if (may_serve_) server_->SetServing(journal_->health().ok());
}

void Daemon::JournalHealthChanged() {
  const absl::Status health = journal_->health();
  if (health.ok()) {
    options_.log->Write(LogLevel::kInfo, "",
                        "the journal can be written again");
  } else {
    options_.log->Write(LogLevel::kError, "", std::string(health.message()));
  }
  UpdateServing();
  if (health.ok()) coordinator_->JournalRecovered();
}

std::string Daemon::address() const {
  const std::string& listen = options_.config.listen();
  return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port());
}

void Daemon::CloseFailedJournalAfter(absl::Duration delay) {
  timers_->Schedule(delay, [this] {
    if (!journal_->health().ok()) {
      journal_->Close();
    } else {
      // The disk may hang before it fails.
      CloseFailedJournalAfter(kFailedDiskGrace);
    }
  });
}

void Daemon::Drain() {
  if (stopped_) return;
  stopped_ = true;
  {
    MutexLock lock(&serving_mutex_);
    may_serve_ = false;
  }
  if (server_ != nullptr) server_->SetServing(false);
  if (coordinator_ != nullptr) {
    const absl::Duration grace =
        FromProtoDuration(options_.config.shutdown().drain_time());
    Latch drained;
    coordinator_->Drain(grace, [&drained] { drained.Open(); });
    CloseFailedJournalAfter(grace + kFailedDiskGrace);
    drained.Wait();
  }
  inspections_stop_.request_stop();
  if (server_ != nullptr) server_->Shutdown(kCallGrace);
  // Nothing may call the coordinator any more when it goes: no timer, no run,
  // no callback of the journal.
  if (timers_ != nullptr) timers_->Stop();
  if (workers_ != nullptr) workers_->Shutdown();
  if (inspection_executor_ != nullptr) inspection_executor_->Shutdown();
  if (journal_ != nullptr) journal_->Close();
  if (journal_executor_ != nullptr) journal_executor_->Shutdown();
  if (call_executor_ != nullptr) call_executor_->Shutdown();
}

}  // namespace admf
