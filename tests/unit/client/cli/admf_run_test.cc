// `admf run`, against a daemon in the test's process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/admf_fixture.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TEST_F(AdmfTest, RunSubmitsFollowsAndPrintsTheResult) {
  AcceptAndEndIn("SUCCEEDED");
  const std::string file = WriteFile("goog.yaml", "workflow: {}\n");
  EXPECT_EQ(Run({"run", file, "--set", "fast_period=12", "--priority", "5",
                 "--request-id", "mine"}),
            ExitCode::kSuccess);
  EXPECT_EQ(submitted_.workflow().yaml(), "workflow: {}\n");
  EXPECT_EQ(submitted_.workflow().file_name(), file);
  EXPECT_THAT(submitted_.workflow().parameter_overrides(),
              UnorderedElementsAre(Pair("fast_period", "12")));
  EXPECT_EQ(submitted_.priority(), 5);
  EXPECT_EQ(submitted_.request_id(), "mine");
  EXPECT_THAT(out(), AllOf(StartsWith("goog  succeeded\n"),
                           HasSubstr("sharpe_ratio  0.5806\n")));
  EXPECT_EQ(err(),
            "admf: submitted as w-1\n"
            "admf: phase 1/1: computation\n"
            "admf: computation 50 %: half\n"
            "admf: succeeded\n");
}

TEST_F(AdmfTest, RunPrintsJsonAloneOnTheStandardOutput) {
  AcceptAndEndIn("SUCCEEDED");
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-", "--output", "json", "--quiet"}),
            ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["state"], "WORKFLOW_STATE_SUCCEEDED");
  EXPECT_EQ(json["type"], "WORKFLOW_TYPE_BACKTEST");
  EXPECT_EQ(json["name"], "goog");
  EXPECT_EQ(json["config_digest"], "c0");
  EXPECT_EQ(json["data_digest"], "d0");
  EXPECT_EQ(json["result_digest"], "e0");
  EXPECT_EQ(json["metrics"]["sharpe_ratio"], 0.5806232244);
  EXPECT_EQ(err(), "");
  EXPECT_EQ(submitted_.workflow().file_name(), "<stdin>");
}

TEST_F(AdmfTest, RunOfAWorkflowThatFails) {
  AcceptAndEndIn("FAILED");
  in_.str("workflow: {}");
  const std::string trades = folder_ / "trades.csv";
  EXPECT_EQ(Run({"run", "-", "-q", "--trades", trades}),
            ExitCode::kWorkflowFailed);
  EXPECT_THAT(out(), StartsWith("goog  failed\n"));
  EXPECT_EQ(err(), "admf: the workflow failed\n");
  EXPECT_FALSE(std::filesystem::exists(trades));
}

TEST_F(AdmfTest, RunOfAWorkflowThatIsCancelled) {
  AcceptAndEndIn("CANCELLED");
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-", "-q"}), ExitCode::kWorkflowFailed);
  EXPECT_EQ(err(), "admf: the workflow was cancelled\n");
}

TEST_F(AdmfTest, RunWritesTables) {
  AcceptAndEndIn("SUCCEEDED");
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-", "--trades", folder_ / "t.csv", "--equity",
                 folder_ / "e.parquet", "--fills", folder_ / "f.csv"}),
            ExitCode::kSuccess);
  EXPECT_EQ(ReadFile(folder_ / "t.csv"), "TABLE_TRADES");
  EXPECT_EQ(ReadFile(folder_ / "e.parquet"), "TABLE_EQUITY");
  EXPECT_EQ(ReadFile(folder_ / "f.csv"), "TABLE_FILLS");
}

TEST_F(AdmfTest, RunStartsNothingWhenATableCannotBeWritten) {
  AcceptAndEndIn("SUCCEEDED");
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-", "--trades", folder_ / "no/such/t.csv"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("can't write"));
  EXPECT_FALSE(submitted_.has_workflow());
}

