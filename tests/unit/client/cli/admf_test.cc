// The whole command line against a daemon in the test's process.
#include "client/cli/admf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

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

class AdmfTest : public ::testing::Test {
 protected:
  AdmfTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) / "admf_test" /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    environment_.in = &in_;
    environment_.out = &out_;
    environment_.err = &err_;
    environment_.catch_interrupts = [this] { return stop_.get_token(); };
  }

  // Runs admf against the fake daemon.
  ExitCode Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", fake_.address()});
    return RunAlone(arguments);
  }

  // Runs admf with no other server than the arguments name.
  ExitCode RunAlone(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    return RunAdmf(arguments, environment_);
  }

  std::string WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  static std::string ReadFile(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  // Makes the daemon take a workflow as w-1, which ends in `state`.
  void AcceptAndEndIn(const std::string& state) {
    fake_.submit = [this](const v1::SubmitWorkflowRequest& request,
                          v1::SubmitWorkflowResponse* response) {
      submitted_ = request;
      response->set_workflow_id("w-1");
      response->mutable_status()->set_workflow_id("w-1");
      return grpc::Status::OK;
    };
    fake_.watch = [state](
                      grpc::ServerContext*,
                      const v1::WatchWorkflowRequest& request,
                      grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
      const std::vector<std::string> events = {
          "sequence: 1 submitted { type: WORKFLOW_TYPE_BACKTEST priority: 3 }",
          "sequence: 2 started {}",
          "sequence: 3 phase_started { phase: WORKFLOW_PHASE_COMPUTATION "
          "index: 1 count: 1 attempt: 1 }",
          "sequence: 4 progress { phase: WORKFLOW_PHASE_COMPUTATION "
          "fraction: 0.5 message: 'half' }",
          "sequence: 5 completed { state: WORKFLOW_STATE_" + state + " }",
      };
      for (size_t i = request.after_sequence(); i < events.size(); ++i) {
        v1::WatchWorkflowResponse response;
        *response.mutable_event() = Parse<v1::WorkflowEvent>(events[i]);
        writer->Write(response);
      }
      return grpc::Status::OK;
    };
    fake_.get_result = [state](const v1::GetResultRequest& request,
                               v1::GetResultResponse* response) {
      *response->mutable_result() = Parse<v1::WorkflowResult>(
          "type: WORKFLOW_TYPE_BACKTEST name: 'goog' "
          "config_digest: 'c0' data_digest: 'd0' result_digest: 'e0' "
          "metrics { key: 'sharpe_ratio' value: 0.5806232244 } "
          "state: WORKFLOW_STATE_" +
          state);
      response->mutable_result()->set_workflow_id(request.workflow_id());
      return grpc::Status::OK;
    };
    fake_.export_table =
        [](grpc::ServerContext*, const v1::ExportTableRequest& request,
           grpc::ServerWriter<v1::ExportTableResponse>* writer) {
          v1::ExportTableResponse response;
          response.set_data(v1::Table_Name(request.table()));
          writer->Write(response);
          return grpc::Status::OK;
        };
  }

  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

  const std::filesystem::path folder_;
  FakeCoordinator fake_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::stop_source stop_;
  Environment environment_;
  v1::SubmitWorkflowRequest submitted_;
};

TEST_F(AdmfTest, WithoutArgumentsShowsTheHelpAsAnError) {
  EXPECT_EQ(RunAlone({}), ExitCode::kUsage);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("Usage: admf"));
}

