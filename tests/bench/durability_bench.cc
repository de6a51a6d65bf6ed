// Measures what it costs that nothing accepted is ever lost, as clients see it,
// against the least that it can cost on the same machine in the same run:
//
//   bazel run //tests/bench:durability_bench
//   bazel run //tests/bench:durability_bench -- --seconds 10
//
// - submissions: acknowledged per second at 1, 64 and 256 clients, of what
//   waits in the queue then, against a bare gRPC service that appends the same
//   requests to a file, with a group commit and nothing else (the ceiling);
// - workflows of six phases that do nothing, from SubmitWorkflow to the end of
//   WatchWorkflow: one after the other, and 64 at once;
// - restart: from exec to SERVING with 100,000 workflows that wait.
//
// The servers of the first two run in this process, so a profile of it shows
// where the time goes:
//
//   perf record -g bazel-bin/tests/bench/durability_bench
//     bazel-bin/server/admfd --submissions --clients 64 --no-ceiling

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/real_clock.h"
#include "coordinator/log.h"
#include "engine/base/check.h"
#include "managers/data_root.h"
#include "managers/workflow_manager_factory.h"
#include "server/daemon.h"
#include "tests/bench/durability_bench_ceiling.h"
#include "tests/bench/durability_bench_load.h"
#include "tests/bench/durability_bench_no_op_manager.h"
#include "tests/bench/durability_bench_restart.h"

namespace admf {
namespace {

constexpr int kWaitingWorkflows = 100'000;

/// A backtest as a program submits it: typed, so that no YAML is parsed.
v1::WorkflowConfig Backtest() {
  v1::WorkflowConfig config;
  config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  (*config.mutable_data_config()->mutable_sources())["WALK"].set_path(
      "walk.csv");
  v1::StrategyConfig* strategy =
      config.mutable_backtest_config()->mutable_strategy();
  strategy->set_type("sma_crossover");
  (*strategy->mutable_params())["fast_period"].set_number_value(10);
  (*strategy->mutable_params())["slow_period"].set_number_value(30);
  return config;
}

class WarningLog final : public Log {
 public:
  void Write(LogLevel level, std::string_view workflow_id,
             std::string_view message) override {
    if (level < LogLevel::kWarning) return;
    std::fprintf(stderr, "%s %s\n", std::string(workflow_id).c_str(),
                 std::string(message).c_str());
  }
};

/// A folder of this run, with a data file that workflows can name.
class BenchFolder {
 public:
  BenchFolder()
      : path_((std::filesystem::temp_directory_path() / "admf-bench-XXXXXX")
                  .string()) {
    CHECK(mkdtemp(path_.data()) != nullptr);
    std::filesystem::create_directories(data());
    std::ofstream(data() + "/walk.csv") << "time,open,high,low,close\n"
                                           "2020-01-01,1,2,1,2\n"
                                           "2020-01-02,2,2,1,1\n";
  }
  ~BenchFolder() { std::filesystem::remove_all(path_); }
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;

