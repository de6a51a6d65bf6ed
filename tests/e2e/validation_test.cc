// Validations through a real daemon: every method, what it keeps, its verdict,
// and that an interruption changes nothing.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/search_fixture.h"

namespace admf {
namespace {

constexpr char kRun[] = R"(
  data_config: {sources: {WALK: {path: walk.csv}}}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 5, slow_period: 20}}
    execution: {commission: {type: percent, rate: 0.001}}
    portfolio: {direction: long_only}
)";

constexpr char kSearch[] = R"(
  optimization_config:
    parameter_space:
      fast_period: [3, 5, 8]
      slow_period: [10, 20, 30]
    constraints: ["fast_period < slow_period"]
)";

std::string Validation(const std::string& config,
                       const std::string& search = "", int cpu_cores = 1) {
  return absl::StrCat("workflow:\n  type: validation\n",
                      "  infrastructure_config: {cpu_cores: ", cpu_cores, "}\n",
                      kRun, search, "  validation_config: {", config, "}\n");
}

class ValidationTest : public SearchTest {
 protected:
  void SetUp() override {
    WriteData("walk.csv", RandomWalkCsv(800, 3));
    Start(ServerConfig());
  }
};

std::set<std::string> TablesOf(const v1::WorkflowResult& result) {
  std::set<std::string> names;
  for (const auto& artifact : result.artifacts()) names.insert(artifact.name());
  return names;
}

TEST_F(ValidationTest, AllMethodsRunTheSameOnAnyNumberOfThreads) {
  struct Method {
    const char* config;
    bool searches;
    const char* metric;
    std::vector<std::string> tables;
  };
  const std::vector<Method> methods = {
      {"method: train_test", true, "walk_forward_efficiency", {"splits"}},
      {"method: walk_forward, train_bars: 200, test_bars: 100",
       true,
       "profitable_split_share",
       {"splits"}},
      {"method: walk_forward, train_bars: 200, test_bars: 100, "
       "window: anchored, purge_bars: 5",
       true,
       "deflated_sharpe_ratio",
       {"splits"}},
      {"method: k_fold, folds: 4, purge_bars: 10, embargo_bars: 5",
       true,
       "split_count",
       {"splits"}},
      {"method: cpcv, groups: 5, test_groups: 2",
       true,
       "path_sharpe_ratio_p50",
       {"splits", "paths"}},
      {"method: monte_carlo, samples: 300",
       false,
       "bootstrap_sharpe_p_value",
       {"samples", "perturbations"}},
      {"method: lookahead, cuts: 10", false, "lookahead_differences", {}},
      {"method: sensitivity", false, "sensitivity_worst_drop", {"sensitivity"}},
  };
  for (const Method& method : methods) {
    SCOPED_TRACE(method.config);
    const char* const search = method.searches ? kSearch : "";
    const v1::WorkflowResult one = Run(Validation(method.config, search, 1));
    const v1::WorkflowResult two = Run(Validation(method.config, search, 2));
    EXPECT_EQ(one.result_digest(), two.result_digest());
    EXPECT_TRUE(one.metrics().contains(method.metric) ||
                one.undefined_metrics().contains(method.metric))
        << method.metric;
    EXPECT_TRUE(one.metrics().contains("final_equity"));
    const auto tables = TablesOf(one);
    for (const std::string& table : method.tables) {
      EXPECT_TRUE(tables.contains(table)) << table;
    }
    EXPECT_TRUE(tables.contains("equity"));
    EXPECT_FALSE(one.has_verdict());
  }
}

TEST_F(ValidationTest, WalkForwardTriesEveryParameterInEveryWindow) {
  const v1::WorkflowResult result = Run(Validation(
      "method: walk_forward, train_bars: 200, test_bars: 100", kSearch));
  // Cuts at 200, 300, ..., 700; 3 x 3 points.
  EXPECT_EQ(result.metrics().at("split_count"), 6);
  EXPECT_EQ(result.trial_count(), 6 * 9);
  // The tests are the bars 200 to 799.
  for (const auto& artifact : result.artifacts()) {
    if (artifact.name() == "equity") EXPECT_EQ(artifact.row_count(), 600);
    if (artifact.name() == "splits") EXPECT_EQ(artifact.row_count(), 6);
  }
}

