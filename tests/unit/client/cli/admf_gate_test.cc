// `admf gate`, against a daemon in the test's process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/client/cli/admf_fixture.h"

namespace admf {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const char kPassed[] =
    "state: WORKFLOW_STATE_SUCCEEDED verdict { state: PASSED outcomes { "
    "criterion { metric: 'trade_count' min: 30 } value: 66 passed: true } }";
const char kFailed[] =
    "state: WORKFLOW_STATE_SUCCEEDED verdict { state: FAILED outcomes { "
    "criterion { metric: 'sharpe_ratio' min: 0.5 } value: 0.41 "
    "reason: 'too low' } }";
const char kCrashed[] =
    "state: WORKFLOW_STATE_FAILED error { code: 5 message: 'no such file' }";

// A daemon that runs the texts it is told of: the text of a file is the name of
// its workflow, and `results_` has what it comes to. Ids of requests are kept.
class GateTest : public AdmfTest {
 protected:
  GateTest() {
    fake_.validate = [](const v1::ValidateWorkflowRequest& request,
                        v1::ValidateWorkflowResponse* response) {
      const std::string& name = request.workflow().yaml();
      response->set_valid(name != "invalid");
      if (!response->valid()) {
        v1::Violation* violation = response->add_violations();
        violation->set_field("workflow.type");
        violation->set_description("there is no 'bactest'");
        violation->set_file_name(request.workflow().file_name());
        violation->set_line(2);
        violation->set_column(9);
        return grpc::Status::OK;
      }
      response->mutable_config()->set_name(name);
      if (name != "lax") {
        response->mutable_config()
            ->mutable_validation_config()
            ->add_require()
            ->set_metric("trade_count");
      }
      return grpc::Status::OK;
    };
    fake_.submit = [this](const v1::SubmitWorkflowRequest& request,
                          v1::SubmitWorkflowResponse* response) {
      requests_.push_back(request);
      const auto [entry, is_new] = workflows_.emplace(
          request.request_id(), "w-" + std::to_string(workflows_.size() + 1));
      if (is_new) names_[entry->second] = request.workflow().yaml();
      response->set_workflow_id(entry->second);
      response->set_already_submitted(!is_new);
      response->mutable_status()->set_state(
          is_new ? v1::WORKFLOW_STATE_QUEUED : ResultOf(entry->second).state());
      return grpc::Status::OK;
    };
    fake_.watch =
        [this](grpc::ServerContext*, const v1::WatchWorkflowRequest& request,
               grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
          v1::WatchWorkflowResponse response;
          *response.mutable_event() = Parse<v1::WorkflowEvent>(
              "sequence: 1 phase_started { phase: WORKFLOW_PHASE_COMPUTATION "
              "index: 1 count: 1 attempt: 1 }");
          writer->Write(response);
          response.mutable_event()->set_sequence(2);
          response.mutable_event()->mutable_completed()->set_state(
              ResultOf(request.workflow_id()).state());
          writer->Write(response);
          return grpc::Status::OK;
        };
    fake_.get_result = [this](const v1::GetResultRequest& request,
                              v1::GetResultResponse* response) {
      *response->mutable_result() = ResultOf(request.workflow_id());
      return grpc::Status::OK;
    };
    results_ = {{"good", kPassed}, {"bad", kFailed}, {"crash", kCrashed}};
  }

  v1::WorkflowResult ResultOf(const std::string& id) {
    auto result = Parse<v1::WorkflowResult>(results_.at(names_.at(id)));
    result.set_workflow_id(id);
    result.set_name(names_.at(id));
    return result;
  }

  // A file of the workflow of this name.
  std::string File(const std::string& name) {
    return WriteFile(name + ".yaml", name);
  }

