// Cancelling, timing out, queueing, vanishing clients and shutting down, with
// work that takes a while.

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/platform/real_clock.h"
#include "coordinator/log.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/daemon.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

class LifecycleTest : public DaemonTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(300, 1));
    WriteLargeData("large.csv");
  }

  v1::ServerConfig OneAtATime(int queue) const {
    v1::ServerConfig config = Config();
    config.mutable_limits()->set_max_running_workflows(1);
    config.mutable_limits()->set_max_queued_workflows(queue);
    return config;
  }

  /// A workflow that is reading its large file when this returns.
  std::string StartLarge() {
    const std::string id = SubmitOk(Yaml("large.csv"));
    WaitForPhase(id, v1::WORKFLOW_PHASE_DATA_PREPARATION);
    return id;
  }

  grpc::health::v1::HealthCheckResponse::ServingStatus Health(
      const std::string& service) {
    const auto stub = grpc::health::v1::Health::NewStub(channel());
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    EXPECT_TRUE(stub->Check(&context, request, &response).ok());
    return response.status();
  }
};

TEST_F(LifecycleTest, CancelStopsRunningWork) {
  Start(Config());
  const std::string id = StartLarge();
  Cancel(id);
  const auto events = WatchToEnd(id);
  EXPECT_EQ(events.back().completed().state(), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(ResultOf(id).error().code(), grpc::CANCELLED);
  // Cancelled again, it stays what it is.
  EXPECT_EQ(Cancel(id), v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(static_cast<size_t>(StatusOf(id).last_sequence()), events.size());
}

TEST_F(LifecycleTest, CancelOfAFinishedWorkflowChangesNothing) {
  Start(Config());
  const std::string id = SubmitOk(Yaml());
  WatchToEnd(id);
  EXPECT_EQ(Cancel(id), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(LifecycleTest, TimeoutFailsTheWorkflow) {
  Start(Config());
  const std::string id =
      SubmitOk(Yaml("large.csv", "  infrastructure_config: {timeout: 50ms}\n"));
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(result.error().code(), grpc::DEADLINE_EXCEEDED);
  EXPECT_NE(result.error().message().find("its timeout of 50ms"),
            std::string::npos)
      << result.error().message();
}

TEST_F(LifecycleTest, MemoryLimitFailsTheWorkflow) {
  Start(Config());
  const std::string id = SubmitOk(
      Yaml("large.csv", "  infrastructure_config: {memory_limit_mb: 20}\n"));
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_EQ(result.error().code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_NE(result.error().message().find("memory_limit_mb"),
            std::string::npos);
}

TEST_F(LifecycleTest, AFullQueueRefusesAndRecovers) {
  Start(OneAtATime(/*queue=*/2));
  const std::string running = StartLarge();
  const std::string first = SubmitOk(Yaml());
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  request.set_request_id("nightly-1");
  v1::SubmitWorkflowResponse submitted, again;
  ASSERT_TRUE(Submit(request, &submitted).ok());
  const std::string second = submitted.workflow_id();
  EXPECT_EQ(StatusOf(second).queue_position(), 1);
  // A retry adds nothing to the queue.
  ASSERT_TRUE(Submit(request, &again).ok());
  EXPECT_EQ(again.workflow_id(), second);
  const Failure refused = SubmitBad(Yaml());
  EXPECT_EQ(refused.status.error_code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_EQ(refused.reason(), "QUEUE_FULL");
  EXPECT_TRUE(refused.retryable());
  EXPECT_EQ(Cancel(first), v1::WORKFLOW_STATE_CANCELLED);
  const std::string third = SubmitOk(Yaml());
  Cancel(running);
  for (const std::string& id : {running, first, second, third}) {
    EXPECT_TRUE(WatchToEnd(id).back().has_completed());
  }
  EXPECT_EQ(StatusOf(third).state(), v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(LifecycleTest, ListActiveShowsRunningThenQueue) {
  Start(OneAtATime(/*queue=*/10));
  const std::string running = StartLarge();
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  v1::SubmitWorkflowResponse low, high;
  request.set_priority(1);
  ASSERT_TRUE(Submit(request, &low).ok());
  request.set_priority(5);
  ASSERT_TRUE(Submit(request, &high).ok());
  grpc::ClientContext context;
  v1::ListActiveResponse active;
  ASSERT_TRUE(stub().ListActive(&context, {}, &active).ok());
  ASSERT_EQ(active.workflows_size(), 3);
  EXPECT_EQ(active.workflows(0).workflow_id(), running);
  EXPECT_EQ(active.workflows(1).workflow_id(), high.workflow_id());
  EXPECT_EQ(active.workflows(2).workflow_id(), low.workflow_id());
  Cancel(running);
  WatchToEnd(low.workflow_id());
}

TEST_F(LifecycleTest, ClientsThatVanishDontHurt) {
  Start(Config());
  const std::string id = StartLarge();
  for (int i = 0; i < 20; ++i) {
    auto context = std::make_unique<grpc::ClientContext>();
    v1::WatchWorkflowRequest request;
    request.set_workflow_id(id);
    auto reader = stub().WatchWorkflow(context.get(), request);
    v1::WatchWorkflowResponse response;
    ASSERT_TRUE(reader->Read(&response));
    context->TryCancel();
    EXPECT_FALSE(reader->Finish().ok());
  }
  Cancel(id);
  EXPECT_TRUE(WatchToEnd(id).back().has_completed());
}

TEST_F(LifecycleTest, HealthSaysWhetherWorkIsTaken) {
  Start(Config());
  using grpc::health::v1::HealthCheckResponse;
  EXPECT_EQ(Health(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health("admf.v1.CoordinatorService"), HealthCheckResponse::SERVING);
}

TEST_F(LifecycleTest, ShutdownEndsWatchesAndInterruptsWhatDoesNotEnd) {
  v1::ServerConfig config = OneAtATime(10);
  config.mutable_shutdown()->mutable_drain_time()->set_seconds(0);
  Start(config);
  const std::string running = StartLarge();
  const std::string queued = SubmitOk(Yaml());
  grpc::ClientContext context;
  v1::WatchWorkflowRequest request;
  request.set_workflow_id(running);
  auto reader = stub().WatchWorkflow(&context, request);
  std::vector<v1::WorkflowEvent> events;
  std::thread watcher([&] {
    v1::WatchWorkflowResponse response;
    while (reader->Read(&response)) events.push_back(response.event());
    reader->Finish();
  });
  Stop();
  watcher.join();
  ASSERT_FALSE(events.empty());
  EXPECT_TRUE(files_.ListDirectory(state_folder() + "/scratch")->empty());
}

TEST_F(LifecycleTest, ASecondDaemonOnTheSameStateIsRefused) {
  Start(Config());
  RealClock clock;
  class NoLog : public Log {
    void Write(LogLevel, std::string_view, std::string_view) override {}
  } log;
  const auto second =
      Daemon::Create({.config = Config(), .clock = &clock, .log = &log});
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find(absl::StrCat(getpid())),
            std::string::npos)
      << second.status();
}

TEST_F(LifecycleTest, APortInUseIsRefused) {
  Start(Config());
  v1::ServerConfig config = Config();
  config.set_listen(address());
  config.set_state_dir(folder_ / "other-state");
  RealClock clock;
  class NoLog : public Log {
    void Write(LogLevel, std::string_view, std::string_view) override {}
  } log;
  const auto second =
      Daemon::Create({.config = config, .clock = &clock, .log = &log});
  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
}

}  // namespace
}  // namespace admf
