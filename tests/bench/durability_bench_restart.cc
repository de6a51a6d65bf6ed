#include "tests/bench/durability_bench_restart.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "containers/platform/thread_pool.h"
#include "coordinator/sqlite/sqlite_journal.h"
#include "engine/base/check.h"

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
  int out[2];
  CHECK(pipe2(out, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                   O_WRONLY, 0);
  std::vector<std::string> arguments = {
      admfd,       "--listen",    "127.0.0.1:0", "--data-root",
      data_folder, "--state-dir", state_folder};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const auto begin = std::chrono::steady_clock::now();
  pid_t process = 0;
  CHECK(posix_spawn(&process, admfd.c_str(), &actions, nullptr, argv.data(),
                    environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  // It says so when it serves.
  FILE* lines = fdopen(out[0], "r");
  char line[256];
  CHECK(fgets(line, sizeof(line), lines) != nullptr);
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - begin;
  fclose(lines);
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  return taken.count();
}

}  // namespace admf
