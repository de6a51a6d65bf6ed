#include "managers/search/search_run.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/testing/fake_clock.h"
#include "containers/platform/testing/temporary_folder.h"
#include "engine/indicators/computing_indicator_source.h"
#include "gtest/gtest.h"
#include "managers/artifact_store.h"
#include "managers/search/search_component.h"
#include "managers/search/symbol_trial_evaluator.h"
#include "tests/unit/managers/search/search_fixture.h"

namespace admf {
namespace {

/// What a search came to: why it ended, the best trial, the tables' digests.
struct Ending {
  std::string reason;
  int64_t trials = 0;
  int64_t best = -1;
  std::vector<std::string> digests;

  friend bool operator==(const Ending&, const Ending&) = default;
};

class SearchRunTest : public testing::Test {
 protected:
  SearchRunTest() : artifacts_(folder_ / "", &files_) {}

  SearchPlan PlanOf(const std::string& search) {
    auto plan = SearchPlan::Create(CrossoverRun(),
                                   Parse<v1::OptimizationConfig>(search));
    CHECK(plan.ok());
    return *std::move(plan);
  }

  /// Runs a search from what `checkpoints` have.
  absl::StatusOr<Ending> Run(const SearchPlan& plan,
                             MemoryCheckpoints* checkpoints,
                             std::stop_token stop = {}) {
    const SymbolTrialEvaluator evaluator(
        {.bars = bars_,
         .indicators = &indicators_,
         .metrics = TrialMetrics(plan.objectives()),
         .blocks = 4});
    const TrialTables tables(&plan, evaluator.metrics(), 4, 0);
    SearchStudy study(&plan, evaluator.metrics(), 0, 0);
    TrialPartsWriter parts(&tables, &artifacts_);
    SearchRun run({.plan = &plan,
                   .evaluator = &evaluator,
                   .tables = &tables,
                   .study = &study,
                   .parts = &parts,
                   .checkpoints = checkpoints,
                   .parallel = &alone_,
                   .clock = &clock_,
                   .seed = 11,
                   .report =
                       [this](const SearchRun::Progress& progress) {
                         last_ = progress;
                         clock_.Advance(absl::Seconds(1));
                       },
                   .stop = std::move(stop)});
    auto reason = run.Run();
    if (!reason.ok()) return reason.status();
    Ending ending{.reason = *reason,
                  .trials = study.trial_count(),
                  .best = study.best() ? study.best()->number : -1};
    auto kept = parts.Finish();
    CHECK(kept.ok());
    for (const auto& artifact : *kept) {
      ending.digests.push_back(artifact.digest());
    }
    return ending;
  }