TEST_F(ValidationTest, WithoutASearchTheTestIsThatOfTheRunItself) {
  // All bars but the first two are tested, in one piece: what a backtest of
  // them comes to that closes its position at the end.
  const v1::WorkflowResult validated =
      Run(Validation("method: walk_forward, train_bars: 2, test_bars: 798"));
  EXPECT_EQ(validated.metrics().at("split_count"), 1);
  EXPECT_EQ(validated.trial_count(), 1);
  // The strategy stands flat until bar 20, so the first two bars are no matter.
  const v1::WorkflowResult alone = Run(
      absl::StrCat("workflow:\n  type: backtest\n", kRun, "    risk: {}\n"));
  EXPECT_EQ(validated.metrics().at("trade_count"),
            alone.metrics().at("trade_count") +
                (alone.metrics().at("final_equity") !=
                         validated.metrics().at("final_equity")
                     ? 1
                     : 0));
}

TEST_F(ValidationTest, ACriterionThatFailsIsAVerdictNotAFailure) {
  const v1::WorkflowResult result = Run(Validation(
      "method: lookahead, cuts: 5, require: [{metric: lookahead_differences, "
      "max: 0}, {metric: sharpe_ratio, min: 100}]"));
  ASSERT_TRUE(result.has_verdict());
  EXPECT_EQ(result.verdict().state(), v1::Verdict::FAILED);
  ASSERT_EQ(result.verdict().outcomes_size(), 2);
  EXPECT_TRUE(result.verdict().outcomes(0).passed());
  EXPECT_EQ(result.verdict().outcomes(0).value(), 0);
  EXPECT_FALSE(result.verdict().outcomes(1).passed());
  EXPECT_FALSE(result.verdict().outcomes(1).reason().empty());
}

TEST_F(ValidationTest, AnInterruptionChangesNothing) {
  WriteData("long.csv", RandomWalkCsv(6000, 5));
  std::string yaml =
      Validation("method: walk_forward, train_bars: 500, test_bars: 50", R"(
  optimization_config:
    parameter_space:
      fast_period: {type: int, min: 2, max: 20}
      slow_period: [30, 40, 50]
)");
  yaml.replace(yaml.find("walk.csv"), 8, "long.csv");
  const v1::WorkflowResult undisturbed = Run(yaml);
  const std::string id = SubmitOk(yaml);
  WaitForPhase(id, v1::WORKFLOW_PHASE_COMPUTATION);
  Stop();
  Start(ServerConfig());
  int interruptions = 0;
  for (const auto& event : WatchToEnd(id)) {
    interruptions += event.has_interrupted();
  }
  EXPECT_EQ(interruptions, 1);
  EXPECT_EQ(ResultOf(id).result_digest(), undisturbed.result_digest());
}

TEST_F(ValidationTest, RefusesWhatIsWrongWithAHint) {
  EXPECT_NE(Refused(Validation("folds: 3")).find("method"), std::string::npos);
  EXPECT_NE(Refused(Validation("method: k_fold, cuts: 3"))
                .find("has no meaning with `method: k_fold`"),
            std::string::npos);
  EXPECT_NE(Refused(Validation("method: walk_forward, train_bars: 9"))
                .find("test_bars"),
            std::string::npos);
  EXPECT_NE(Refused(Validation("method: monte_carlo", kSearch))
                .find("optimization_config"),
            std::string::npos);
  EXPECT_NE(Refused(Validation("method: train_test, require: [{metric: "
                               "sharp_ratio, min: 1}]"))
                .find("sharpe_ratio"),
            std::string::npos);
}

TEST_F(ValidationTest, TooFewBarsFailWithWhatToChange) {
  const std::string id = SubmitOk(
      Validation("method: walk_forward, train_bars: 900, test_bars: 10"));
  WatchToEnd(id);
  const v1::WorkflowResult result = ResultOf(id);
  EXPECT_EQ(result.state(), v1::WORKFLOW_STATE_FAILED);
  EXPECT_NE(result.error().message().find("train_bars"), std::string::npos)
      << result.error().message();
}

}  // namespace
}  // namespace admf
