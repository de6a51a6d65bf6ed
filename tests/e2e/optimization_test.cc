// Searches through a real daemon: what they find, that they are what single
// backtests are, and that an interruption changes nothing.

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/random.h"
#include "tests/e2e/search_fixture.h"

namespace admf {
namespace {

/// Everything of a workflow but its type and its search.
constexpr char kRun[] = R"(
  data_config: {sources: {WALK: {path: walk.csv}}}
  backtest_config:
    strategy: {type: sma_crossover}
    execution: {commission: {type: percent, rate: 0.001}}
    portfolio: {direction: long_only}
)";

std::string Search(const std::string& config, int cpu_cores = 1,
                   const std::string& run = kRun) {
  return absl::StrCat("workflow:\n  type: optimization\n",
                      "  infrastructure_config: {cpu_cores: ", cpu_cores, "}\n",
                      run, "  optimization_config:\n", config);
}

constexpr char kGrid[] = R"(
    parameter_space:
      fast_period: [3, 5, 8, 13]
      slow_period: {type: int, min: 10, max: 50, step: 5}
    constraints: ["fast_period < slow_period"]
)";

class OptimizationTest : public SearchTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(800, 1));
    Start(ServerConfig());
  }
};

/// The backtest of one trial of kRun.
std::string TrialAlone(const std::map<std::string, std::string>& row) {
  return absl::StrCat("workflow:\n  type: backtest\n  parameters: {",
                      "fast_period: ", row.at("fast_period"),
                      ", slow_period: ", row.at("slow_period"), "}\n", kRun);
}

TEST_F(OptimizationTest, TrialsAreWhatSingleBacktestsAre) {
  const v1::WorkflowResult search = Run(Search(kGrid));
  const auto rows = TableOf(search.workflow_id(), "trials");
  // 4 x 9, less (13, 10).
  ASSERT_EQ(rows.size(), 35u);
  EXPECT_EQ(search.trial_count(), 35);
  EXPECT_EQ(search.search().trial_count(), 35);

  Random random(/*seed=*/7, /*stream=*/0);
  for (int i = 0; i < 8; ++i) {
    const auto& row = rows[random.NextBelow(rows.size())];
    SCOPED_TRACE(TrialAlone(row));
    const v1::WorkflowResult alone = Run(TrialAlone(row));
    EXPECT_EQ(alone.outputs().at("account_digest"), row.at("account_digest"));
    for (const char* name : {"final_equity", "max_drawdown", "trade_count"}) {
      EXPECT_EQ(alone.metrics().at(name), std::stod(row.at(name))) << name;
    }
    if (alone.metrics().contains("sharpe_ratio")) {
      EXPECT_EQ(alone.metrics().at("sharpe_ratio"),
                std::stod(row.at("sharpe_ratio")));
    }
  }
}

TEST_F(OptimizationTest, TheResultIsThatOfTheBestTrial) {
  const v1::WorkflowResult search = Run(Search(kGrid));
  const auto rows = TableOf(search.workflow_id(), "trials");
  double best = -1e9;
  const std::map<std::string, std::string>* best_row = nullptr;
  for (const auto& row : rows) {
    const double score = std::stod(row.at("sharpe_ratio"));
    if (score <= best) continue;
    best = score;
    best_row = &row;
  }
  EXPECT_EQ(search.metrics().at("sharpe_ratio"), best);
  const v1::Trial& trial = search.search().best();
  EXPECT_EQ(trial.parameters().at("fast_period").number_value(),
            std::stod(best_row->at("fast_period")));
  EXPECT_EQ(trial.parameters().at("slow_period").number_value(),
            std::stod(best_row->at("slow_period")));
  const v1::WorkflowResult alone = Run(TrialAlone(*best_row));
  for (const auto& [name, value] : alone.metrics()) {
    EXPECT_EQ(search.metrics().at(name), value) << name;
  }
  std::map<std::string, std::string> digests;
  for (const auto& artifact : search.artifacts()) {
    digests[artifact.name()] = artifact.digest();
  }
  for (const auto& artifact : alone.artifacts()) {
    EXPECT_EQ(digests[artifact.name()], artifact.digest()) << artifact.name();
  }
  for (const char* name :
       {"deflated_sharpe_ratio", "probability_of_backtest_overfitting"}) {
    ASSERT_TRUE(search.metrics().contains(name)) << name;
    EXPECT_GE(search.metrics().at(name), 0);
    EXPECT_LE(search.metrics().at(name), 1);
  }
  EXPECT_EQ(search.search().parameter_importance().size(), 2u);
  EXPECT_TRUE(search.search().has_neighbourhood());
  EXPECT_TRUE(search.search().has_plateau());
  EXPECT_GE(search.search().explanations_size(), 3);
}

