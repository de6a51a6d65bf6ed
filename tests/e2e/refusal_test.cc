// Everything that a client may get wrong: each gets a clear error, and the
// daemon goes on.

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

class RefusalTest : public DaemonTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(300, 1));
    Start(Config());
  }

  /// After whatever went wrong, a good workflow succeeds.
  void TearDown() override {
    const std::string id = SubmitOk(Yaml());
    EXPECT_EQ(WatchToEnd(id).back().completed().state(),
              v1::WORKFLOW_STATE_SUCCEEDED);
  }

  void ExpectViolation(const std::string& yaml, const std::string& place,
                       const std::string& words) {
    const Failure failure = SubmitBad(yaml);
    EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
    EXPECT_EQ(failure.reason(), "INVALID_CONFIGURATION");
    ASSERT_FALSE(failure.violations().empty());
    const std::string violation = failure.violations()[0];
    EXPECT_TRUE(absl::StartsWith(violation, "run.yaml:" + place + ": "))
        << violation;
    EXPECT_TRUE(absl::StrContains(violation, words)) << violation;
  }

  /// The good text with a part replaced.
  static std::string With(const std::string& part, const std::string& other) {
    return absl::StrReplaceAll(Yaml(), {{part, other}});
  }
};

TEST_F(RefusalTest, NotYaml) { ExpectViolation("workflow: [", "1:12", ""); }

TEST_F(RefusalTest, UnknownKey) {
  ExpectViolation(With("strategy:", "stratgy:"), "8:5", "strategy");
}

TEST_F(RefusalTest, WrongType) {
  ExpectViolation(With("name: test", "labels: 5"), "3:11", "5");
}

TEST_F(RefusalTest, OutOfRangeParameter) {
  ExpectViolation(With("fast_period: 5", "fast_period: 0"), "10:29", "0");
}

TEST_F(RefusalTest, UnknownStrategy) {
  ExpectViolation(With("sma_crossover", "sma_crosover"), "9:13",
                  "sma_crossover");
}

TEST_F(RefusalTest, WhatABacktestHasNoUseFor) {
  ExpectViolation(
      Yaml() + "  optimization_config: {parameter_space: {a: [1]}}\n", "11:3",
      "type: optimization");
  ExpectViolation(
      Yaml() +
          "  validation_config: {method: lookahead, require: [{metric: "
          "sqn, min: 1}]}\n",
      "11:31", "type: validation");
  ExpectViolation(
      Yaml() +
          "  validation_config: {require: [{metric: sharp_ratio, min: "
          "1}]}\n",
      "11:42", "did you mean sharpe_ratio");
}

TEST_F(RefusalTest, MissingFile) {
  ExpectViolation(With("walk.csv", "none.csv"), "6:20", "none.csv");
}

TEST_F(RefusalTest, PathsOutsideTheDataRoot) {
  WriteData("../secret.csv", RandomWalkCsv(10, 1));
  ASSERT_EQ(symlink("../secret.csv", (data_folder() + "/link.csv").c_str()), 0);
  for (const char* path : {"../secret.csv", "/etc/passwd", "link.csv"}) {
    ExpectViolation(With("walk.csv", path), "6:20", "outside the data root");
  }
}

TEST_F(RefusalTest, AllProblemsAtOnceInTheOrderOfTheText) {
  const Failure failure = SubmitBad(
      With("fast_period: 5", "fast_period: 50") +
      "    execution: {fill: tomorrow, commission: {type: percent, rate: 7}}\n"
      "    risk: {stop_los: 0.1}\n");
  const auto violations = failure.violations();
  ASSERT_EQ(violations.size(), 4u);
  EXPECT_TRUE(absl::StartsWith(violations[0], "run.yaml:10:")) << violations[0];
  EXPECT_TRUE(absl::StartsWith(violations[1], "run.yaml:11:")) << violations[1];
  EXPECT_TRUE(absl::StartsWith(violations[2], "run.yaml:11:")) << violations[2];
  EXPECT_TRUE(absl::StartsWith(violations[3], "run.yaml:12:")) << violations[3];
}

TEST_F(RefusalTest, ZeroAndAnEmptyTextAreNotTheDefault) {
  ExpectViolation(With("name: test", "infrastructure_config: {cpu_cores: 0}"),
                  "3:38", "must not be 0");
  ExpectViolation(With("data_config:", "data_config:\n    timezone: \"\""),
                  "5:15", "must not be empty");
  SubmitOk(With("name: test", "name: \"\"") + "    seed: 0\n");
}

TEST_F(RefusalTest, AnOverrideHasNoPlaceInTheText) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  (*request.mutable_workflow()->mutable_parameter_overrides())["fast_period"] =
      "0";
  v1::SubmitWorkflowResponse response;
  const auto violations = ToFailure(Submit(request, &response)).violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(violations[0],
                               "workflow.parameters.fast_period: fast_period "
                               "must be "))
      << violations[0];
}

