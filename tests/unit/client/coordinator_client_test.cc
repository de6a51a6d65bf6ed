#include "client/coordinator_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "client/client_error.h"
#include "google/rpc/error_details.pb.h"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

const grpc::Status kUnavailable(grpc::StatusCode::UNAVAILABLE, "restarting");

class CoordinatorClientTest : public ::testing::Test {
 protected:
  // A client that notes its pauses instead of making them.
  std::unique_ptr<CoordinatorClient> Connect(
      CoordinatorClientOptions options = {}) {
    options.sleep = [this](absl::Duration duration, const std::stop_token&) {
      pauses_.push_back(duration);
    };
    ChannelOptions channel;
    channel.server = fake_.address();
    return *CoordinatorClient::Connect(channel, options);
  }

  FakeCoordinator fake_;
  std::vector<absl::Duration> pauses_;
};

v1::WatchWorkflowResponse Event(int64_t sequence) {
  v1::WatchWorkflowResponse response;
  response.mutable_event()->set_sequence(sequence);
  return response;
}

TEST_F(CoordinatorClientTest, SubmitFillsInTheRequestId) {
  std::vector<std::string> ids;
  fake_.submit = [&](const v1::SubmitWorkflowRequest& request,
                     v1::SubmitWorkflowResponse* response) {
    ids.push_back(request.request_id());
    response->set_workflow_id("w-1");
    return grpc::Status::OK;
  };
  const auto client = Connect();
  const auto response = client->Submit({});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->workflow_id(), "w-1");
  v1::SubmitWorkflowRequest request;
  request.set_request_id("mine");
  ASSERT_TRUE(client->Submit(request).ok());
  ASSERT_THAT(ids, SizeIs(2));
  EXPECT_THAT(ids[0], SizeIs(36));
  EXPECT_EQ(ids[1], "mine");
}

TEST_F(CoordinatorClientTest, RepeatsASubmissionUnderTheSameId) {
  std::vector<std::string> ids;
  fake_.submit = [&](const v1::SubmitWorkflowRequest& request,
                     v1::SubmitWorkflowResponse* response) {
    ids.push_back(request.request_id());
    if (ids.size() < 3) return kUnavailable;
    response->set_workflow_id("w-1");
    return grpc::Status::OK;
  };
  CoordinatorClientOptions options;
  int told = 0;
  options.on_retry = [&](const absl::Status& status, absl::Duration) {
    EXPECT_EQ(status.message(), "restarting");
    ++told;
  };
  EXPECT_TRUE(Connect(options)->Submit({}).ok());
  ASSERT_THAT(ids, SizeIs(3));
  EXPECT_THAT(ids, Each(ids[0]));
  EXPECT_EQ(told, 2);
  EXPECT_THAT(
      pauses_,
      ElementsAre(
          AllOf(Ge(absl::Milliseconds(50)), Le(absl::Milliseconds(100))),
          AllOf(Ge(absl::Milliseconds(100)), Le(absl::Milliseconds(200)))));
}

TEST_F(CoordinatorClientTest, GivesUpAfterTheAllowedAttempts) {
  int calls = 0;
  fake_.submit = [&](const auto&, auto*) {
    ++calls;
    return kUnavailable;
  };
  CoordinatorClientOptions options;
  options.max_attempts = 3;
  const auto response = Connect(options)->Submit({});
  EXPECT_TRUE(absl::IsUnavailable(response.status()));
  EXPECT_EQ(calls, 3);
  EXPECT_THAT(pauses_, SizeIs(2));
}

TEST_F(CoordinatorClientTest, WaitsAsLongAsTheServerAsks) {
  int calls = 0;
  fake_.submit = [&](const auto&, auto*) {
    if (++calls == 2) return grpc::Status::OK;
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(5);
    return MakeError(grpc::StatusCode::UNAVAILABLE, "draining", retry);
  };
  EXPECT_TRUE(Connect()->Submit({}).ok());
  EXPECT_THAT(pauses_, ElementsAre(absl::Seconds(5)));
}