TEST_F(OptimizationTest, EarlierTrialsAreCounted) {
  const v1::WorkflowResult first = Run(Search(kGrid));
  EXPECT_EQ(first.context().at("earlier_trials"), "0");
  // The same search tries nothing new.
  const v1::WorkflowResult second = Run(Search(kGrid));
  EXPECT_EQ(second.context().at("earlier_trials"), "0");
  const char* const other = R"(
    parameter_space:
      fast_period: [3, 5, 8, 13]
)";
  const v1::WorkflowResult third = Run(Search(other));
  EXPECT_EQ(third.context().at("earlier_trials"), "35");
  EXPECT_LT(std::stod(third.context().at(
                "deflated_sharpe_ratio_with_earlier_trials")),
            third.metrics().at("deflated_sharpe_ratio"));
  // Which is no part of what a search itself comes to.
  const v1::WorkflowResult fourth = Run(Search(kGrid));
  EXPECT_EQ(fourth.context().at("earlier_trials"), "4");
  EXPECT_EQ(first.result_digest(), fourth.result_digest());
}

TEST_F(OptimizationTest, EveryAlgorithmComesToTheSameOnAnyNumberOfThreads) {
  for (const char* algorithm :
       {"grid", "random", "sobol", "genetic", "cma_es", "tpe"}) {
    SCOPED_TRACE(algorithm);
    const std::string config = absl::StrCat(
        "    algorithm: ", algorithm, R"(
    parameter_space:
      fast_period: {type: int, min: 3, max: 15, step: 3}
      slow_period: {type: int, min: 16, max: 40, step: 6}
)",
        std::string(algorithm) == "grid" ? "" : "    max_trials: 24\n");
    const v1::WorkflowResult one = Run(Search(config, 1));
    const v1::WorkflowResult two = Run(Search(config, 2));
    EXPECT_EQ(one.result_digest(), two.result_digest());
    EXPECT_GT(one.trial_count(), 10);
    EXPECT_LE(one.trial_count(), 25);
  }
}