  std::map<std::string, std::string> results_;
  // What the daemon's threads write; calls come one after the other.
  std::vector<v1::SubmitWorkflowRequest> requests_;
  std::map<std::string, std::string> workflows_;
  std::map<std::string, std::string> names_;
};

TEST_F(GateTest, PassesOnlyIfAllDo) {
  const std::string good = File("good");
  const std::string bad = File("bad");
  EXPECT_EQ(Run({"gate", good}), ExitCode::kSuccess);
  EXPECT_THAT(out(), AllOf(HasSubstr("good      trade_count >= 30     66  "
                                     "passed\n"),
                           HasSubstr("\ngate PASSED: 1 of 1 workflow passed"
                                     "\n")));
  EXPECT_EQ(Run({"gate", good, bad}), ExitCode::kVerdictFailed);
  EXPECT_THAT(out(), HasSubstr("\ngate FAILED: 1 of 2 workflows passed, 1 "
                               "failed\n"));
  EXPECT_EQ(err(), "admf: " + good +
                       ": verdict PASSED: 1 of 1 criterion is fulfilled "
                       "[w-1]\n"
                       "admf: " +
                       bad +
                       ": verdict FAILED: 0 of 1 criterion is fulfilled; "
                       "missed: sharpe_ratio >= 0.5 (is 0.41) [w-2]\n");
}

TEST_F(GateTest, TellsWarningsOfWhatPassed) {
  results_["good"] = std::string(kPassed) + " warnings: 'few trades'";
  const std::string good = File("good");
  EXPECT_EQ(Run({"gate", good}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("\nWARNINGS\ngood  few trades\n\ngate PASSED"));
  EXPECT_THAT(err(), HasSubstr("admf: " + good + ": warning: few trades\n"));
}

TEST_F(GateTest, SubmitsAllBeforeItWaits) {
  std::vector<size_t> submitted;
  const auto watch = fake_.watch;
  fake_.watch = [&](auto* context, const auto& request, auto* writer) {
    submitted.push_back(requests_.size());
    return watch(context, request, writer);
  };
  EXPECT_EQ(Run({"gate", File("good"), File("bad"), File("crash"), "-q"}),
            ExitCode::kVerdictFailed);
  EXPECT_THAT(submitted, ElementsAre(3u, 3u, 3u));
}

TEST_F(GateTest, RunningItAgainFindsTheSameWorkflows) {
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kSuccess);
  // The same content under another name, as in another checkout.
  EXPECT_EQ(Run({"gate", WriteFile("moved.yaml", "good")}), ExitCode::kSuccess);
  EXPECT_THAT(workflows_, SizeIs(1));
  // A daemon refuses other content under the same id.
  EXPECT_EQ(requests_[0].SerializeAsString(), requests_[1].SerializeAsString());
  EXPECT_EQ(Run({"gate", File("good"), "--set", "fast_period=12"}),
            ExitCode::kSuccess);
  EXPECT_THAT(workflows_, SizeIs(2));
  EXPECT_EQ(Run({"gate", File("good"), "--fresh"}), ExitCode::kSuccess);
  EXPECT_EQ(Run({"gate", File("good"), "--fresh"}), ExitCode::kSuccess);
  EXPECT_THAT(workflows_, SizeIs(4));
}

TEST_F(GateTest, AWorkflowThatFailedBeforeIsSubmittedAnew) {
  EXPECT_EQ(Run({"gate", File("crash")}), ExitCode::kWorkflowFailed);
  EXPECT_THAT(out(), HasSubstr("the workflow failed: no such file"));
  EXPECT_THAT(workflows_, SizeIs(1));
  EXPECT_EQ(Run({"gate", File("crash")}), ExitCode::kWorkflowFailed);
  EXPECT_THAT(workflows_, SizeIs(2));
  // Now the file is there: the third try passes, and is the one that is read.
  results_["crash"] = kCrashed;
  const auto submit = fake_.submit;
  EXPECT_EQ(requests_[2].request_id(), requests_[0].request_id() + ".2");
  fake_.submit = [&](const auto& request, auto* response) {
    const grpc::Status status = submit(request, response);
    if (response->workflow_id() == "w-3") {
      names_["w-3"] = "good";
      response->mutable_status()->set_state(v1::WORKFLOW_STATE_SUCCEEDED);
    }
    return status;
  };
  EXPECT_EQ(Run({"gate", File("crash")}), ExitCode::kSuccess);
  EXPECT_EQ(Run({"gate", File("crash")}), ExitCode::kSuccess);
  EXPECT_THAT(workflows_, SizeIs(3));
}

TEST_F(GateTest, WhatIsRefusedIsNotSubmittedAndTheRestRuns) {
  const std::string invalid = File("invalid");
  const std::string lax = File("lax");
  EXPECT_EQ(Run({"gate", "/nonexistent.yaml", invalid, lax, File("good")}),
            ExitCode::kUsage);
  EXPECT_THAT(requests_, SizeIs(1));
  EXPECT_THAT(
      err(), AllOf(StartsWith("admf: /nonexistent.yaml: can't read "
                              "/nonexistent.yaml: No such file or directory\n" +
                              invalid +
                              ":2:9: workflow.type: there is no 'bactest'\n"
                              "admf: " +
                              invalid +
                              ": the configuration is invalid\nadmf: " + lax +
                              ": there is nothing to gate: the file requires "
                              "nothing; add what"),
                   HasSubstr("good.yaml: verdict PASSED")));
  EXPECT_THAT(out(), HasSubstr("gate FAILED: 1 of 4 workflows passed, 3 have "
                               "no verdict"));
}

TEST_F(GateTest, ADaemonWithoutVerdictsGatesNothing) {
  results_["good"] = "state: WORKFLOW_STATE_SUCCEEDED";
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("there is nothing to gate"));
}

