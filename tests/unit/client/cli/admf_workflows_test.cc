// What `admf` shows of workflows and does to them, against a daemon in the
// test's process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/admf_fixture.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// Keeps what is written until it is flushed.
class HoldingBuffer : public std::stringbuf {
 public:
  explicit HoldingBuffer(std::ostream& target) : target_(target) {}

 private:
  int sync() override {
    target_ << str();
    str("");
    return 0;
  }

  std::ostream& target_;
};

TEST_F(AdmfTest, SubmitPrintsIds) {
  AcceptAndEndIn("SUCCEEDED");
  const std::string file = WriteFile("goog.yaml", "workflow: {}\n");
  EXPECT_EQ(Run({"submit", file, file}), ExitCode::kSuccess);
  EXPECT_EQ(out(), "w-1\nw-1\n");
  EXPECT_EQ(err(), "");
}

TEST_F(AdmfTest, SubmitGoesOnAfterAFileThatIsMissing) {
  AcceptAndEndIn("SUCCEEDED");
  const std::string file = WriteFile("goog.yaml", "workflow: {}\n");
  EXPECT_EQ(Run({"submit", "/nonexistent.yaml", file}), ExitCode::kUsage);
  EXPECT_EQ(out(), "w-1\n");
  EXPECT_THAT(err(), HasSubstr("can't read /nonexistent.yaml"));
}

TEST_F(AdmfTest, StatusOfSeveralWorkflows) {
  fake_.get_status = [](const v1::GetStatusRequest& request, auto* response) {
    if (request.workflow_id() == "w-9") {
      return MakeError(grpc::StatusCode::NOT_FOUND, "there is no workflow w-9",
                       MakeErrorInfo("WORKFLOW_NOT_FOUND"));
    }
    response->mutable_status()->set_workflow_id(request.workflow_id());
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_FAILED);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"status", "w-1", "w-9", "w-2"}), ExitCode::kUsage);
  EXPECT_THAT(out(), AllOf(HasSubstr("id         w-1"),
                           HasSubstr("\n\nid         w-2")));
  EXPECT_EQ(err(), "admf: there is no workflow w-9 [WORKFLOW_NOT_FOUND]\n");
  // That a workflow failed is no failure of asking.
  EXPECT_EQ(Run({"status", "w-1", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_EQ(nlohmann::json::parse(out())["state"], "WORKFLOW_STATE_FAILED");
  EXPECT_EQ(Run({"status", "w-1", "w-2", "-o", "yaml"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\n---\nworkflow_id: w-2\n"));
}

TEST_F(AdmfTest, CancelPassesTheReason) {
  v1::CancelRequest seen;
  fake_.cancel = [&](const v1::CancelRequest& request, auto* response) {
    seen = request;
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_CANCELLING);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"cancel", "w-1", "--reason", "wrong file"}),
            ExitCode::kSuccess);
  EXPECT_EQ(seen.workflow_id(), "w-1");
  EXPECT_EQ(seen.reason(), "wrong file");
  EXPECT_THAT(out(), HasSubstr("cancelling"));
}

TEST_F(AdmfTest, PausePassesTheReason) {
  v1::PauseRequest seen;
  fake_.pause = [&](const v1::PauseRequest& request, auto* response) {
    seen = request;
    *response->mutable_status() = Parse<v1::WorkflowStatus>(
        "state: WORKFLOW_STATE_RUNNING pause_requested: true");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"pause", "w-1", "--reason", "the market is open"}),
            ExitCode::kSuccess);
  EXPECT_EQ(seen.workflow_id(), "w-1");
  EXPECT_EQ(seen.reason(), "the market is open");
  EXPECT_THAT(out(), HasSubstr("at the next checkpoint"));
  EXPECT_EQ(Run({"pause", "w-1", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_EQ(nlohmann::json::parse(out())["pause_requested"], true);
}

TEST_F(AdmfTest, PauseWaitsForTheCheckpoint) {
  fake_.pause = [](const auto&, auto* response) {
    *response->mutable_status() = Parse<v1::WorkflowStatus>(
        "state: WORKFLOW_STATE_RUNNING pause_requested: true last_sequence: 7");
    return grpc::Status::OK;
  };
  fake_.watch = [](grpc::ServerContext* context,
                   const v1::WatchWorkflowRequest& request,
                   grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
    EXPECT_EQ(request.after_sequence(), 7);
    v1::WatchWorkflowResponse response;
    *response.mutable_event() =
        Parse<v1::WorkflowEvent>("sequence: 8 paused {}");
    // The stream of a workflow that rests goes on.
    while (!context->IsCancelled() && writer->Write(response)) continue;
    return grpc::Status::CANCELLED;
  };
  fake_.get_status = [](const auto&, auto* response) {
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_PAUSED);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"pause", "w-1", "--wait", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_EQ(nlohmann::json::parse(out())["state"], "WORKFLOW_STATE_PAUSED");
}

TEST_F(AdmfTest, ResumeGoesOnAfterAWorkflowThatHasEnded) {
  fake_.resume = [](const v1::ResumeRequest& request, auto* response) {
    if (request.workflow_id() == "w-1") {
      return MakeError(grpc::StatusCode::FAILED_PRECONDITION, "w-1 has ended",
                       MakeErrorInfo("WORKFLOW_ENDED"));
    }
    response->mutable_status()->set_workflow_id(request.workflow_id());
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_QUEUED);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"resume", "w-1", "w-2"}), ExitCode::kServer);
  EXPECT_THAT(out(), AllOf(HasSubstr("w-2"), HasSubstr("queued")));
  EXPECT_EQ(err(), "admf: w-1 has ended [WORKFLOW_ENDED]\n");
}