TEST_F(RefusalTest, AThousandProblemsMakeNoThousandViolations) {
  v1::ValidateWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  for (int i = 0; i < 1000; ++i) {
    (*request.mutable_workflow()
          ->mutable_parameter_overrides())[absl::StrCat("p", i)] = "1";
  }
  grpc::ClientContext context;
  v1::ValidateWorkflowResponse response;
  ASSERT_TRUE(stub().ValidateWorkflow(&context, request, &response).ok());
  ASSERT_EQ(response.violations_size(), 201);
  EXPECT_EQ(response.violations(200).description(), "and 800 more problems");
}

TEST_F(RefusalTest, ALongFileNameKeepsItsEnd) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(With("sma_crossover", "none"));
  std::string name = "00.yaml";
  for (int i = 0; i < 150; ++i) name = "\u00e9" + name;
  request.mutable_workflow()->set_file_name(name);
  v1::SubmitWorkflowResponse response;
  const auto violations = ToFailure(Submit(request, &response)).violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(violations[0], "...\u00e9"));
  EXPECT_TRUE(absl::StrContains(violations[0], "\u00e900.yaml:9:13: "));
}

TEST_F(RefusalTest, ValidateWorkflowFindsTheSameAndStartsNothing) {
  v1::ValidateWorkflowRequest request;
  request.mutable_workflow()->set_yaml(
      With("fast_period: 5", "fast_period: 0"));
  v1::ValidateWorkflowResponse response;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub().ValidateWorkflow(&context, request, &response).ok());
  }
  EXPECT_FALSE(response.valid());
  ASSERT_EQ(response.violations_size(), 1);
  EXPECT_EQ(response.violations(0).line(), 10);
  EXPECT_EQ(response.violations(0).field(),
            "workflow.backtest_config.strategy.params.fast_period");

  request.mutable_workflow()->set_yaml(Yaml());
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub().ValidateWorkflow(&context, request, &response).ok());
  }
  EXPECT_TRUE(response.valid());
  EXPECT_EQ(response.config_digest().size(), 64u);
  grpc::ClientContext context;
  v1::ListWorkflowsResponse listed;
  ASSERT_TRUE(stub().ListWorkflows(&context, {}, &listed).ok());
  EXPECT_EQ(listed.workflows_size(), 0);
}

TEST_F(RefusalTest, ValidateOnlySubmitsNothing) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  request.set_validate_only(true);
  v1::SubmitWorkflowResponse response;
  ASSERT_TRUE(Submit(request, &response).ok());
  EXPECT_EQ(response.workflow_id(), "");
}

TEST_F(RefusalTest, TwoMebibytesOfText) {
  const Failure failure = SubmitBad(Yaml() + "#" + std::string(2 << 20, 'x'));
  EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_EQ(failure.reason(), "TEXT_TOO_LARGE");
}

TEST_F(RefusalTest, AnAliasBomb) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    absl::StrAppend(&bomb, std::string(1, c), ": &", std::string(1, c), " [");
    for (int i = 0; i < 9; ++i) {
      absl::StrAppend(&bomb, "*", std::string(1, c - 1), ", ");
    }
    absl::StrAppend(&bomb, "]\n");
  }
  EXPECT_EQ(SubmitBad(bomb).status.error_code(), grpc::INVALID_ARGUMENT);
}