TEST_F(AdmfTest, TwoTablesDoNotGoToOneFile) {
  EXPECT_EQ(Run({"result", "w-1", "--trades", folder_ / "t.csv", "--equity",
                 folder_ / "." / "t.csv"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--equity and --trades name the same file"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "t.csv"));
}

TEST_F(AdmfTest, TheErrorOfAWorkflowIsSaidOnce) {
  AcceptAndEndIn("FAILED error { message: 'no such file' }");
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-"}), ExitCode::kWorkflowFailed);
  EXPECT_THAT(err(), Not(HasSubstr("admf: failed")));
  EXPECT_THAT(err(), HasSubstr("admf: the workflow failed: no such file\n"));
}

TEST_F(AdmfTest, ADaemonWithAnotherStateDoesNotKnowTheWorkflow) {
  AcceptAndEndIn("SUCCEEDED");
  fake_.watch = [](grpc::ServerContext*, const v1::WatchWorkflowRequest&,
                   grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
    v1::WatchWorkflowResponse response;
    *response.mutable_event() = Parse<v1::WorkflowEvent>("sequence: 1");
    writer->Write(response);
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "there is no workflow");
  };
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-"}), ExitCode::kServer);
  EXPECT_THAT(err(), HasSubstr("started again with another state folder"));
}

TEST_F(AdmfTest, ARestartOfTheDaemonLosesAndDoublesNothing) {
  AcceptAndEndIn("SUCCEEDED");
  const auto whole = fake_.watch;
  int streams = 0;
  fake_.watch = [&](grpc::ServerContext* context,
                    const v1::WatchWorkflowRequest& request,
                    grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
    if (++streams > 1) return whole(context, request, writer);
    v1::WatchWorkflowResponse response;
    *response.mutable_event() = Parse<v1::WorkflowEvent>(
        "sequence: 1 submitted { type: WORKFLOW_TYPE_BACKTEST priority: 3 }");
    writer->Write(response);
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed");
  };
  EXPECT_EQ(Run({"watch", "w-1"}), ExitCode::kSuccess);
  EXPECT_EQ(streams, 2);
  EXPECT_EQ(out(),
            "1970-01-01 00:00:00  #1  submitted: backtest, priority 3\n"
            "1970-01-01 00:00:00  #2  started\n"
            "1970-01-01 00:00:00  #3  phase 1/1: computation\n"
            "1970-01-01 00:00:00  #4  computation 50 %: half\n"
            "1970-01-01 00:00:00  #5  succeeded\n");
}

TEST_F(AdmfTest, AnInterruptLeavesTheWorkflowAlone) {
  AcceptAndEndIn("SUCCEEDED");
  fake_.watch = [this](grpc::ServerContext* context, const auto&,
                       grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
    stop_.request_stop();
    while (!context->IsCancelled()) {
      if (!writer->Write(v1::WatchWorkflowResponse())) break;
    }
    return grpc::Status::CANCELLED;
  };
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-"}), ExitCode::kInterrupted);
  EXPECT_THAT(err(),
              AllOf(HasSubstr("the workflow goes on"),
                    HasSubstr("admf watch w-1"), HasSubstr("admf cancel w-1")));
  EXPECT_EQ(out(), "");
}

TEST_F(AdmfTest, AnInterruptCancelsTheWorkflowIfAskedTo) {
  AcceptAndEndIn("CANCELLED");
  const auto end = fake_.watch;
  bool interrupted = false;
  std::string cancelled;
  fake_.watch = [&](grpc::ServerContext* context,
                    const v1::WatchWorkflowRequest& request,
                    grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
    if (std::exchange(interrupted, true)) return end(context, request, writer);
    stop_.request_stop();
    while (!context->IsCancelled()) {
      if (!writer->Write(v1::WatchWorkflowResponse())) break;
    }
    return grpc::Status::CANCELLED;
  };
  fake_.cancel = [&](const v1::CancelRequest& request, auto*) {
    cancelled = request.workflow_id();
    return grpc::Status::OK;
  };
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-", "--cancel-on-interrupt"}),
            ExitCode::kWorkflowFailed);
  EXPECT_EQ(cancelled, "w-1");
  EXPECT_THAT(out(), StartsWith("goog  cancelled\n"));
}

TEST_F(AdmfTest, AnInvalidConfigurationHasALineForEachProblem) {
  fake_.submit = [](const auto&, auto*) {
    google::rpc::BadRequest bad_request;
    auto* violation = bad_request.add_field_violations();
    violation->set_field("workflow.type");
    violation->set_description("<stdin>:2:9: there is no 'bactest'");
    return MakeError(grpc::StatusCode::INVALID_ARGUMENT,
                     "the configuration is invalid",
                     MakeErrorInfo("INVALID_CONFIGURATION"), bad_request);
  };
  for (const char* command : {"run", "submit"}) {
    in_.clear();
    in_.str("workflow: {}");
    EXPECT_EQ(Run({command, "-"}), ExitCode::kUsage);
    EXPECT_EQ(out(), "");
    EXPECT_EQ(err(),
              "<stdin>:2:9: workflow.type: there is no 'bactest'\n"
              "admf: the configuration is invalid, and nothing was started; "
              "mend what is listed above [INVALID_CONFIGURATION]\n");
  }
}

TEST_F(AdmfTest, AFullQueueIsARefusal) {
  fake_.submit = [](const auto&, auto*) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(2);
    return MakeError(grpc::StatusCode::RESOURCE_EXHAUSTED,
                     "10000 workflows wait already",
                     MakeErrorInfo("QUEUE_FULL"), retry);
  };
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"submit", "-"}), ExitCode::kServer);
  EXPECT_EQ(err(),
            "admf: 10000 workflows wait already [QUEUE_FULL]\n"
            "admf: try again in 2.0 s\n");
}

}  // namespace
}  // namespace admf