  std::string data() const { return path_ + "/data"; }
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// The daemon, in this process, whose workflows do nothing.
class NoOpDaemon {
 public:
  NoOpDaemon(const BenchFolder& folder, const std::string& name, int running)
      : data_root_(*DataRoot::Create(folder.data(), &files_)) {
    v1::ServerConfig config;
    config.set_listen("127.0.0.1:0");
    config.set_data_root(folder.data());
    config.set_state_dir(folder.path(name));
    v1::LimitsConfig* limits = config.mutable_limits();
    limits->set_worker_threads(running);
    limits->set_max_running_workflows(running);
    limits->set_max_queued_workflows(100'000'000);
    limits->set_max_memory_per_workflow_mb(64);
    limits->mutable_max_workflow_time()->set_seconds(3'600);
    limits->mutable_max_call_time()->set_seconds(60);
    limits->mutable_priority_aging()->set_seconds(600);
    limits->set_max_pooled_containers(running);
    limits->set_max_crashes_per_phase(3);
    config.mutable_shutdown()->mutable_drain_time()->set_nanos(1'000'000);
    std::vector<std::unique_ptr<WorkflowManager>> managers;
    managers.push_back(std::make_unique<NoOpManager>(&data_root_));
    auto daemon =
        Daemon::Create({.config = config,
                        .clock = &clock_,
                        .log = &log_,
                        .id_seed = 1,
                        .managers = std::make_unique<WorkflowManagerFactory>(
                            std::move(managers))});
    CHECK(daemon.ok());
    daemon_ = *std::move(daemon);
  }

  std::string address() const { return daemon_->address(); }

 private:
  PosixFileSystem files_;
  RealClock clock_;
  WarningLog log_;
  DataRoot data_root_;
  std::unique_ptr<Daemon> daemon_;
};

/// Calls to one server.
class Caller {
 public:
  Caller(const std::string& address, int clients)
      : connections_(address, clients) {}

  /// Submits a workflow with a request id of its own.
  void Submit(int client, std::function<void(std::string id)> submitted) {
    struct Call {
      grpc::ClientContext context;
      v1::SubmitWorkflowRequest request;
      v1::SubmitWorkflowResponse response;
    };
    auto* call = new Call;
    call->request.set_request_id(absl::StrCat("bench-", next_request_++));
    *call->request.mutable_workflow()->mutable_config() = Backtest();
    connections_.of(client).async()->SubmitWorkflow(
        &call->context, &call->request, &call->response,
        [call, submitted = std::move(submitted)](const grpc::Status& status) {
          CHECK(status.ok());
          std::string id = call->response.workflow_id();
          delete call;
          submitted(std::move(id));
        });
  }

  /// Follows a workflow to its end.
  void Watch(int client, const std::string& id, std::function<void()> ended) {
    (new Watcher(connections_.of(client), id, std::move(ended)))->Start();
  }

 private:
  class Watcher final
      : public grpc::ClientReadReactor<v1::WatchWorkflowResponse> {
   public:
    Watcher(v1::CoordinatorService::Stub& stub, const std::string& id,
            std::function<void()> ended)
        : ended_(std::move(ended)) {
      request_.set_workflow_id(id);
      stub.async()->WatchWorkflow(&context_, &request_, this);
    }
    void Start() {
      StartRead(&response_);
      StartCall();
    }
    void OnReadDone(bool ok) override {
      if (ok) StartRead(&response_);
    }
    void OnDone(const grpc::Status& status) override {
      CHECK(status.ok());
      CHECK(response_.event().completed().state() ==
            v1::WORKFLOW_STATE_SUCCEEDED);
      const std::function<void()> ended = std::move(ended_);
      delete this;
      ended();
    }

   private:
    grpc::ClientContext context_;
    v1::WatchWorkflowRequest request_;
    v1::WatchWorkflowResponse response_;
    std::function<void()> ended_;
  };

