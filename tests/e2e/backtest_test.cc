// A workflow's whole way over real gRPC: submitted, watched, kept, exported.

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/daemon_fixture.h"

namespace admf {
namespace {

class BacktestTest : public DaemonTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(500, 1));
    Start(Config());
  }

  using DaemonTest::Export;
  std::string Export(const v1::ExportTableRequest& request,
                     grpc::Status* status) {
    grpc::ClientContext context;
    const auto reader = stub().ExportTable(&context, request);
    std::string bytes;
    v1::ExportTableResponse response;
    while (reader->Read(&response)) bytes += response.data();
    *status = reader->Finish();
    return bytes;
  }
};

TEST_F(BacktestTest, RunsAllPhasesAndKeepsTheResult) {
  const std::string id = SubmitOk(Yaml());
  const auto events = WatchToEnd(id);
  ASSERT_EQ(events.size(), 15u);  // submitted, started, 6 x 2, completed
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
    EXPECT_EQ(events[i].workflow_id(), id);
  }
  EXPECT_TRUE(events.front().has_submitted());
  EXPECT_EQ(events.back().completed().state(), v1::WORKFLOW_STATE_SUCCEEDED);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(result.result_digest(), events.back().completed().result_digest());
  EXPECT_EQ(result.result_digest().size(), 64u);
  EXPECT_EQ(result.config_digest().size(), 64u);
  EXPECT_EQ(result.data_digest().size(), 64u);
  EXPECT_EQ(result.phases_size(), 6);
  EXPECT_EQ(result.outputs().at("bar_count"), "500");
  EXPECT_TRUE(result.metrics().contains("sharpe_ratio"));
  EXPECT_EQ(StatusOf(id).progress(), 1);
}