TEST_F(CoordinatorClientTest, DoesNotWaitBeyondTheDeadline) {
  int calls = 0;
  fake_.submit = [&](const auto&, auto*) {
    ++calls;
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(3600);
    return MakeError(grpc::StatusCode::UNAVAILABLE, "draining", retry);
  };
  const auto response = Connect()->Submit({});
  EXPECT_EQ(GetClientErrorDetails(response.status()).retry_delay,
            absl::Hours(1));
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(pauses_, IsEmpty());
}

TEST_F(CoordinatorClientTest, DoesNotRepeatWhatWasRefused) {
  int calls = 0;
  fake_.submit = [&](const auto&, auto*) {
    ++calls;
    return MakeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "full",
                     MakeErrorInfo("QUEUE_FULL"));
  };
  const auto response = Connect()->Submit({});
  EXPECT_TRUE(absl::IsResourceExhausted(response.status()));
  EXPECT_EQ(GetClientErrorDetails(response.status()).reason, "QUEUE_FULL");
  EXPECT_EQ(calls, 1);
}

TEST_F(CoordinatorClientTest, NobodyListens) {
  const auto client = Connect();
  fake_.Stop();
  EXPECT_TRUE(absl::IsUnavailable(client->GetServerInfo().status()));
}

TEST_F(CoordinatorClientTest, ACallEndsWithItsDeadline) {
  std::atomic<bool> finish = false;
  fake_.info = [&](const auto&, auto*) {
    finish.wait(false);
    return grpc::Status::OK;
  };
  CoordinatorClientOptions options;
  options.call_timeout = absl::Milliseconds(20);
  const auto response = Connect(options)->GetServerInfo();
  EXPECT_TRUE(absl::IsDeadlineExceeded(response.status()));
  finish = true;
  finish.notify_all();
  fake_.Stop();
}

TEST_F(CoordinatorClientTest, UnwrapsStatusResultAndCancel) {
  fake_.get_status = [](const auto& request, auto* response) {
    response->mutable_status()->set_workflow_id(request.workflow_id());
    return grpc::Status::OK;
  };
  fake_.get_result = [](const auto& request, auto* response) {
    response->mutable_result()->set_name(request.workflow_id());
    return grpc::Status::OK;
  };
  std::string reason;
  fake_.cancel = [&](const auto& request, auto* response) {
    reason = request.reason();
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_CANCELLED);
    return grpc::Status::OK;
  };
  const auto client = Connect();
  EXPECT_EQ(client->GetStatus("w-7")->workflow_id(), "w-7");
  EXPECT_EQ(client->GetResult("w-7")->name(), "w-7");
  EXPECT_EQ(client->Cancel("w-7", "wrong file")->state(),
            v1::WORKFLOW_STATE_CANCELLED);
  EXPECT_EQ(reason, "wrong file");
}

TEST_F(CoordinatorClientTest, PausesAndResumes) {
  std::string reason;
  fake_.pause = [&](const v1::PauseRequest& request, auto* response) {
    reason = request.reason();
    response->mutable_status()->set_workflow_id(request.workflow_id());
    response->mutable_status()->set_pause_requested(true);
    return grpc::Status::OK;
  };
  fake_.resume = [](const v1::ResumeRequest& request, auto* response) {
    response->mutable_status()->set_workflow_id(request.workflow_id());
    return grpc::Status::OK;
  };
  const auto client = Connect();
  const auto paused = client->Pause("w-7", "the market is open");
  ASSERT_TRUE(paused.ok()) << paused.status();
  EXPECT_EQ(paused->workflow_id(), "w-7");
  EXPECT_TRUE(paused->pause_requested());
  EXPECT_EQ(reason, "the market is open");
  EXPECT_EQ(client->Resume("w-7")->workflow_id(), "w-7");
}

