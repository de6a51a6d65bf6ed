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
#include <vector>

#include "engine/base/check.h"

namespace admf {
namespace {

using Clock = std::chrono::steady_clock;

double MillisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin)
      .count();
}

}  // namespace

BenchDaemon::BenchDaemon(const std::string& program,
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
      program,     "--listen",    "127.0.0.1:0", "--data-root",
      data_folder, "--state-dir", state_folder};
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const Clock::time_point begin = Clock::now();
  CHECK(posix_spawn(&process_id_, program.c_str(), &actions, nullptr,
                    argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  // It says so when it serves.
  FILE* lines = fdopen(out[0], "r");
  char line[256] = {};
  CHECK(fgets(line, sizeof(line), lines) != nullptr);
  start_milliseconds_ = MillisecondsSince(begin);
  fclose(lines);
  const std::string text = line;
  address_ = text.substr(text.rfind(' ') + 1);
  address_.pop_back();
}

BenchDaemon::~BenchDaemon() { End(SIGTERM); }

void BenchDaemon::Kill() { End(SIGKILL); }

void BenchDaemon::End(int signal) {
  if (process_id_ == 0) return;
  kill(process_id_, signal);
  waitpid(process_id_, nullptr, 0);
  process_id_ = 0;
}

std::string SubmitWorkflow(v1::CoordinatorService::Stub& stub,
                           const std::string& yaml) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(yaml);
  v1::SubmitWorkflowResponse response;
  grpc::ClientContext context;
  CHECK(stub.SubmitWorkflow(&context, request, &response).ok());
  return response.workflow_id();
}

RunTimes RunWorkflow(v1::CoordinatorService::Stub& stub,
                     const std::string& yaml) {
  RunTimes times;
  const Clock::time_point begin = Clock::now();
  const std::string id = SubmitWorkflow(stub, yaml);
  times.submit = MillisecondsSince(begin);

  const Clock::time_point watch_begin = Clock::now();
  v1::WatchWorkflowRequest watch;
  watch.set_workflow_id(id);
  grpc::ClientContext watch_context;
  const auto reader = stub.WatchWorkflow(&watch_context, watch);
  v1::WatchWorkflowResponse event;
  while (reader->Read(&event)) {
  }
  CHECK(reader->Finish().ok());
  times.watch = MillisecondsSince(watch_begin);

  const Clock::time_point result_begin = Clock::now();
  v1::GetResultRequest get;
  get.set_workflow_id(id);
  v1::GetResultResponse result;
  grpc::ClientContext result_context;
  CHECK(stub.GetResult(&result_context, get, &result).ok());
  CHECK(result.result().state() == v1::WORKFLOW_STATE_SUCCEEDED);
  times.result = MillisecondsSince(result_begin);
  times.all = MillisecondsSince(begin);
  return times;
}

}  // namespace admf