/// A run that isn't good enough has succeeded all the same.
TEST_F(BacktestTest, AVerdictSaysWhetherTheResultIsWhatWasRequired) {
  const std::string plain = SubmitOk(Yaml());
  WatchToEnd(plain);
  EXPECT_FALSE(ResultOf(plain).has_verdict());
  EXPECT_EQ(ResultOf(plain).trial_count(), 1);

  const std::string id =
      SubmitOk(Yaml() +
               "  validation_config:\n"
               "    require:\n"
               "      - {metric: final_equity, min: 0}\n"
               "      - {metric: max_drawdown, min: -1, max: 0}\n");
  WatchToEnd(id);
  const v1::WorkflowResult passed = ResultOf(id);
  EXPECT_EQ(passed.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(passed.verdict().state(), v1::Verdict::PASSED);
  ASSERT_EQ(passed.verdict().outcomes_size(), 2);
  EXPECT_EQ(passed.verdict().outcomes(1).value(),
            passed.metrics().at("max_drawdown"));

  const std::string other = SubmitOk(
      Yaml() +
      "  validation_config: {require: [{metric: final_equity, max: 1}]}\n");
  WatchToEnd(other);
  const v1::WorkflowResult failed = ResultOf(other);
  EXPECT_EQ(failed.state(), v1::WORKFLOW_STATE_SUCCEEDED);
  EXPECT_EQ(failed.verdict().state(), v1::Verdict::FAILED);
  EXPECT_FALSE(failed.verdict().outcomes(0).reason().empty());
}

TEST_F(BacktestTest, WatchResumesAfterAnySequence) {
  const std::string id = SubmitOk(Yaml());
  const auto all = WatchToEnd(id);
  for (size_t after = 0; after <= all.size(); ++after) {
    const auto rest = WatchToEnd(id, static_cast<int64_t>(after));
    ASSERT_EQ(rest.size(), all.size() - after);
    if (!rest.empty()) {
      EXPECT_EQ(rest.front().sequence(), static_cast<int64_t>(after) + 1);
    }
  }
}

TEST_F(BacktestTest, ExportsTablesAsCsvAndParquet) {
  const std::string id = SubmitOk(Yaml());
  WatchToEnd(id);
  grpc::Status status;
  const std::string equity =
      Export(id, v1::TABLE_EQUITY, v1::EXPORT_FORMAT_CSV, &status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const std::vector<std::string> lines = absl::StrSplit(equity, '\n');
  EXPECT_EQ(lines[0], "time,close,cash,units,equity");
  EXPECT_EQ(lines.size(), 502u);  // header, 500 bars, nothing after the last
  EXPECT_EQ(lines[1].substr(0, 20), "2000-01-03T00:00:00Z");
  // The last row's equity is the metric.
  const std::vector<std::string> last = absl::StrSplit(lines[500], ',');
  EXPECT_EQ(std::stod(last[4]), ResultOf(id).metrics().at("final_equity"));

  const std::string trades =
      Export(id, v1::TABLE_TRADES, v1::EXPORT_FORMAT_PARQUET, &status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(trades.substr(0, 4), "PAR1");
  EXPECT_EQ(trades.substr(trades.size() - 4), "PAR1");

  Export(id, v1::TABLE_UNSPECIFIED, v1::EXPORT_FORMAT_CSV, &status);
  EXPECT_EQ(ToFailure(status).reason(), "INVALID_REQUEST");
  Export("wf-none", v1::TABLE_TRADES, v1::EXPORT_FORMAT_CSV, &status);
  EXPECT_EQ(ToFailure(status).reason(), "WORKFLOW_NOT_FOUND");
}

TEST_F(BacktestTest, ExportsATableByTheNameOfItsArtifact) {
  const std::string id = SubmitOk(Yaml());
  WatchToEnd(id);
  grpc::Status status;
  v1::ExportTableRequest request;
  request.set_workflow_id(id);
  request.set_name("fills");
  const std::string by_name = Export(request, &status);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(by_name,
            Export(id, v1::TABLE_FILLS, v1::EXPORT_FORMAT_CSV, &status));
  EXPECT_GT(by_name.size(), 100u);

  request.set_table(v1::TABLE_FILLS);
  Export(request, &status);
  EXPECT_EQ(ToFailure(status).reason(), "INVALID_REQUEST");
  request.clear_table();
  request.set_name("fils");
  Export(request, &status);
  EXPECT_EQ(ToFailure(status).reason(), "TABLE_NOT_AVAILABLE");
  EXPECT_NE(status.error_message().find("trades, fills, equity"),
            std::string::npos)
      << status.error_message();
}

TEST_F(BacktestTest, TypedMessageAndYamlHaveOneDigest) {
  v1::SubmitWorkflowRequest request;
  v1::WorkflowConfig* config = request.mutable_workflow()->mutable_config();
  config->set_type(v1::WORKFLOW_TYPE_BACKTEST);
  (*config->mutable_data_config()->mutable_sources())["WALK"].set_path(
      "walk.csv");
  auto* strategy = config->mutable_backtest_config()->mutable_strategy();
  strategy->set_type("sma_crossover");
  (*strategy->mutable_params())["fast_period"].set_number_value(5);
  (*strategy->mutable_params())["slow_period"].set_number_value(20);
  v1::SubmitWorkflowResponse response;
  ASSERT_TRUE(Submit(request, &response).ok());
  const std::string yaml = SubmitOk(Yaml());
  WatchToEnd(response.workflow_id());
  WatchToEnd(yaml);
  EXPECT_EQ(ResultOf(response.workflow_id()).result_digest(),
            ResultOf(yaml).result_digest());
}

TEST_F(BacktestTest, OverridesReplaceParameters) {
  v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(Yaml());
  (*request.mutable_workflow()->mutable_parameter_overrides())["fast_period"] =
      "7";
  v1::SubmitWorkflowResponse response;
  ASSERT_TRUE(Submit(request, &response).ok());
  WatchToEnd(response.workflow_id());
  EXPECT_EQ(ResultOf(response.workflow_id())
                .config()
                .backtest_config()
                .strategy()
                .params()
                .at("fast_period")
                .number_value(),
            7);
  (*request.mutable_workflow()->mutable_parameter_overrides())["slow"] = "7";
  EXPECT_EQ(ToFailure(Submit(request, &response)).reason(),
            "INVALID_CONFIGURATION");
}

TEST_F(BacktestTest, RepeatedAHundredTimesItHasOneDigest) {
  std::set<std::string> digests;
  for (int i = 0; i < 50; ++i) {  // one after the other
    const std::string id = SubmitOk(Yaml());
    WatchToEnd(id);
    digests.insert(ResultOf(id).result_digest());
  }
  std::vector<std::string> ids;
  for (int i = 0; i < 50; ++i) ids.push_back(SubmitOk(Yaml()));  // at once
  for (const std::string& id : ids) {
    WatchToEnd(id);
    digests.insert(ResultOf(id).result_digest());
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST_F(BacktestTest, SixtyFourClientsAtOnce) {
  std::vector<std::thread> clients;
  std::vector<std::string> digests(64);
  for (size_t i = 0; i < digests.size(); ++i) {
    clients.emplace_back([&, i] {
      const std::string id = SubmitOk(Yaml());
      WatchToEnd(id);
      digests[i] = ResultOf(id).result_digest();
    });
  }
  for (std::thread& client : clients) client.join();
  for (const std::string& digest : digests) EXPECT_EQ(digest, digests[0]);
  EXPECT_EQ(digests[0].size(), 64u);
}

TEST_F(BacktestTest, NothingIsLeftInTheScratchFolder) {
  const std::string id = SubmitOk(Yaml());
  WatchToEnd(id);
  Stop();
  EXPECT_TRUE(files_.ListDirectory(state_folder() + "/scratch")->empty());
  EXPECT_TRUE(files_.ListDirectory(state_folder() + "/exports")->empty());
}

TEST_F(BacktestTest, ListingPagesThroughAllOfThemNewestFirst) {
  std::vector<std::string> ids;
  for (int i = 0; i < 7; ++i) ids.push_back(SubmitOk(Yaml()));
  for (const std::string& id : ids) WatchToEnd(id);
  std::reverse(ids.begin(), ids.end());

  v1::ListWorkflowsRequest request;
  request.set_page_size(3);
  request.add_states(v1::WORKFLOW_STATE_SUCCEEDED);
  std::vector<std::string> listed;
  do {
    grpc::ClientContext context;
    v1::ListWorkflowsResponse response;
    ASSERT_TRUE(stub().ListWorkflows(&context, request, &response).ok());
    EXPECT_LE(response.workflows_size(), 3);
    for (const auto& workflow : response.workflows()) {
      listed.push_back(workflow.workflow_id());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, ids);
}

TEST_F(BacktestTest, APageTokenBelongsToItsFilter) {
  for (int i = 0; i < 2; ++i) WatchToEnd(SubmitOk(Yaml()));
  v1::ListWorkflowsRequest request;
  request.set_page_size(1);
  v1::ListWorkflowsResponse response;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub().ListWorkflows(&context, request, &response).ok());
  }
  for (const std::string& token :
       {response.next_page_token(), std::string("garbage")}) {
    grpc::ClientContext context;
    request.set_page_token(token);
    request.set_name_contains("other");
    EXPECT_EQ(
        ToFailure(stub().ListWorkflows(&context, request, &response)).reason(),
        "INVALID_REQUEST");
  }
}

TEST_F(BacktestTest, ServerInfoTellsWhatCanBeRun) {
  grpc::ClientContext context;
  v1::GetServerInfoResponse info;
  ASSERT_TRUE(stub().GetServerInfo(&context, {}, &info).ok());
  ASSERT_EQ(info.workflow_types_size(), 3);
  EXPECT_EQ(info.workflow_types(0), v1::WORKFLOW_TYPE_BACKTEST);
  std::set<std::string> strategies;
  for (const auto& strategy : info.strategies()) {
    strategies.insert(strategy.name());
    EXPECT_FALSE(strategy.description().empty());
    for (const auto& parameter : strategy.parameters()) {
      EXPECT_FALSE(parameter.description().empty());
      EXPECT_TRUE(parameter.has_default_value());
    }
  }
  for (const char* name : {"buy_and_hold", "sma_crossover", "ichimoku"}) {
    EXPECT_TRUE(strategies.contains(name)) << name;
  }
  std::set<std::string> indicators;
  for (const auto& indicator : info.indicators()) {
    indicators.insert(indicator.name());
    EXPECT_FALSE(indicator.description().empty());
    EXPECT_GT(indicator.outputs_size(), 0);
  }
  for (const char* name : {"sma", "pivot_points", "vwap"}) {
    EXPECT_TRUE(indicators.contains(name)) << name;
  }
  EXPECT_TRUE(info.accepting());
  EXPECT_EQ(info.limits().max_queued_workflows(), 10'000);
}

}  // namespace
}  // namespace admf