  Connections connections_;
  std::atomic<int64_t> next_request_{0};
};

Load::Figures Submissions(const std::string& address, Load load) {
  Caller caller(address, load.clients);
  return load.Run([&](int client, const std::function<void()>& answered) {
    caller.Submit(client, [answered](const std::string&) { answered(); });
  });
}

Load::Figures Workflows(const std::string& address, Load load) {
  Caller caller(address, load.clients);
  return load.Run([&](int client, const std::function<void()>& ended) {
    caller.Submit(client, [&caller, client, ended](const std::string& id) {
      caller.Watch(client, id, ended);
    });
  });
}

/// Takes the only place at which workflows are executed.
void Occupy(const std::string& address) {
  const auto stub = v1::CoordinatorService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  v1::SubmitWorkflowRequest request;
  *request.mutable_workflow()->mutable_config() = Backtest();
  request.mutable_workflow()->mutable_config()->set_name(NoOpManager::kWaiting);
  v1::SubmitWorkflowResponse response;
  CHECK(stub->SubmitWorkflow(&context, request, &response).ok());
}

void Print(const std::string& name, const Load::Figures& figures) {
  std::printf("%-24s %9.0f %5.2f ms %6.2f ms %7.0f us\n", name.c_str(),
              figures.per_second, figures.p50_ms, figures.p99_ms,
              figures.cpu_us);
}

void MeasureSubmissions(const BenchFolder& folder, Load load,
                        const std::vector<int>& clients_at_once,
                        bool with_ceiling) {
  std::printf("%-24s %9s %8s %9s %10s\n", "submissions", "a second", "p50",
              "p99", "processor");
  for (const int clients : clients_at_once) {
    load.clients = clients;
    const std::string name = absl::StrCat("submissions-", clients);
    Load::Figures ceiling, admf;
    if (with_ceiling) {
      const CeilingServer server(folder.path(name + ".log"));
      ceiling = Submissions(server.address(), load);
    }
    {
      const NoOpDaemon daemon(folder, name, /*running=*/1);
      Occupy(daemon.address());
      admf = Submissions(daemon.address(), load);
    }
    Print(absl::StrCat(clients, " clients, admfd"), admf);
    if (with_ceiling) {
      Print(absl::StrCat(clients, " clients, ceiling"), ceiling);
      std::printf("%32.0f %% of the ceiling\n",
                  100 * admf.per_second / ceiling.per_second);
    }
    std::fflush(stdout);
  }
}

void MeasureWorkflows(const BenchFolder& folder, Load load) {
  for (const int at_once : {1, 64}) {
    const NoOpDaemon daemon(folder, absl::StrCat("workflows-", at_once),
                            at_once);
    load.clients = at_once;
    const Load::Figures figures = Workflows(daemon.address(), load);
    Print(absl::StrCat("six phases, ", at_once, " at once"), figures);
    std::fflush(stdout);
  }
}

void MeasureRestart(const BenchFolder& folder, const std::string& admfd) {
  const std::string state = folder.path("restart");
  FillQueue(state, kWaitingWorkflows);
  std::vector<double> milliseconds;
  for (int i = 0; i < 3; ++i) {
    milliseconds.push_back(MillisecondsToServing(admfd, folder.data(), state));
  }
  std::printf(
      "exec to SERVING, %d workflows waiting: best %.0f ms, worst %.0f "
      "ms\n",
      kWaitingWorkflows,
      *std::min_element(milliseconds.begin(), milliseconds.end()),
      *std::max_element(milliseconds.begin(), milliseconds.end()));
}

int Main(int argc, char** argv) {
  std::string admfd;
  int seconds = 4;
  std::vector<int> clients = {1, 64, 256};
  bool no_ceiling = false;
  bool submissions = false, workflows = false, restart = false;
  CLI::App app("Measures what durability costs; without a choice, all of it.");
  app.add_option("ADMFD", admfd, "Path of the daemon")->required();
  app.add_option("--seconds", seconds, "How long each figure is measured");
  app.add_option("--clients", clients, "That submit at once");
  app.add_flag("--no-ceiling", no_ceiling, "For a profile of the rest");
  app.add_flag("--submissions", submissions, "Only, or among others");
  app.add_flag("--workflows", workflows, "Only, or among others");
  app.add_flag("--restart", restart, "Only, or among others");
  CLI11_PARSE(app, argc, argv);
  const bool all = !submissions && !workflows && !restart;

  // As admfd does, so that the ceiling has it, too.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const BenchFolder folder;
  const Load load{.measured = absl::Seconds(seconds)};
  if (all || submissions)
    MeasureSubmissions(folder, load, clients, !no_ceiling);
  if (all || workflows) MeasureWorkflows(folder, load);
  if (all || restart) MeasureRestart(folder, admfd);
  return 0;
}

}  // namespace
}  // namespace admf

int main(int argc, char** argv) { return admf::Main(argc, argv); }
