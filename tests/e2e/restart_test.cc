// What survives the end of a daemon: everything.

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "client/coordinator_client.h"
#include "server/latch.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

class RestartTest : public DaemonTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(300, 1));
    WriteLargeData("large.csv");
  }

  /// One workflow at a time, which a shutdown interrupts at once.
  v1::ServerConfig Impatient() const {
    v1::ServerConfig config = Config();
    config.mutable_limits()->set_max_running_workflows(1);
    config.mutable_shutdown()->mutable_drain_time()->set_seconds(0);
    return config;
  }

  /// The same daemon again, at the same address.
  void Restart(v1::ServerConfig config) {
    config.set_listen(address());
    Stop();
    Start(config);
  }

  /// A workflow that is reading its large file when this returns.
  std::string StartLarge() {
    const std::string id = SubmitOk(Yaml("large.csv"));
    WaitForPhase(id, v1::WORKFLOW_PHASE_DATA_PREPARATION);
    return id;
  }

  std::string Trades(const std::string& id) {
    grpc::ClientContext context;
    v1::ExportTableRequest request;
    request.set_workflow_id(id);
    request.set_table(v1::TABLE_TRADES);
    const auto reader = stub().ExportTable(&context, request);
    std::string bytes;
    v1::ExportTableResponse response;
    while (reader->Read(&response)) bytes += response.data();
    EXPECT_TRUE(reader->Finish().ok());
    return bytes;
  }

  static int Count(const std::vector<v1::WorkflowEvent>& events,
                   v1::WorkflowEvent::EventCase kind) {
    int count = 0;
    for (const v1::WorkflowEvent& event : events) {
      if (event.event_case() == kind) ++count;
    }
    return count;
  }

  static void ExpectNoGap(const std::vector<v1::WorkflowEvent>& events) {
    for (size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
    }
  }
};

TEST_F(RestartTest, WhatHasEndedIsAsItWas) {
  Start(Config());
  const std::string id = SubmitOk(Yaml());
  const auto events = WatchToEnd(id);
  const std::string result = ResultOf(id).DebugString();
  const std::string status = StatusOf(id).DebugString();
  const std::string trades = Trades(id);
  EXPECT_FALSE(trades.empty());
  Restart(Config());
  EXPECT_EQ(ResultOf(id).DebugString(), result);
  EXPECT_EQ(StatusOf(id).DebugString(), status);
  EXPECT_EQ(Trades(id), trades);
  const auto events_now = WatchToEnd(id);
  ASSERT_EQ(events_now.size(), events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events_now[i].DebugString(), events[i].DebugString());
  }
}

TEST_F(RestartTest, RunningWorkIsInterruptedAndGoesOn) {
  Start(Impatient());
  const std::string id = StartLarge();
  Restart(Impatient());
  const auto events = WatchToEnd(id);
  ExpectNoGap(events);
  EXPECT_EQ(Count(events, v1::WorkflowEvent::kStarted), 1);
  EXPECT_EQ(Count(events, v1::WorkflowEvent::kInterrupted), 1);
  ASSERT_EQ(Count(events, v1::WorkflowEvent::kRecovered), 1);
  for (const v1::WorkflowEvent& event : events) {
    EXPECT_FALSE(event.recovered().after_crash());
  }
  EXPECT_EQ(events.back().completed().state(), v1::WORKFLOW_STATE_SUCCEEDED);
  // Only now: a file that is in the cache is not read for long enough.
  const std::string undisturbed = SubmitOk(Yaml("large.csv"));
  WatchToEnd(undisturbed);
  EXPECT_EQ(ResultOf(id).result_digest(),
            ResultOf(undisturbed).result_digest());
}

TEST_F(RestartTest, WaitingWorkWaitsOnInItsOrder) {
  Start(Impatient());
  const std::string running = StartLarge();
  std::vector<std::string> waiting;
  for (int i = 0; i < 5; ++i) waiting.push_back(SubmitOk(Yaml()));
  Restart(Impatient());
  Cancel(running);
  absl::Time last_start;
  for (const std::string& id : waiting) {
    const auto events = WatchToEnd(id);
    ExpectNoGap(events);
    EXPECT_EQ(Count(events, v1::WorkflowEvent::kRecovered), 0);
    EXPECT_EQ(events.back().completed().state(), v1::WORKFLOW_STATE_SUCCEEDED);
    const auto time = StatusOf(id).start_time();
    const absl::Time start =
        absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
    EXPECT_GT(start, last_start);
    last_start = start;
  }
  EXPECT_TRUE(WatchToEnd(running).back().has_completed());
}

TEST_F(RestartTest, ARequestIdIsRemembered) {
  Start(Config());
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  request.set_request_id("nightly-1");
  v1::SubmitWorkflowResponse first, second;
  ASSERT_TRUE(Submit(request, &first).ok());
  Restart(Config());
  ASSERT_TRUE(Submit(request, &second).ok());
  EXPECT_EQ(first.workflow_id(), second.workflow_id());
  EXPECT_TRUE(second.already_submitted());
}

TEST_F(RestartTest, APausedWorkflowRestsOn) {
  Start(Config());
  const std::string id = StartLarge();
  CoordinatorClient client(channel(), {});
  ASSERT_TRUE(client.Pause(id).ok());
  const absl::Status paused =
      client.Watch(id, 0, [](const v1::WorkflowEvent& event) {
        return !event.has_paused() && !event.has_completed();
      });
  ASSERT_TRUE(paused.ok()) << paused;
  ASSERT_EQ(StatusOf(id).state(), v1::WORKFLOW_STATE_PAUSED);
  Restart(Config());
  EXPECT_EQ(StatusOf(id).state(), v1::WORKFLOW_STATE_PAUSED);
  CoordinatorClient again(channel(), {});
  ASSERT_TRUE(again.Resume(id).ok());
  EXPECT_EQ(WatchToEnd(id).back().completed().state(),
            v1::WORKFLOW_STATE_SUCCEEDED);
}

TEST_F(RestartTest, AWatcherSeesEveryEventOnce) {
  Start(Impatient());
  const std::string id = StartLarge();
  Latch restarted;
  CoordinatorClientOptions options;
  // The daemon asks for a pause of seconds, which would only be waited for.
  options.sleep = [&](absl::Duration, const std::stop_token&) {
    restarted.Wait();
  };
  options.resume_time = absl::InfiniteDuration();
  const auto client =
      *CoordinatorClient::Connect({.server = address()}, options);
  std::vector<v1::WorkflowEvent> events;
  std::promise<void> watching;
  absl::Status watched;
  std::thread watcher([&] {
    watched = client->Watch(id, 0, [&](const v1::WorkflowEvent& event) {
      if (events.empty()) watching.set_value();
      events.push_back(event);
      return true;
    });
  });
  watching.get_future().wait();
  Restart(Impatient());
  restarted.Open();
  watcher.join();
  EXPECT_TRUE(watched.ok()) << watched;
  ExpectNoGap(events);
  EXPECT_EQ(StatusOf(id).last_sequence(), static_cast<int64_t>(events.size()));
  EXPECT_TRUE(events.back().has_completed());
}

}  // namespace
}  // namespace admf