TEST_F(GateTest, AVerdictThatIsUnknownDoesNotPass) {
  results_["good"] = "state: WORKFLOW_STATE_SUCCEEDED verdict {}";
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kVerdictFailed);
}

TEST_F(GateTest, WritesReportsAlsoWhenItFails) {
  const std::string junit = folder_ / "gate.xml";
  const std::string markdown = folder_ / "gate.md";
  EXPECT_EQ(Run({"gate", File("bad"), File("invalid"), "--junit", junit,
                 "--markdown", markdown, "-q"}),
            ExitCode::kVerdictFailed);
  EXPECT_THAT(ReadFile(junit),
              AllOf(HasSubstr("<testsuites name=\"admf gate\" tests=\"2\" "
                              "failures=\"1\" errors=\"1\""),
                    HasSubstr("too low</failure>")));
  EXPECT_THAT(ReadFile(markdown),
              HasSubstr("| `sharpe_ratio >= 0.5` | 0.41 | **FAILED**: too low "
                        "|\n"));
  EXPECT_THAT(err(), Not(HasSubstr("verdict")));
}

TEST_F(GateTest, AReportCanBePrinted) {
  EXPECT_EQ(Run({"gate", File("good"), "--markdown", "-"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), StartsWith("## gate PASSED: 1 of 1 workflow passed\n"));
  EXPECT_THAT(out(), Not(HasSubstr("VERDICT")));
  EXPECT_EQ(Run({"gate", File("good"), "--junit", "-"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), StartsWith("<?xml version"));
  // One document, not two.
  EXPECT_EQ(Run({"gate", File("good"), "--junit", "-", "-o", "json"}),
            ExitCode::kUsage);
  EXPECT_EQ(Run({"gate", File("good"), "--junit", "-", "--markdown", "-"}),
            ExitCode::kUsage);
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(GateTest, AFileThatIsNamedTwiceRunsOnce) {
  const std::string good = File("good");
  const std::string again = folder_ / "." / "good.yaml";
  EXPECT_EQ(Run({"gate", good, again}), ExitCode::kSuccess);
  EXPECT_THAT(requests_, SizeIs(1));
  EXPECT_THAT(out(), HasSubstr("gate PASSED: 1 of 1 workflow passed"));
  EXPECT_THAT(err(), HasSubstr("is given more than once; it runs once"));
}

TEST_F(GateTest, ReportsThatCannotBeWrittenAreToldFirst) {
  EXPECT_EQ(Run({"gate", File("good"), "--junit", "/nonexistent/gate.xml"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("/nonexistent/gate.xml"));
  EXPECT_EQ(Run({"gate", File("good"), "--junit", folder_ / "gate",
                 "--markdown", folder_ / "." / "gate"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("name the same file"));
  EXPECT_THAT(requests_, SizeIs(0));
}

TEST_F(GateTest, JsonAndCsv) {
  EXPECT_EQ(Run({"gate", File("bad"), "-o", "json"}), ExitCode::kVerdictFailed);
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["workflows"][0]["result"]["verdict"]["state"], "FAILED");
  EXPECT_EQ(Run({"gate", File("good"), "-o", "csv"}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("w-2,good,trade_count >= 30,66,passed,\n"));
}

TEST_F(GateTest, ADaemonThatIsGoneIsAskedOnce) {
  fake_.validate = [](const auto&, auto*) {
    return MakeError(grpc::StatusCode::UNAVAILABLE, "shutting down",
                     MakeErrorInfo("SHUTTING_DOWN"));
  };
  EXPECT_EQ(Run({"gate", File("good"), File("bad"), "--timeout", "300ms"}),
            ExitCode::kServer);
  EXPECT_THAT(err(),
              AllOf(HasSubstr("good.yaml: shutting down [SHUTTING_DOWN]\n"),
                    HasSubstr("bad.yaml: not submitted, since the daemon does "
                              "not answer\n")));
}

TEST_F(GateTest, AQueueThatIsFullIsToldForItsFile) {
  fake_.submit = [](const auto&, auto*) {
    return MakeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "the queue is full",
                     MakeErrorInfo("QUEUE_FULL"));
  };
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kServer);
  EXPECT_THAT(err(), HasSubstr("good.yaml: the queue is full [QUEUE_FULL]\n"));
}

TEST_F(GateTest, AnInterruptLeavesTheWorkflowsAloneAndWritesTheReport) {
  const auto end = fake_.watch;
  fake_.watch = [&](auto* context, const auto& request, auto* writer) {
    if (request.workflow_id() == "w-1") return end(context, request, writer);
    stop_.request_stop();
    while (!context->IsCancelled()) {
      if (!writer->Write(v1::WatchWorkflowResponse())) break;
    }
    return grpc::Status::CANCELLED;
  };
  const std::string junit = folder_ / "gate.xml";
  EXPECT_EQ(Run({"gate", File("good"), File("bad"), "--junit", junit}),
            ExitCode::kInterrupted);
  EXPECT_THAT(err(), HasSubstr("Follow it with `admf watch w-2`"));
  EXPECT_THAT(ReadFile(junit),
              AllOf(HasSubstr("tests=\"2\" failures=\"0\" errors=\"1\""),
                    HasSubstr("message=\"interrupted before w-2 had ended\"")));
  fake_.Stop();
}

TEST_F(GateTest, AnInterruptCancelsWhereThatIsAskedFor) {
  std::vector<std::string> cancelled;
  const auto end = fake_.watch;
  fake_.watch = [&](auto* context, const auto& request, auto* writer) {
    if (!cancelled.empty()) return end(context, request, writer);
    stop_.request_stop();
    while (!context->IsCancelled()) {
      if (!writer->Write(v1::WatchWorkflowResponse())) break;
    }
    return grpc::Status::CANCELLED;
  };
  fake_.cancel = [&](const v1::CancelRequest& request, auto*) {
    cancelled.push_back(request.workflow_id());
    results_["good"] = results_["bad"] = "state: WORKFLOW_STATE_CANCELLED";
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"gate", File("good"), File("bad"), "--cancel-on-interrupt"}),
            ExitCode::kWorkflowFailed);
  EXPECT_THAT(cancelled, ElementsAre("w-1", "w-2"));
  EXPECT_THAT(err(), HasSubstr("the workflow was cancelled [w-2]"));
  fake_.Stop();
}

TEST_F(GateTest, APausedWorkflowIsNoSilence) {
  const auto end = fake_.watch;
  fake_.watch = [&](auto* context, const auto& request, auto* writer) {
    v1::WatchWorkflowResponse response;
    response.mutable_event()->set_sequence(1);
    response.mutable_event()->mutable_paused();
    writer->Write(response);
    return end(context, request, writer);
  };
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kSuccess);
  EXPECT_THAT(err(), HasSubstr("good.yaml: w-1 was paused; if it still rests, "
                               "`admf resume w-1` lets it go on\n"));
}

TEST_F(GateTest, ATerminalShowsWhichWorkflowIsWaitedFor) {
  environment_.live = environment_.err_is_terminal = true;
  EXPECT_EQ(Run({"gate", File("good")}), ExitCode::kSuccess);
  EXPECT_THAT(err(), HasSubstr("\rgood  succeeded"));
}

TEST_F(GateTest, RunAndWatchEndWithTheVerdict) {
  const std::string bad = File("bad");
  const std::string line =
      "admf: verdict FAILED: 0 of 1 criterion is fulfilled; missed: "
      "sharpe_ratio >= 0.5 (is 0.41)\n";
  // The workflow has succeeded; the gate is for exit codes.
  EXPECT_EQ(Run({"run", bad}), ExitCode::kSuccess);
  EXPECT_THAT(out(), HasSubstr("bad  succeeded  verdict FAILED\n"));
  EXPECT_THAT(err(), ::testing::EndsWith(line));
  EXPECT_EQ(Run({"watch", "w-1"}), ExitCode::kSuccess);
  EXPECT_THAT(err(), ::testing::EndsWith(line));
  EXPECT_EQ(Run({"run", bad, "-q"}), ExitCode::kSuccess);
  EXPECT_EQ(err(), "");
}

}  // namespace
}  // namespace admf