TEST_F(CoordinatorClientTest, RetryFillsInTheRequestId) {
  std::vector<std::string> ids;
  fake_.retry = [&](const v1::RetryRequest& request,
                    v1::RetryResponse* response) {
    EXPECT_EQ(request.workflow_id(), "w-1");
    ids.push_back(request.request_id());
    if (ids.size() == 1) return kUnavailable;
    response->set_workflow_id("w-2");
    return grpc::Status::OK;
  };
  v1::RetryRequest request;
  request.set_workflow_id("w-1");
  const auto response = Connect()->Retry(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->workflow_id(), "w-2");
  EXPECT_THAT(ids, AllOf(SizeIs(2), Each(AllOf(SizeIs(36), ids[0]))));
}

TEST_F(CoordinatorClientTest, ListActiveSaysHowManyWait) {
  fake_.list_active = [](const v1::ListActiveRequest& request, auto* response) {
    EXPECT_EQ(request.max_queued(), 2);
    response->add_workflows()->set_workflow_id("w-1");
    response->set_queued_workflows(70'000);
    return grpc::Status::OK;
  };
  const auto active = Connect()->ListActive(2);
  ASSERT_TRUE(active.ok()) << active.status();
  EXPECT_EQ(active->workflows_size(), 1);
  EXPECT_EQ(active->queued_workflows(), 70'000);
}

TEST_F(CoordinatorClientTest, ALostAnswerIsAskedForAgain) {
  std::vector<std::string> ids;
  fake_.submit = [&](const v1::SubmitWorkflowRequest& request, auto*) {
    ids.push_back(request.request_id());
    // What gRPC makes of a connection that breaks depends on the moment.
    if (ids.size() == 1) return grpc::Status(grpc::StatusCode::CANCELLED, "");
    if (ids.size() == 2) return grpc::Status(grpc::StatusCode::UNKNOWN, "");
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Connect()->Submit({}).ok());
  EXPECT_THAT(ids, AllOf(SizeIs(3), Each(ids[0])));
}

TEST_F(CoordinatorClientTest, ADaemonThatWasThereIsGivenTimeToComeBack) {
  int calls = 0;
  fake_.info = [&](const auto&, auto*) {
    return ++calls == 1 || calls == 9 ? grpc::Status::OK : kUnavailable;
  };
  const auto client = Connect();
  EXPECT_TRUE(client->GetServerInfo().ok());
  EXPECT_TRUE(client->GetServerInfo().ok());
  EXPECT_EQ(calls, 9);
}

TEST_F(CoordinatorClientTest, ADaemonThatStaysAwayEndsACall) {
  bool first = true;
  fake_.info = [&](const auto&, auto*) {
    return std::exchange(first, false) ? grpc::Status::OK : kUnavailable;
  };
  const auto client = Connect();
  EXPECT_TRUE(client->GetServerInfo().ok());
  EXPECT_TRUE(absl::IsUnavailable(client->GetServerInfo().status()));
  // Pauses of one to two seconds, but for the first ones, fill 30 seconds.
  EXPECT_THAT(pauses_, SizeIs(AllOf(Ge(15u), Le(36u))));
}

TEST_F(CoordinatorClientTest, ListsPageAfterPage) {
  std::vector<std::string> tokens;
  fake_.list = [&](const v1::ListWorkflowsRequest& request,
                   v1::ListWorkflowsResponse* response) {
    EXPECT_EQ(request.name_contains(), "goog");
    tokens.push_back(request.page_token());
    if (request.page_token().empty()) {
      response->add_workflows()->set_workflow_id("w-3");
      response->add_workflows()->set_workflow_id("w-2");
      response->set_next_page_token("empty");
    } else if (request.page_token() == "empty") {
      response->set_next_page_token("last");
    } else {
      response->add_workflows()->set_workflow_id("w-1");
    }
    return grpc::Status::OK;
  };
  const auto client = Connect();
  v1::ListWorkflowsRequest request;
  request.set_name_contains("goog");
  WorkflowPages pages = client->ListWorkflows(request);
  std::vector<std::string> ids;
  while (true) {
    auto workflow = pages.Next();
    ASSERT_TRUE(workflow.ok()) << workflow.status();
    if (!workflow->has_value()) break;
    ids.push_back((*workflow)->workflow_id());
  }
  EXPECT_THAT(ids, ElementsAre("w-3", "w-2", "w-1"));
  EXPECT_THAT(tokens, ElementsAre("", "empty", "last"));
  EXPECT_FALSE((*pages.Next()).has_value());
}

TEST_F(CoordinatorClientTest, AListThatFailsGoesOnWhereItWas) {
  int calls = 0;
  fake_.list = [&](const auto&, auto* response) {
    if (++calls == 1) return grpc::Status(grpc::StatusCode::INTERNAL, "once");
    response->add_workflows()->set_workflow_id("w-1");
    return grpc::Status::OK;
  };
  const auto client = Connect();
  WorkflowPages pages = client->ListWorkflows({});
  EXPECT_TRUE(absl::IsInternal(pages.Next().status()));
  const auto workflow = pages.Next();
  ASSERT_TRUE(workflow.ok());
  EXPECT_EQ((*workflow)->workflow_id(), "w-1");
}

TEST_F(CoordinatorClientTest, WatchResumesAfterTheLastEvent) {
  std::vector<int64_t> resumed_after;
  fake_.watch = [&](grpc::ServerContext*,
                    const v1::WatchWorkflowRequest& request, auto* writer) {
    resumed_after.push_back(request.after_sequence());
    if (resumed_after.size() == 1) {
      writer->Write(Event(1));
      writer->Write(Event(2));
      return kUnavailable;
    }
    // A server that repeats itself must not be heard twice.
    writer->Write(Event(2));
    writer->Write(Event(3));
    return grpc::Status::OK;
  };
  std::vector<int64_t> seen;
  const absl::Status status =
      Connect()->Watch("w-1", 0, [&](const v1::WorkflowEvent& event) {
        seen.push_back(event.sequence());
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(seen, ElementsAre(1, 2, 3));
  EXPECT_THAT(resumed_after, ElementsAre(0, 2));
}

TEST_F(CoordinatorClientTest, WatchGoesOnAfterARestartOfTheDaemon) {
  fake_.watch = [&](grpc::ServerContext* context,
                    const v1::WatchWorkflowRequest& request, auto* writer) {
    const int64_t first = request.after_sequence() + 1;
    for (int64_t sequence = first; sequence < first + 3; ++sequence) {
      writer->Write(Event(sequence));
    }
    if (first > 1) return grpc::Status::OK;
    // Stop() breaks the stream while it is silent.
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  ChannelOptions channel;
  channel.server = fake_.address();
  std::thread killer;
  int pauses = 0;
  CoordinatorClientOptions options;
  options.on_retry = [&](const absl::Status&, absl::Duration) {
    if (++pauses != 2) return;
    killer.join();
    fake_.Start();
  };
  const auto client = *CoordinatorClient::Connect(channel, options);
  std::vector<int64_t> seen;
  const absl::Status status =
      client->Watch("w-1", 0, [&](const v1::WorkflowEvent& event) {
        seen.push_back(event.sequence());
        if (seen.size() == 3) killer = std::thread([this] { fake_.Stop(); });
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_GE(pauses, 2);
}

TEST_F(CoordinatorClientTest, WatchWaitsForADaemonThatTookTheWorkflow) {
  fake_.submit = [](const auto&, auto*) { return grpc::Status::OK; };
  int calls = 0;
  fake_.watch = [&](grpc::ServerContext*, const auto&, auto*) {
    return ++calls < 9 ? kUnavailable : grpc::Status::OK;
  };
  const auto client = Connect();
  ASSERT_TRUE(client->Submit({}).ok());
  EXPECT_TRUE(
      client->Watch("w-1", 0, [](const v1::WorkflowEvent&) { return true; })
          .ok());
  EXPECT_EQ(calls, 9);
}

TEST_F(CoordinatorClientTest, WatchGivesABrokenStreamItsTime) {
  int calls = 0;
  fake_.watch = [&](grpc::ServerContext*, const auto&, auto* writer) {
    if (++calls == 1) writer->Write(Event(1));
    return kUnavailable;
  };
  CoordinatorClientOptions options;
  options.max_attempts = 2;
  options.initial_backoff = absl::Seconds(2);
  options.max_backoff = absl::Seconds(2);
  options.resume_time = absl::Seconds(20);
  const absl::Status status = Connect(options)->Watch(
      "w-1", 0, [](const v1::WorkflowEvent&) { return true; });
  EXPECT_TRUE(absl::IsUnavailable(status));
  // Pauses of one to two seconds fill 20 seconds.
  EXPECT_THAT(pauses_, SizeIs(AllOf(Ge(10u), Le(20u))));
}

TEST_F(CoordinatorClientTest, WatchOfADaemonThatWasNeverThereEndsSoon) {
  const auto client = Connect();
  fake_.Stop();
  const absl::Status status =
      client->Watch("w-1", 0, [](const v1::WorkflowEvent&) { return true; });
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(pauses_, SizeIs(3));
}

TEST_F(CoordinatorClientTest, WatchDoesNotRepeatWhatWasRefused) {
  fake_.watch = [&](grpc::ServerContext*, const auto&, auto*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such workflow");
  };
  const absl::Status status =
      Connect()->Watch("w-9", 0, [](const v1::WorkflowEvent&) { return true; });
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(pauses_, IsEmpty());
}

// Streams events until the client goes away.
grpc::Status EndlessEvents(
    grpc::ServerContext* context,
    grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
  for (int64_t sequence = 1; !context->IsCancelled(); ++sequence) {
    if (!writer->Write(Event(sequence))) break;
  }
  return grpc::Status::CANCELLED;
}

TEST_F(CoordinatorClientTest, TheCallbackEndsAWatch) {
  fake_.watch = [](grpc::ServerContext* context, const auto&, auto* writer) {
    return EndlessEvents(context, writer);
  };
  int64_t last = 0;
  const absl::Status status =
      Connect()->Watch("w-1", 0, [&](const v1::WorkflowEvent& event) {
        last = event.sequence();
        return last < 3;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(last, 3);
}

TEST_F(CoordinatorClientTest, AnotherThreadStopsAWatch) {
  fake_.watch = [](grpc::ServerContext* context, const auto&, auto* writer) {
    return EndlessEvents(context, writer);
  };
  std::stop_source stop;
  std::atomic<bool> watching = false;
  std::thread other([&] {
    watching.wait(false);
    stop.request_stop();
  });
  const absl::Status status = Connect()->Watch(
      "w-1", 0,
      [&](const v1::WorkflowEvent&) {
        watching = true;
        watching.notify_all();
        return true;
      },
      stop.get_token());
  other.join();
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
}

TEST_F(CoordinatorClientTest, AStopEndsThePauseOfAWatch) {
  fake_.watch = [](grpc::ServerContext*, const auto&, auto*) {
    return kUnavailable;
  };
  std::stop_source stop;
  CoordinatorClientOptions options;
  options.on_retry = [&](const absl::Status&, absl::Duration) {
    stop.request_stop();
  };
  const absl::Status status = Connect(options)->Watch(
      "w-1", 0, [](const v1::WorkflowEvent&) { return true; },
      stop.get_token());
  EXPECT_TRUE(absl::IsCancelled(status));
  EXPECT_THAT(pauses_, SizeIs(1));
}

class ExportTest : public CoordinatorClientTest {
 protected:
  ExportTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) / "export" /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  size_t FileCount() const {
    return std::distance(std::filesystem::directory_iterator(folder_),
                         std::filesystem::directory_iterator());
  }

  const std::filesystem::path folder_;
};

grpc::Status WriteChunks(grpc::ServerWriter<v1::ExportTableResponse>* writer) {
  for (const char* chunk : {"time,units\n", "2004-08-19,", "12\n"}) {
    v1::ExportTableResponse response;
    response.set_data(chunk);
    writer->Write(response);
  }
  return grpc::Status::OK;
}

TEST_F(ExportTest, WritesTheWholeFile) {
  v1::ExportTableRequest seen;
  fake_.export_table = [&](grpc::ServerContext*, const auto& request,
                           auto* writer) {
    seen = request;
    return WriteChunks(writer);
  };
  const std::string path = folder_ / "trades.csv";
  const absl::Status status =
      Connect()->ExportToFile("w-1", v1::TABLE_TRADES, path);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(seen.workflow_id(), "w-1");
  EXPECT_EQ(seen.table(), v1::TABLE_TRADES);
  EXPECT_EQ(seen.format(), v1::EXPORT_FORMAT_CSV);
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "time,units\n2004-08-19,12\n");
  EXPECT_EQ(FileCount(), 1u);
}

TEST_F(ExportTest, WritesATableByItsName) {
  v1::ExportTableRequest seen;
  fake_.export_table = [&](grpc::ServerContext*, const auto& request,
                           auto* writer) {
    seen = request;
    return WriteChunks(writer);
  };
  const absl::Status status =
      Connect()->ExportToFile("w-1", "trials", folder_ / "trials.parquet");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(seen.workflow_id(), "w-1");
  EXPECT_EQ(seen.name(), "trials");
  EXPECT_EQ(seen.table(), v1::TABLE_UNSPECIFIED);
  EXPECT_EQ(seen.format(), v1::EXPORT_FORMAT_PARQUET);
  EXPECT_EQ(FileCount(), 1u);
}

TEST_F(ExportTest, ABrokenTransferLeavesNoFile) {
  fake_.export_table = [](grpc::ServerContext*, const auto&, auto* writer) {
    (void)WriteChunks(writer);
    return kUnavailable;
  };
  const absl::Status status = Connect()->ExportToFile(
      "w-1", v1::TABLE_EQUITY, folder_ / "equity.parquet");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(FileCount(), 0u);
}

TEST_F(ExportTest, ASinkThatFailsEndsTheTransfer) {
  fake_.export_table = [](grpc::ServerContext* context, const auto&,
                          auto* writer) {
    while (!context->IsCancelled() && WriteChunks(writer).ok()) continue;
    return grpc::Status::CANCELLED;
  };
  int pieces = 0;
  const absl::Status status =
      Connect()->Export({}, [&](std::string_view) -> absl::Status {
        if (++pieces < 3) return absl::OkStatus();
        return absl::DataLossError("disk full");
      });
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(pieces, 3);
}

TEST_F(ExportTest, AStopLeavesNoFile) {
  std::stop_source stop;
  fake_.export_table = [&](grpc::ServerContext* context, const auto&,
                           auto* writer) {
    (void)WriteChunks(writer);
    stop.request_stop();
    while (!context->IsCancelled() && WriteChunks(writer).ok()) continue;
    return grpc::Status::CANCELLED;
  };
  const absl::Status status = Connect()->ExportToFile(
      "w-1", v1::TABLE_FILLS, folder_ / "fills.csv", stop.get_token());
  fake_.Stop();
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(FileCount(), 0u);
}

TEST(ExportFormatTest, TheEndOfTheNameSaysIt) {
  EXPECT_EQ(*ExportFormatOf("a/trades.csv"), v1::EXPORT_FORMAT_CSV);
  EXPECT_EQ(*ExportFormatOf("TRADES.Parquet"), v1::EXPORT_FORMAT_PARQUET);
  for (const char* name : {"trades", "trades.txt", "csv", "a.csv.gz", ""}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ExportFormatOf(name).status())) << name;
  }
}

}  // namespace
}  // namespace admf