TEST_F(RefusalTest, DeepNesting) {
  EXPECT_EQ(
      SubmitBad("workflow: " + std::string(100'000, '[')).status.error_code(),
      grpc::INVALID_ARGUMENT);
}

TEST_F(RefusalTest, TypesThatThisBuildCantRun) {
  for (const char* type : {"analysis", "live_trading"}) {
    const Failure failure =
        SubmitBad(absl::StrCat("workflow:\n  type: ", type, "\n"));
    EXPECT_EQ(failure.status.error_code(), grpc::UNIMPLEMENTED) << type;
    EXPECT_EQ(failure.reason(), "UNSUPPORTED_WORKFLOW_TYPE");
    EXPECT_TRUE(absl::StrContains(failure.status.error_message(), type));
  }
}

TEST_F(RefusalTest, UnknownIds) {
  grpc::ClientContext status_context, result_context, cancel_context;
  v1::GetStatusRequest status;
  status.set_workflow_id("wf-none");
  v1::GetStatusResponse status_response;
  EXPECT_EQ(
      ToFailure(stub().GetStatus(&status_context, status, &status_response))
          .reason(),
      "WORKFLOW_NOT_FOUND");
  grpc::ClientContext long_context;
  status.set_workflow_id(std::string(100'000, 'x'));
  EXPECT_LT(ToFailure(stub().GetStatus(&long_context, status, &status_response))
                .status.error_message()
                .size(),
            200u);
  v1::GetResultRequest result;
  result.set_workflow_id("");
  v1::GetResultResponse result_response;
  EXPECT_EQ(
      ToFailure(stub().GetResult(&result_context, result, &result_response))
          .reason(),
      "WORKFLOW_NOT_FOUND");
  v1::CancelRequest cancel;
  cancel.set_workflow_id("wf-none");
  v1::CancelResponse cancel_response;
  EXPECT_EQ(ToFailure(stub().Cancel(&cancel_context, cancel, &cancel_response))
                .reason(),
            "WORKFLOW_NOT_FOUND");
  grpc::ClientContext watch_context;
  v1::WatchWorkflowRequest watch;
  watch.set_workflow_id("wf-none");
  const auto reader = stub().WatchWorkflow(&watch_context, watch);
  v1::WatchWorkflowResponse event;
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_EQ(ToFailure(reader->Finish()).reason(), "WORKFLOW_NOT_FOUND");
}

TEST_F(RefusalTest, AnEmptyRequestAndBadFields) {
  v1::SubmitWorkflowRequest request;
  v1::SubmitWorkflowResponse response;
  EXPECT_EQ(ToFailure(Submit(request, &response)).reason(), "INVALID_REQUEST");
  request.mutable_workflow()->set_yaml(Yaml());
  request.set_priority(6);
  EXPECT_EQ(ToFailure(Submit(request, &response)).reason(), "INVALID_REQUEST");
  request.set_priority(3);
  request.set_request_id(std::string(129, 'r'));
  EXPECT_EQ(ToFailure(Submit(request, &response)).reason(), "INVALID_REQUEST");
}

TEST_F(RefusalTest, ARequestIdMeansOneWorkflow) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  request.set_request_id("nightly-1");
  v1::SubmitWorkflowResponse first, second;
  ASSERT_TRUE(Submit(request, &first).ok());
  ASSERT_TRUE(Submit(request, &second).ok());
  EXPECT_EQ(first.workflow_id(), second.workflow_id());
  EXPECT_FALSE(first.already_submitted());
  EXPECT_TRUE(second.already_submitted());
  request.mutable_workflow()->set_yaml(Yaml() + "    seed: 2\n");
  const Failure failure = ToFailure(Submit(request, &second));
  EXPECT_EQ(failure.status.error_code(), grpc::ALREADY_EXISTS);
  EXPECT_EQ(failure.reason(), "REQUEST_ID_CONFLICT");
}

TEST_F(RefusalTest, WhatWasAcceptedOnceIsNotRefusedToARetry) {
  WriteData("gone.csv", "Date,Open,High,Low,Close\n2020-01-01,1,2,1,2\n");
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(With("walk.csv", "gone.csv"));
  request.set_request_id("nightly-2");
  v1::SubmitWorkflowResponse first, second;
  ASSERT_TRUE(Submit(request, &first).ok());
  std::filesystem::remove(data_folder() + "/gone.csv");
  ASSERT_TRUE(Submit(request, &second).ok());
  EXPECT_EQ(first.workflow_id(), second.workflow_id());
  EXPECT_TRUE(second.already_submitted());
  // Another request id is another submission.
  request.set_request_id("nightly-3");
  EXPECT_EQ(ToFailure(Submit(request, &second)).status.error_code(),
            grpc::INVALID_ARGUMENT);
  // What can't be a retry is told so, whatever else is wrong with it.
  request.set_request_id("nightly-2");
  request.set_priority(5);
  EXPECT_EQ(ToFailure(Submit(request, &second)).reason(),
            "REQUEST_ID_CONFLICT");
}

TEST_F(RefusalTest, BadRowsFailTheWorkflowAndAreNamed) {
  WriteData("bad.csv",
            "Date,Open,High,Low,Close\n2020-01-01,1,2,1,2\n"
            "2020-01-02,1,2,3,2\n");
  const std::string id = SubmitOk(With("walk.csv", "bad.csv"));
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_TRUE(absl::StrContains(result.error().message(), "bad.csv"));
  EXPECT_TRUE(absl::StrContains(result.error().message(), "row 2"))
      << result.error().message();
}

TEST_F(RefusalTest, DataWithoutTheVolumeThatIsNeededFailsTheWorkflow) {
  WriteData("bare.csv", "Date,Open,High,Low,Close\n2020-01-01,1,2,1,2\n");
  const std::string id = SubmitOk(absl::StrReplaceAll(
      Yaml("bare.csv"), {{"sma_crossover", "obv_trend"},
                         {"{fast_period: 5, slow_period: 20}", "{}"}}));
  v1::WorkflowPhase failed = v1::WORKFLOW_PHASE_UNSPECIFIED;
  for (const auto& event : WatchToEnd(id)) {
    if (event.has_phase_failed())
      failed = event.phase_failed().result().phase();
  }
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_TRUE(absl::StrContains(
      result.error().message(),
      "obv needs the traded volume, and the data of WALK has none"))
      << result.error().message();
  // Nothing was computed before somebody noticed.
  EXPECT_EQ(failed, v1::WORKFLOW_PHASE_DATA_PREPARATION);
}

TEST_F(RefusalTest, ManyViolationsStillFitIntoTheTrailer) {
  std::string yaml = Yaml() + "  labels:\n";
  for (int i = 0; i < 90; ++i) {
    absl::StrAppend(&yaml, "    l", i, ": [", std::string(50, 'x'), "]\n");
  }
  const Failure failure = SubmitBad(yaml);
  EXPECT_EQ(failure.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_GT(failure.violations().size(), 5u);
}

}  // namespace
}  // namespace admf