TEST_F(AdmfTest, RetryPrintsTheNewId) {
  v1::RetryRequest seen;
  fake_.retry = [&](const v1::RetryRequest& request,
                    v1::RetryResponse* response) {
    seen = request;
    response->set_workflow_id("w-2");
    response->mutable_status()->set_workflow_id("w-2");
    response->mutable_status()->set_retry_of("w-1");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"retry", "w-1", "--priority", "5", "--request-id", "again"}),
            ExitCode::kSuccess);
  EXPECT_EQ(seen.workflow_id(), "w-1");
  EXPECT_EQ(seen.priority(), 5);
  EXPECT_EQ(seen.request_id(), "again");
  EXPECT_EQ(out(), "w-2\n");
  EXPECT_EQ(Run({"retry", "w-1", "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr(",w-1\n"));
  EXPECT_NE(seen.request_id(), "");
  EXPECT_EQ(Run({"retry", "w-1", "--trades", "t.csv"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--trades requires --wait"));
}

TEST_F(AdmfTest, RetryFollowsTheNewWorkflow) {
  AcceptAndEndIn("SUCCEEDED");
  fake_.retry = [](const auto&, v1::RetryResponse* response) {
    response->set_workflow_id("w-2");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"retry", "w-1", "--wait", "--trades", folder_ / "t.csv"}),
            ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(StartsWith("goog  succeeded\n"), HasSubstr("w-2")));
  EXPECT_THAT(err(), StartsWith("admf: submitted as w-2, a retry of w-1\n"));
  EXPECT_EQ(ReadFile(folder_ / "t.csv"), "TABLE_TRADES");
}

TEST_F(AdmfTest, ResultWritesTablesByName) {
  AcceptAndEndIn("SUCCEEDED");
  EXPECT_EQ(Run({"result", "w-1", "--trials", folder_ / "trials.parquet",
                 "--table", "windows", folder_ / "w.csv", "--table", "paths",
                 folder_ / "p.csv", "--table", "fills", folder_ / "f.csv"}),
            ExitCode::kSuccess);
  EXPECT_EQ(ReadFile(folder_ / "trials.parquet"), "table trials");
  EXPECT_EQ(ReadFile(folder_ / "w.csv"), "table windows");
  EXPECT_EQ(ReadFile(folder_ / "p.csv"), "table paths");
  EXPECT_EQ(ReadFile(folder_ / "f.csv"), "TABLE_FILLS");
  EXPECT_THAT(err(), HasSubstr("admf: wrote the windows to "));
}

TEST_F(AdmfTest, ATableByNameNeedsANameAndAFile) {
  AcceptAndEndIn("SUCCEEDED");
  EXPECT_EQ(Run({"result", "w-1", "--table", "windows"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"result", "w-1", "--table", "windows", "w.txt"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("must end in .csv or .parquet"));
  const std::string file = folder_ / "a.csv";
  EXPECT_EQ(Run({"result", "w-1", "--trials", file, "--table", "paths", file}),
            ExitCode::kUsage);
  EXPECT_THAT(err(),
              HasSubstr("--table paths and --trials name the same file"));
  EXPECT_EQ(Run({"retry", "w-1", "--table", "paths", file}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--table requires --wait"));
}

TEST_F(AdmfTest, ListPassesItsFilters) {
  v1::ListWorkflowsRequest seen;
  fake_.list = [&](const v1::ListWorkflowsRequest& request, auto*) {
    seen = request;
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"list", "--state", "failed,cancelled", "--state", "running",
                 "--type", "backtest", "--label", "team=a", "--label", "commit",
                 "--name", "goog", "--since", "2026-11-01", "--until",
                 "2026-11-02T00:00:00Z", "--limit", "10"}),
            ExitCode::kSuccess);
  EXPECT_THAT(seen.states(), ElementsAre(v1::WORKFLOW_STATE_FAILED,
                                         v1::WORKFLOW_STATE_CANCELLED,
                                         v1::WORKFLOW_STATE_RUNNING));
  EXPECT_THAT(seen.types(), ElementsAre(v1::WORKFLOW_TYPE_BACKTEST));
  EXPECT_THAT(seen.labels(),
              UnorderedElementsAre(Pair("team", "a"), Pair("commit", "")));
  EXPECT_EQ(seen.name_contains(), "goog");
  EXPECT_EQ(seen.submitted_after().seconds(), 1793491200);
  EXPECT_EQ(seen.submitted_before().seconds(), 1793577600);
  EXPECT_EQ(seen.page_size(), 11);
  EXPECT_EQ(out(), "");
  EXPECT_EQ(err(), "admf: there are no such workflows\n");
}

TEST_F(AdmfTest, ARemarkComesAfterWhatItIsAbout) {
  fake_.list = [](const auto&, v1::ListWorkflowsResponse* response) {
    response->add_workflows()->set_workflow_id("w-1");
    response->add_workflows()->set_workflow_id("w-2");
    return grpc::Status::OK;
  };
  // Both streams in one place, as on a terminal; the output is buffered.
  std::ostringstream screen;
  environment_.err = &screen;
  HoldingBuffer held(screen);
  std::ostream out(&held);
  environment_.out = &out;
  EXPECT_EQ(Run({"list", "--limit", "1"}), ExitCode::kSuccess);
  EXPECT_THAT(screen.str(), ::testing::ContainsRegex("w-1.*\nadmf: these"));
}

TEST_F(AdmfTest, ListSaysWhenThereIsMore) {
  fake_.list = [](const v1::ListWorkflowsRequest& request, auto* response) {
    const int first = request.page_token().empty() ? 0 : 2;
    for (int i = first; i < first + 2; ++i) {
      response->add_workflows()->set_workflow_id("w-" + std::to_string(i));
    }
    if (first == 0) response->set_next_page_token("2");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"list", "--limit", "3", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_EQ(nlohmann::json::parse(out())["workflows"].size(), 3u);
  EXPECT_THAT(err(), HasSubstr("these are the first 3"));
  EXPECT_EQ(Run({"list", "--all", "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\nw-3,"));
  EXPECT_EQ(err(), "");
}

TEST_F(AdmfTest, ListOfActiveOnes) {
  fake_.list_active = [](const auto&, auto* response) {
    response->add_workflows()->set_workflow_id("w-5");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"list", "--active"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\nw-5"));
  EXPECT_EQ(err(), "");
}

TEST_F(AdmfTest, ListOfActiveOnesSaysHowManyMoreWait) {
  fake_.list_active = [](const v1::ListActiveRequest& request, auto* response) {
    response->add_workflows()->set_state(v1::WORKFLOW_STATE_RUNNING);
    for (int i = 0; i < request.max_queued(); ++i) {
      response->add_workflows()->set_state(v1::WORKFLOW_STATE_QUEUED);
    }
    response->set_queued_workflows(70'000);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"list", "--active", "--limit", "3"}), ExitCode::kSuccess);
  EXPECT_EQ(err(),
            "admf: 69,998 more wait in the queue; --limit N or --all shows "
            "more\n");
  EXPECT_EQ(Run({"list", "--active", "--all", "-o", "json"}),
            ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["workflows"].size(), 1001u);
  EXPECT_EQ(json["queued_workflows"], "70000");
  EXPECT_EQ(err(),
            "admf: 69,000 more wait in the queue; `admf list --state queued "
            "--all` lists all of them\n");
}

TEST_F(AdmfTest, WatchPrintsEvents) {
  AcceptAndEndIn("SUCCEEDED");
  EXPECT_EQ(Run({"watch", "w-1", "--after", "2"}), ExitCode::kSuccess);
  EXPECT_EQ(out(),
            "1970-01-01 00:00:00  #3  phase 1/1: computation\n"
            "1970-01-01 00:00:00  #4  computation 50 %: half\n"
            "1970-01-01 00:00:00  #5  succeeded\n");
  EXPECT_EQ(Run({"watch", "w-1", "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), StartsWith("sequence,time,event,text\n"
                                "1,1970-01-01T00:00:00Z,submitted,"));
  EXPECT_EQ(Run({"watch", "w-1", "-o", "json"}), ExitCode::kSuccess);
  std::istringstream lines(out());
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(nlohmann::json::parse(line)["sequence"], "1");
}

TEST_F(AdmfTest, WatchEndsWithTheStateOfTheWorkflow) {
  AcceptAndEndIn("FAILED");
  EXPECT_EQ(Run({"watch", "w-1"}), ExitCode::kWorkflowFailed);
  // After the last event there is nothing to see; the state is asked for.
  fake_.get_status = [](const auto&, auto* response) {
    response->mutable_status()->set_state(v1::WORKFLOW_STATE_FAILED);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"watch", "w-1", "--after", "5"}), ExitCode::kWorkflowFailed);
  EXPECT_EQ(out(), "");
}

TEST_F(AdmfTest, ALiveLineIsWipedInTheEnd) {
  AcceptAndEndIn("SUCCEEDED");
  environment_.live = true;
  environment_.err_is_terminal = true;
  in_.str("workflow: {}");
  EXPECT_EQ(Run({"run", "-"}), ExitCode::kSuccess);
  EXPECT_THAT(err(), AllOf(HasSubstr("\r[1/1] computation"),
                           ::testing::EndsWith("\r\x1b[K")));
}

TEST_F(AdmfTest, ColoursOnlyOnATerminalThatWantsThem) {
  AcceptAndEndIn("SUCCEEDED");
  environment_.colors = true;
  EXPECT_EQ(Run({"result", "w-1"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), Not(HasSubstr("\x1b")));
  environment_.out_is_terminal = true;
  EXPECT_EQ(Run({"result", "w-1"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\x1b[32msucceeded"));
  EXPECT_EQ(Run({"result", "w-1", "--no-color"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), Not(HasSubstr("\x1b")));
}

TEST_F(AdmfTest, ResultBeforeTheEndIsARefusal) {
  fake_.get_result = [](const auto&, auto*) {
    return MakeError(grpc::StatusCode::FAILED_PRECONDITION, "w-1 has not ended",
                     MakeErrorInfo("NOT_FINISHED"));
  };
  EXPECT_EQ(Run({"result", "w-1"}), ExitCode::kServer);
  EXPECT_EQ(err(), "admf: w-1 has not ended [NOT_FINISHED]\n");
}

TEST_F(AdmfTest, AnExportThatBreaksLeavesNoFile) {
  AcceptAndEndIn("SUCCEEDED");
  fake_.export_table = [](grpc::ServerContext*, const auto&, auto* writer) {
    v1::ExportTableResponse response;
    response.set_data("half");
    writer->Write(response);
    return MakeError(grpc::StatusCode::INTERNAL, "broke",
                     MakeErrorInfo("INTERNAL"));
  };
  EXPECT_EQ(Run({"result", "w-1", "--trades", folder_ / "t.csv"}),
            ExitCode::kServer);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace admf