  const std::shared_ptr<const BarSeries> bars_ = RandomWalk(200, 1);
  ComputingIndicatorSource indicators_;
  AloneWork alone_;
  FakeClock clock_;
  PosixFileSystem files_;
  TemporaryFolder folder_;
  ArtifactStore artifacts_;
  SearchRun::Progress last_;
};

constexpr char kSpace[] = R"space(
  objective: "total_return"
  combination: OBJECTIVE_COMBINATION_WEIGHTED
  parameter_space {
    key: "fast_period"
    value { string_value: "range(2, 8, 1)" }
  }
  parameter_space {
    key: "slow_period"
    value { string_value: "range(10, 40, 5)" }
  }
)space";

std::string Search(const std::string& algorithm) {
  return std::string(kSpace) + algorithm;
}

TEST_F(SearchRunTest, AGridTriesEveryPoint) {
  const SearchPlan plan =
      PlanOf(Search("algorithm: SEARCH_ALGORITHM_GRID max_trials: 49"));
  MemoryCheckpoints checkpoints;
  const auto ending = Run(plan, &checkpoints);
  ASSERT_TRUE(ending.ok()) << ending.status();
  EXPECT_EQ(ending->trials, 49);
  EXPECT_EQ(ending->reason, "every allowed point of the grid was tried");
  EXPECT_EQ(ending->digests.size(), 2u);
  EXPECT_EQ(last_.trials, 49);
  EXPECT_EQ(last_.max_trials, 49);
}

TEST_F(SearchRunTest, GoesOnWhereverItWasKilled) {
  for (const char* algorithm :
       {"algorithm: SEARCH_ALGORITHM_GRID max_trials: 49",
        "algorithm: SEARCH_ALGORITHM_RANDOM max_trials: 24",
        "algorithm: SEARCH_ALGORITHM_SOBOL max_trials: 24",
        "algorithm: SEARCH_ALGORITHM_GENETIC max_trials: 24 "
        "population_size: 8",
        "algorithm: SEARCH_ALGORITHM_CMA_ES max_trials: 24",
        "algorithm: SEARCH_ALGORITHM_TPE max_trials: 24 batch_size: 4"}) {
    SCOPED_TRACE(algorithm);
    const SearchPlan plan = PlanOf(Search(algorithm));
    MemoryCheckpoints undisturbed;
    const auto expected = Run(plan, &undisturbed);
    ASSERT_TRUE(expected.ok()) << expected.status();
    const auto saves = static_cast<int>(undisturbed.entries().size());
    ASSERT_GT(saves, 2);
    // Two saves a slice: the time, and its trials.
    for (int kill = 0; kill < 2 * saves; ++kill) {
      MemoryCheckpoints checkpoints;
      checkpoints.FailAfter(kill);
      const auto killed = Run(plan, &checkpoints);
      checkpoints.FailAfter(-1);
      const auto resumed = Run(plan, &checkpoints);
      ASSERT_TRUE(resumed.ok()) << resumed.status();
      EXPECT_EQ(*resumed, *expected) << "after " << kill << " saves";
    }
  }
}

TEST_F(SearchRunTest, RefusesTheTrialsOfAnotherSearch) {
  const SearchPlan plan =
      PlanOf(Search("algorithm: SEARCH_ALGORITHM_RANDOM max_trials: 20"));
  MemoryCheckpoints checkpoints;
  ASSERT_TRUE(Run(plan, &checkpoints).ok());
  const SearchPlan other =
      PlanOf(Search("algorithm: SEARCH_ALGORITHM_GRID max_trials: 49"));
  EXPECT_EQ(Run(other, &checkpoints).status().code(),
            absl::StatusCode::kDataLoss);
  for (auto& [key, value] : checkpoints.entries()) value = "damaged";
  EXPECT_EQ(Run(plan, &checkpoints).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(SearchRunTest, StopsWhenItsTimeIsOverAndStaysThere) {
  const SearchPlan plan = PlanOf(Search(
      "algorithm: SEARCH_ALGORITHM_GRID max_trials: 49 max_time { seconds: 2 "
      "}"));
  MemoryCheckpoints checkpoints;
  const auto ending = Run(plan, &checkpoints);
  ASSERT_TRUE(ending.ok());
  EXPECT_EQ(ending->reason, "max_time was over");
  EXPECT_GT(ending->trials, 0);
  EXPECT_LT(ending->trials, 49);
  const auto again = Run(plan, &checkpoints);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *ending);
}

TEST_F(SearchRunTest, StopsEarly) {
  const SearchPlan plan =
      PlanOf(Search("algorithm: SEARCH_ALGORITHM_GENETIC population_size: 8 "
                    "max_trials: 400 "
                    "early_stopping { patience: 16 min_delta: 1000 }"));
  MemoryCheckpoints checkpoints;
  const auto ending = Run(plan, &checkpoints);
  ASSERT_TRUE(ending.ok());
  EXPECT_EQ(ending->reason, "none of the last 16 trials was better");
  EXPECT_LT(ending->trials, 400);
}

TEST_F(SearchRunTest, StopsWithTheVeryTrial) {
  // The first trial is the best one by far; what else its slice and its batch
  // have is left out.
  for (const char* const algorithm : {"RANDOM", "GRID", "SOBOL"}) {
    const SearchPlan plan = PlanOf(Search(absl::StrCat(
        "algorithm: SEARCH_ALGORITHM_", algorithm,
        " max_trials: 49 early_stopping { patience: 5 min_delta: 1000 }")));
    MemoryCheckpoints checkpoints;
    const auto ending = Run(plan, &checkpoints);
    ASSERT_TRUE(ending.ok());
    EXPECT_EQ(ending->reason, "none of the last 5 trials was better");
    EXPECT_EQ(ending->trials, 6) << algorithm;
    const auto again = Run(plan, &checkpoints);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, *ending) << algorithm;
  }
}

TEST_F(SearchRunTest, IsCancelled) {
  const SearchPlan plan =
      PlanOf(Search("algorithm: SEARCH_ALGORITHM_GRID max_trials: 49"));
  MemoryCheckpoints checkpoints;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(
      absl::IsCancelled(Run(plan, &checkpoints, stop.get_token()).status()));
  EXPECT_TRUE(checkpoints.entries().empty());
}

}  // namespace
}  // namespace admf