TEST_F(OptimizationTest, VariesNumbersOfTheRunAndSeveralObjectives) {
  const v1::WorkflowResult result = Run(Search(R"(
    combination: pareto
    objectives: [{metric: total_return}, {metric: volatility}]
    parameter_space:
      fast_period: [5, 8]
      slow_period: [20, 30]
      risk.stop_loss: [0.02, 0.05, 0.1]
)"));
  EXPECT_EQ(result.trial_count(), 12);
  ASSERT_GE(result.search().pareto_front_size(), 1);
  // Nobody on the front is beaten in both.
  for (const auto& a : result.search().pareto_front()) {
    for (const auto& b : result.search().pareto_front()) {
      const auto at = [](const v1::Trial& trial, const char* name) {
        return trial.metrics().at(name);
      };
      EXPECT_FALSE(at(a, "total_return") > at(b, "total_return") &&
                   at(a, "volatility") < at(b, "volatility"));
    }
  }
  // A stop works inside bars, so such trials take the full path; they are what
  // backtests are, too.
  const auto rows = TableOf(result.workflow_id(), "trials");
  const auto& row = rows[7];
  const v1::WorkflowResult alone = Run(absl::StrCat(
      "workflow:\n  type: backtest\n  parameters: {fast_period: ",
      row.at("fast_period"), ", slow_period: ", row.at("slow_period"),
      ", risk.stop_loss: ", row.at("risk.stop_loss"), "}\n", kRun));
  EXPECT_EQ(alone.outputs().at("account_digest"), row.at("account_digest"));
}

TEST_F(OptimizationTest, RegimesAndEnsemble) {
  const v1::WorkflowResult result = Run(Search(absl::StrCat(kGrid, R"(
    regimes: {period: 20, min_bars: 20}
    ensemble: {size: 8, max_weight: 0.5, max_correlation: 0.99}
)")));
  EXPECT_EQ(result.search().regimes_size(), 6);
  int64_t bars = 0;
  for (const auto& regime : result.search().regimes()) {
    bars += regime.bar_count();
    EXPECT_EQ(regime.has_best(), regime.bar_count() >= 20) << regime.regime();
  }
  EXPECT_LE(bars, 800);
  EXPECT_GT(bars, 700);
  ASSERT_GE(result.search().ensemble_size(), 2);
  double sum = 0;
  for (const auto& member : result.search().ensemble()) {
    EXPECT_LE(member.weight(), 0.5 + 1e-12);
    sum += member.weight();
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST_F(OptimizationTest, SaysWhyNothingIsBest) {
  const std::string id = SubmitOk(Search(R"(
    parameter_space: {fast_period: [3, 5]}
    constraints: [{metric: trade_count, min: 100000}]
)"));
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.error().message();
  EXPECT_EQ(result.search().feasible_trial_count(), 0);
  EXPECT_FALSE(result.search().has_best());
  EXPECT_EQ(result.warnings_size(), 1);
}

TEST_F(OptimizationTest, SaysWhatWasLeftOut) {
  // (30, 10) and (30, 20) are no crossovers.
  const v1::WorkflowResult grid = Run(Search(R"(
    parameter_space: {fast_period: [3, 30], slow_period: [10, 20]}
)"));
  EXPECT_EQ(grid.trial_count(), 2);
  ASSERT_EQ(grid.warnings_size(), 1);
  EXPECT_NE(grid.warnings(0).find(
                "2 of 4 points of the grid are no valid runs and were left "
                "out, for example fast_period=30 slow_period=10: "),
            std::string::npos)
      << grid.warnings(0);

  const v1::WorkflowResult random = Run(Search(R"(
    algorithm: random
    max_trials: 10
    parameter_space: {risk.stop_loss: {min: 0.1, max: 0.2}}
    constraints: ["risk.stop_loss > 0.3"]
)"));
  EXPECT_EQ(random.trial_count(), 0);
  ASSERT_EQ(random.warnings_size(), 1);
  EXPECT_NE(random.warnings(0).find(" points that were drawn"),
            std::string::npos)
      << random.warnings(0);
}

TEST_F(OptimizationTest, AnInterruptionChangesNothing) {
  // Enough trials of the slow path for the server to stop amidst them.
  const std::string config = R"(
    algorithm: genetic
    population_size: 40
    max_trials: 4000
    parameter_space:
      fast_period: {type: int, min: 2, max: 50}
      slow_period: {type: int, min: 51, max: 200}
      risk.stop_loss: {type: real, min: 0.01, max: 0.2, scale: log}
)";
  const v1::WorkflowResult undisturbed = Run(Search(config));

  const std::string id = SubmitOk(Search(config));
  WaitForPhase(id, v1::WORKFLOW_PHASE_COMPUTATION);
  Stop();
  Start(ServerConfig());
  const auto events = WatchToEnd(id);
  int interruptions = 0;
  for (const auto& event : events) interruptions += event.has_interrupted();
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_SUCCEEDED)
      << result.error().message();
  EXPECT_EQ(interruptions, 1);
  EXPECT_EQ(result.result_digest(), undisturbed.result_digest());
}

TEST_F(OptimizationTest, IsCancelledAmidstItsTrials) {
  const std::string id = SubmitOk(Search(R"(
    algorithm: random
    max_trials: 1000000
    parameter_space:
      fast_period: {type: int, min: 2, max: 50}
      slow_period: {type: int, min: 51, max: 500}
      risk.stop_loss: {type: real, min: 0.01, max: 0.2}
)"));
  WaitForPhase(id, v1::WORKFLOW_PHASE_COMPUTATION);
  Cancel(id);
  WatchToEnd(id);
  EXPECT_EQ(StatusOf(id).state(), v1::WORKFLOW_STATE_CANCELLED);
}

TEST_F(OptimizationTest, RefusesWhatIsWrongWithAHint) {
  const auto refused = [&](const std::string& config) {
    const Failure failure = SubmitBad(Search(config));
    const auto violations = failure.violations();
    return violations.empty() ? failure.status.error_message()
                              : violations.front();
  };
  EXPECT_NE(refused("    parameter_space: {fast_perod: [1, 2]}\n")
                .find("did you mean fast_period?"),
            std::string::npos);
  EXPECT_NE(refused("    parameter_space: {fast_period: [0, 2]}\n")
                .find("fast_period"),
            std::string::npos);
  EXPECT_NE(refused("    algorithm: cma_es\n    parameter_space: "
                    "{fast_period: [1, 2]}\n")
                .find("algorithm"),
            std::string::npos);
  EXPECT_NE(refused("    parameter_space: {fast_period: [5]}\n"
                    "    objective: sharp_ratio\n")
                .find("did you mean sharpe_ratio?"),
            std::string::npos);
  EXPECT_NE(refused("    max_trials: 3\n"
                    "    parameter_space: {fast_period: \"range(1, 9, 1)\"}\n")
                .find("9 points"),
            std::string::npos);
  EXPECT_NE(refused("    parameter_space: {fast_period: [5]}\n"
                    "    constraints: [\"fast < 3\"]\n")
                .find("constraints[0]"),
            std::string::npos);
}

// R3: a grid over the periods of R2, as another engine has computed it.
TEST_F(OptimizationTest, ReproducesAKnownGrid) {
  const char* const folder = std::getenv("ADMF_REFERENCE_DATA");
  if (folder == nullptr) GTEST_SKIP() << "ADMF_REFERENCE_DATA is not set";
  std::ifstream file(absl::StrCat(folder, "/GOOG.csv"));
  std::stringstream content;
  content << file.rdbuf();
  WriteData("GOOG.csv", content.str());
  const v1::WorkflowResult result = Run(Search(R"yaml(
    objective: final_equity
    parameter_space:
      fast_period: "range(5, 25, 5)"
      slow_period: {min: 10, max: 65, step: 5}
    constraints: ["fast_period < slow_period"]
)yaml",
                                               2, R"(
  data_config: {sources: {GOOG: {path: GOOG.csv}}}
  backtest_config:
    strategy: {type: sma_crossover}
    execution: {commission: {type: percent, rate: 0.002}}
)"));
  EXPECT_EQ(result.trial_count(), 50);
  std::map<std::pair<std::string, std::string>,
           std::map<std::string, std::string>>
      by_periods;
  for (auto& row : TableOf(result.workflow_id(), "trials")) {
    by_periods[{row["fast_period"], row["slow_period"]}] = row;
  }
  const auto equity = [&](const char* fast, const char* slow) {
    return std::stod(by_periods.at({fast, slow}).at("final_equity"));
  };
  EXPECT_NEAR(equity("10", "15"), 77829.05462, 1e-8 * 77829);
  EXPECT_EQ(by_periods.at({"10", "15"}).at("trade_count"), "152.0");
  EXPECT_NEAR(equity("10", "35"), 70364.22772, 1e-8 * 70364);
  EXPECT_NEAR(equity("10", "20"), 56263.51934, 1e-8 * 56263);
  EXPECT_EQ(
      result.search().best().parameters().at("slow_period").number_value(), 15);
}

}  // namespace
}  // namespace admf
