// Searches over several symbols with one account: every trial is what a
// backtest of its own is.

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/e2e/search_fixture.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

/// Everything of a workflow but its type and its search. C has bars at other
/// times, too.
constexpr char kRun[] = R"(
  data_config: {sources: {A: {path: a.csv}, B: {path: b.csv}, C: {path: c.csv}}}
  backtest_config:
    strategy: {type: sma_crossover}
    execution: {commission: {type: percent, rate: 0.001}}
    portfolio: {direction: long_short, weights: {A: 0.5, B: 0.3, C: 0.2}}
    risk: {max_drawdown: 0.6}
)";

std::string Search(const std::string& config, int cpu_cores = 1) {
  return absl::StrCat("workflow:\n  type: optimization\n",
                      "  infrastructure_config: {cpu_cores: ", cpu_cores, "}\n",
                      kRun, "  optimization_config:\n", config);
}

constexpr char kGrid[] = R"(
    parameter_space:
      fast_period: [3, 8, 13]
      slow_period: [20, 40]
      risk.stop_loss: [0.03, 0.1]
)";

class PortfolioSearchTest : public SearchTest {
 protected:
  void SetUp() override {
    WriteData("a.csv", RandomWalkCsv(400, 1));
    WriteData("b.csv", RandomWalkCsv(400, 2));
    WriteData("c.csv", RandomWalkCsv(450, 3));
    Start(ServerConfig());
  }

  /// The backtest of one trial of kGrid.
  v1::WorkflowResult RunAlone(const std::map<std::string, std::string>& row) {
    return Run(absl::StrCat(
        "workflow:\n  type: backtest\n  parameters: {fast_period: ",
        row.at("fast_period"), ", slow_period: ", row.at("slow_period"),
        ", risk.stop_loss: ", row.at("risk.stop_loss"), "}\n", kRun));
  }
};

TEST_F(PortfolioSearchTest, TrialsAreWhatSingleBacktestsAre) {
  const v1::WorkflowResult search = Run(Search(kGrid));
  const auto rows = TableOf(search.workflow_id(), "trials");
  ASSERT_EQ(rows.size(), 12u);
  EXPECT_EQ(search.trial_count(), 12);
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("trial"));
    const v1::WorkflowResult alone = RunAlone(row);
    EXPECT_EQ(alone.data_digest(), search.data_digest());
    EXPECT_EQ(alone.outputs().at("account_digest"), row.at("account_digest"));
    for (const char* name :
         {"final_equity", "max_drawdown", "trade_count", "sharpe_ratio"}) {
      EXPECT_EQ(alone.metrics().at(name), std::stod(row.at(name))) << name;
    }
  }
}

TEST_F(PortfolioSearchTest, TheResultIsThatOfTheBestTrial) {
  const v1::WorkflowResult search = Run(Search(absl::StrCat(
      kGrid, "    ensemble: {size: 4, max_correlation: 0.999}\n")));
  const auto& best = search.search().best();
  std::map<std::string, std::string> parameters;
  for (const auto& [name, value] : best.parameters()) {
    parameters[name] = absl::StrCat(value.number_value());
  }
  const v1::WorkflowResult alone = RunAlone(parameters);
  for (const auto& [name, value] : alone.metrics()) {
    EXPECT_EQ(search.metrics().at(name), value) << name;
  }
  std::map<std::string, std::string> digests;
  for (const auto& artifact : search.artifacts()) {
    digests[artifact.name()] = artifact.digest();
  }
  EXPECT_TRUE(digests.contains("symbols"));
  for (const auto& artifact : alone.artifacts()) {
    EXPECT_EQ(digests[artifact.name()], artifact.digest()) << artifact.name();
  }
  for (const char* name :
       {"deflated_sharpe_ratio", "probability_of_backtest_overfitting"}) {
    EXPECT_TRUE(search.metrics().contains(name)) << name;
  }
  EXPECT_GE(search.search().ensemble_size(), 2);
  // All trials of the search count for what is tried with this data later.
  EXPECT_EQ(alone.trial_count(), 1);
  const v1::WorkflowResult later = Run(Search(R"(
    parameter_space: {fast_period: [4, 5]}
)"));
  EXPECT_EQ(later.context().at("earlier_trials"), "13");
}

TEST_F(PortfolioSearchTest, IndicatorsAreComputedOnceForEachSymbol) {
  const v1::WorkflowResult search = Run(Search(kGrid));
  // Five averages of three symbols; each trial asks for two of each.
  EXPECT_EQ(search.search().indicators_computed(), 15);
}

TEST_F(PortfolioSearchTest, ThreadsAndInterruptionsChangeNothing) {
  const std::string config = R"(
    algorithm: genetic
    population_size: 20
    max_trials: 600
    parameter_space:
      fast_period: {type: int, min: 2, max: 20}
      slow_period: {type: int, min: 21, max: 90}
      risk.stop_loss: {type: real, min: 0.01, max: 0.2, scale: log}
)";
  const v1::WorkflowResult undisturbed = Run(Search(config, 2));
  const std::string id = SubmitOk(Search(config));
  WaitForPhase(id, v1::WORKFLOW_PHASE_COMPUTATION);
  Stop();
  Start(ServerConfig());
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.error().message();
  EXPECT_EQ(result.result_digest(), undisturbed.result_digest());
}

TEST_F(PortfolioSearchTest, WhatKnowsOneSymbolIsRefused) {
  EXPECT_THAT(Refused(Search(absl::StrCat(kGrid, "    regimes: {}\n"))),
              HasSubstr("the regimes of one market"));
  EXPECT_THAT(Refused(absl::StrCat("workflow:\n  type: validation\n", kRun,
                                   "  validation_config: {method: "
                                   "monte_carlo}\n")),
              HasSubstr("`type: validation` takes one"));
}

}  // namespace
}  // namespace admf