TEST_F(AdmfTest, HelpIsAResult) {
  EXPECT_EQ(RunAlone({"--help"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr("--server HOST:PORT"),
                           HasSubstr("Exit codes: 0 success")));
  EXPECT_EQ(RunAlone({"run", "--help"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("Usage: admf run [OPTIONS] FILE"));
  EXPECT_EQ(RunAlone({"help", "list"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("Usage: admf list"));
  EXPECT_EQ(err(), "");
}

TEST_F(AdmfTest, UsageErrorsSayWhatWasMeant) {
  const struct {
    std::vector<std::string> arguments;
    const char* message;
  } cases[] = {
      {{"lst"}, "there is no command 'lst' (did you mean 'list'?)"},
      {{"frobnicate"}, "there is no command 'frobnicate'; choose from run"},
      {{"run"}, "FILE is required"},
      {{"run", "a", "b"}, "'b' is one argument too many"},
      {{"help", "lst"}, "there is no command 'lst' (did you mean 'list'?)"},
      {{"list", "--label", ""}, "--label: '' is no KEY=VALUE"},
      {{"status", "w-\xff"}, "argument 2 is no text in UTF-8"},
      {{"run", "a", "--prioriy", "3"},
       "there is no option --prioriy (did you mean '--priority'?)"},
      {{"run", "a", "--priority", "6"}, "not in range 1 to 5"},
      {{"run", "a", "--set", "x"}, "--set: 'x' is no NAME=VALUE"},
      {{"run", "a", "--trades", "x.txt"}, ".csv or .parquet"},
      {{"submit", "a", "b", "--request-id", "r"}, "--request-id is for one"},
      {{"list", "--state", "faild"},
       "there is no 'faild' (did you mean 'failed'?)"},
      {{"list", "--since", "yesterday"}, "'yesterday' is no time"},
      {{"list", "--active", "--name", "x"}, "--active"},
      {{"list", "--limit", "0"}, "not in range"},
      {{"list", "--output", "jsn"}, "(did you mean 'json'?)"},
      {{"list", "--timeout", "soon"}, "'soon' is no duration"},
      {{"list", "--server", "http://localhost"}, "it is a URL"},
      {{"list", "--cert", "c.pem"}, "--cert requires --key"},
      {{"list", "--ca", "/nonexistent.pem"}, "/nonexistent.pem"},
      {{"completion", "tcsh"}, "choose bash, zsh or fish"},
      {{"watch", "w-1", "--after", "-1"}, "not in range"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RunAlone(c.arguments), ExitCode::kUsage) << c.message;
    EXPECT_EQ(out(), "");
    EXPECT_THAT(err(), AllOf(StartsWith("admf: "), HasSubstr(c.message)));
  }
}

TEST_F(AdmfTest, AnUnreachableDaemon) {
  const std::string address = fake_.address();
  fake_.Stop();
  EXPECT_EQ(RunAlone({"list", "--server", address}), ExitCode::kServer);
  EXPECT_EQ(err(), "admf: no daemon answers at " + address +
                       "; start one with `admfd` or name another with "
                       "--server or ADMF_SERVER\n");
}

TEST_F(AdmfTest, TheServerComesFromTheEnvironment) {
  fake_.list = [](const auto&, auto*) { return grpc::Status::OK; };
  environment_.server = fake_.address();
  EXPECT_EQ(RunAlone({"list", "-o", "csv"}), ExitCode::kSuccess);
  environment_.server = "host:0";
  EXPECT_EQ(RunAlone({"list"}), ExitCode::kUsage);
  EXPECT_THAT(err(), StartsWith("admf: ADMF_SERVER: 'host:0' is no address"));
}

TEST_F(AdmfTest, AWrongServerOfTheEnvironmentIsInNobodysWay) {
  environment_.server = "host:0";
  EXPECT_EQ(Run({"list", "--help"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"--help"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"version"}), ExitCode::kSuccess);
  EXPECT_EQ(RunAlone({"completion", "bash"}), ExitCode::kSuccess);
  fake_.list = [](const auto&, auto*) { return grpc::Status::OK; };
  EXPECT_EQ(Run({"list", "-o", "csv"}), ExitCode::kSuccess);
}

TEST_F(AdmfTest, VersionAsksNoServer) {
  EXPECT_EQ(RunAlone({"version"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), StartsWith("admf "));
  EXPECT_EQ(RunAlone({"version", "-o", "json"}), ExitCode::kSuccess);
  EXPECT_TRUE(nlohmann::json::parse(out()).contains("version"));
}

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
  EXPECT_THAT(err(), HasSubstr("--trades and --equity name the same file"));
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

TEST_F(AdmfTest, ValidateListsAllProblems) {
  fake_.validate = [](const v1::ValidateWorkflowRequest& request,
                      v1::ValidateWorkflowResponse* response) {
    if (request.workflow().yaml() == "good") {
      response->set_valid(true);
      response->set_config_digest("c0");
      return grpc::Status::OK;
    }
    auto* violation = response->add_violations();
    violation->set_field("workflow.type");
    violation->set_description("is required");
    violation->set_file_name(request.workflow().file_name());
    violation->set_line(1);
    violation->set_column(11);
    return grpc::Status::OK;
  };
  const std::string good = WriteFile("good.yaml", "good");
  const std::string bad = WriteFile("bad.yaml", "bad");
  EXPECT_EQ(Run({"validate", good, bad}), ExitCode::kUsage);
  EXPECT_EQ(out(), good + ": valid, configuration c0\n" + bad +
                       ":1:11: workflow.type: is required\n" + bad +
                       ": invalid, 1 problem\n");
  EXPECT_EQ(Run({"validate", good}), ExitCode::kSuccess);
  EXPECT_EQ(Run({"validate", bad, "-o", "csv"}), ExitCode::kUsage);
  EXPECT_EQ(out(), "file,valid,line,column,field,description\n" + bad +
                       ",false,1,11,workflow.type,is required\n");
  EXPECT_EQ(Run({"validate", bad, "-o", "json"}), ExitCode::kUsage);
  EXPECT_EQ(nlohmann::json::parse(out())["valid"], false);
}

class DataTest : public AdmfTest {
 protected:
  DataTest() {
    fake_.inspect = [this](const v1::InspectDataRequest& request,
                           v1::InspectDataResponse* response) {
      request_ = request;
      *response = Parse<v1::InspectDataResponse>(R"(
        path: "GOOG.csv" symbol: "GOOG" size_bytes: 97833 timezone: "UTC"
        columns { meaning: "time" } columns { meaning: "open" name: "Open" }
        source_timeframe: "1d" timeframe: "1d" source_rows: 2148 bar_count: 2148
        first_bar { seconds: 1092873600 } last_bar { seconds: 1362096000 }
        lowest: 95.96 highest: 844 data_digest: "abc"
        findings { kind: "jump" count: 2 first { seconds: 1092873600 }
                   description: "2 closes that differ: 2004-08-19, ..." }
      )");
      return grpc::Status::OK;
    };
  }

  v1::InspectDataRequest request_;
};

TEST_F(DataTest, ShowsWhatWasUnderstood) {
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv"}), ExitCode::kSuccess);
  EXPECT_EQ(request_.source().path(), "GOOG.csv");
  EXPECT_EQ(out(),
            "file         GOOG.csv, 95.5 KiB\n"
            "symbol       GOOG\n"
            "columns      time (without a name), open=Open\n"
            "bars         2,148 of 1d\n"
            "first_bar    2004-08-19T00:00:00Z\n"
            "last_bar     2013-03-01T00:00:00Z\n"
            "timezone     UTC\n"
            "prices       95.96 to 844\n"
            "data_digest  abc\n"
            "\n"
            "FINDING  WHAT\n"
            "jump     2 closes that differ: 2004-08-19, ...\n");
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv", "-o", "csv"}),
            ExitCode::kSuccess);
  EXPECT_EQ(out(),
            "kind,count,description\n"
            "jump,2,\"2 closes that differ: 2004-08-19, ...\"\n");
  EXPECT_EQ(Run({"data", "inspect", "GOOG.csv", "-o", "json"}),
            ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["symbol"], "GOOG");
  EXPECT_EQ(json["findings"][0]["kind"], "jump");
}

TEST_F(DataTest, AsksAsTheOptionsSay) {
  EXPECT_EQ(Run({"data",
                 "inspect",
                 "a.bin",
                 "--symbol",
                 "A",
                 "--format",
                 "parquet",
                 "--column",
                 "time=ts",
                 "--column",
                 "close=last price",
                 "--timeframe",
                 "1h",
                 "--timezone",
                 "America/New_York",
                 "--start",
                 "2020-01-01",
                 "--end",
                 "2020-12-31",
                 "--calendar",
                 "24x5"}),
            ExitCode::kSuccess);
  EXPECT_EQ(request_.symbol(), "A");
  EXPECT_EQ(request_.source().format(), v1::DATA_FORMAT_PARQUET);
  EXPECT_EQ(request_.source().columns().time(), "ts");
  EXPECT_EQ(request_.source().columns().close(), "last price");
  EXPECT_EQ(request_.data_config().timeframe(), "1h");
  EXPECT_EQ(request_.data_config().timezone(), "America/New_York");
  EXPECT_EQ(request_.data_config().start(), "2020-01-01");
  EXPECT_EQ(request_.data_config().end(), "2020-12-31");
  EXPECT_EQ(request_.data_config().calendar(), v1::TRADING_CALENDAR_24X5);
}

TEST_F(DataTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(Run({"data", "remove", "GOOG.csv"}), ExitCode::kUsage);
  EXPECT_EQ(err(), "admf: `admf data` can't remove; it can `inspect FILE`\n");
  EXPECT_EQ(Run({"data", "inspect"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"data", "inspect", "a.csv", "--calendar", "nasdaq"}),
            ExitCode::kUsage);
  EXPECT_EQ(Run({"data", "inspect", "a.csv", "--column", "price=x"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("'price=x' is not MEANING=NAME"));
}

class CatalogTest : public AdmfTest {
 protected:
  CatalogTest() {
    fake_.info = [](const auto&, v1::GetServerInfoResponse* response) {
      *response = Parse<v1::GetServerInfoResponse>(R"(
        version: "0.1.0" accepting: true data_root: "/data"
        workflow_types: WORKFLOW_TYPE_BACKTEST
        limits { max_workflow_time { seconds: 86400 } }
        strategies { name: "sma_crossover" description: "Crosses." }
        indicators { name: "sma" description: "Averages." }
      )");
      return grpc::Status::OK;
    };
  }
};

TEST_F(CatalogTest, ListsAndExplains) {
  EXPECT_EQ(Run({"catalog"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr("sma_crossover"), HasSubstr("\nsma\n")));
  EXPECT_EQ(Run({"catalog", "sma"}), ExitCode::kSuccess);
  EXPECT_EQ(out(), "sma  indicator\nAverages.\n");
  EXPECT_EQ(Run({"catalog", "sma", "-o", "json"}), ExitCode::kSuccess);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["indicators"][0]["name"], "sma");
  EXPECT_TRUE(json["strategies"].empty());
  EXPECT_EQ(json.size(), 2u);
}

TEST_F(CatalogTest, HintsAtTheNearestName) {
  EXPECT_EQ(Run({"catalog", "sma_crosover"}), ExitCode::kUsage);
  EXPECT_EQ(err(),
            "admf: the catalogue has no 'sma_crosover' (did you mean "
            "'sma_crossover'?); `admf catalog` lists what it has\n");
}

TEST_F(CatalogTest, InfoShowsTheServer) {
  EXPECT_EQ(Run({"info", "--wait", "5m"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr(fake_.address()), HasSubstr("backtest"),
                           HasSubstr("/data"), HasSubstr("1d00h")));
  EXPECT_EQ(Run({"info", "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\nversion,0.1.0\n"));
}

TEST_F(AdmfTest, CompletionIsPrinted) {
  EXPECT_EQ(RunAlone({"completion", "bash"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("complete -F _admf admf"));
}

}  // namespace
}  // namespace admf
