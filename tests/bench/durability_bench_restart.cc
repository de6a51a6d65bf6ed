#include "tests/bench/durability_bench_restart.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "containers/platform/thread_pool.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "engine/base/check.h"
#include "tests/bench/bench_daemon.h"

namespace admf {
namespace {

NewWorkflow Backtest(int number) {
  NewWorkflow workflow{.id = absl::StrCat("wf-", number),
                       .request_id = absl::StrCat("request-", number),
                       .request_digest = "digest",
                       .queue_rank = number,
                       .config_digest = std::string(64, '0')};
  workflow.config.set_type(v1::WORKFLOW_TYPE_BACKTEST);
  workflow.config.set_name("waiting");
  (*workflow.config.mutable_data_config()->mutable_sources())["WALK"].set_path(
      "walk.csv");
  workflow.config.mutable_infrastructure_config()->set_cpu_cores(1);
  workflow.config.mutable_infrastructure_config()
      ->mutable_timeout()
      ->set_seconds(3'600);
  workflow.config.mutable_backtest_config()->mutable_strategy()->set_type(
      "sma_crossover");
  return workflow;
}

}  // namespace

void FillQueue(const std::string& state_folder, int workflows) {
  std::filesystem::create_directories(state_folder);
  auto callbacks = ThreadPool::Create({.threads = 1});
  CHECK(callbacks.ok());
  auto journal = SqliteJournal::Open(
      {.path = state_folder + "/journal.db", .callbacks = callbacks->get()});
  CHECK(journal.ok());
  for (int i = 0; i < workflows; ++i) {
    (*journal)->Create(Backtest(i), absl::FromUnixSeconds(1'600'000'000 + i),
                       [](const auto& created) { CHECK(created.ok()); });
  }
  (*journal)->Close();
  (*callbacks)->Shutdown();
}

double MillisecondsToServing(const std::string& admfd,
                             const std::string& data_folder,
                             const std::string& state_folder) {
  BenchDaemon daemon(admfd, data_folder, state_folder);
  daemon.Kill();
  return daemon.start_milliseconds();
}

}  // namespace admf
