#include "tests/bench/bench_daemon.h"

#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace admf {

BenchDaemon::BenchDaemon(const std::string& program,
                         const std::string& folder) {
  using Clock = std::chrono::steady_clock;
  int out[2];
  CHECK(pipe2(out, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                   O_WRONLY, 0);
  std::vector<std::string> arguments = {
      program,          "--listen",    "127.0.0.1:0",    "--data-root",
      folder + "/data", "--state-dir", folder + "/state"};
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const Clock::time_point begin = Clock::now();
  CHECK(posix_spawn(&process_id_, program.c_str(), &actions, nullptr,
                    argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  FILE* lines = fdopen(out[0], "r");
  char line[256] = {};
  CHECK(fgets(line, sizeof(line), lines) != nullptr);
  start_milliseconds_ =
      std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  fclose(lines);
  const std::string text = line;
  address_ = text.substr(text.rfind(' ') + 1);
  address_.pop_back();
}

BenchDaemon::~BenchDaemon() {
  kill(process_id_, SIGTERM);
  waitpid(process_id_, nullptr, 0);
}

v1::WorkflowResult RunWorkflow(v1::CoordinatorService::Stub& stub,
                               const std::string& yaml) {
  v1::SubmitWorkflowRequest submit;
  submit.mutable_workflow()->set_yaml(yaml);
  v1::SubmitWorkflowResponse submitted;
  grpc::ClientContext submit_context;
  CHECK(stub.SubmitWorkflow(&submit_context, submit, &submitted).ok());
  v1::WatchWorkflowRequest watch;
  watch.set_workflow_id(submitted.workflow_id());
  grpc::ClientContext watch_context;
  const auto reader = stub.WatchWorkflow(&watch_context, watch);
  v1::WatchWorkflowResponse event;
  while (reader->Read(&event)) {
  }
  CHECK(reader->Finish().ok());
  v1::GetResultRequest get;
  get.set_workflow_id(submitted.workflow_id());
  v1::GetResultResponse result;
  grpc::ClientContext result_context;
  CHECK(stub.GetResult(&result_context, get, &result).ok());
  CHECK(result.result().state() == v1::WORKFLOW_STATE_SUCCEEDED);
  return std::move(*result.mutable_result());
}

}  // namespace admf
