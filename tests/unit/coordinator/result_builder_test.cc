#include "coordinator/result_builder.h"

#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "coordinator/journal.h"
#include "coordinator/run_events.h"
#include "gtest/gtest.h"
#include "managers/workflow_manager.h"

namespace admf {
namespace {

using Texts = std::map<std::string, std::string>;

FinishedPhase Finished(v1::WorkflowPhase phase,
                       const absl::StatusOr<PhaseOutcome>& outcome) {
  return {.result = ToPhaseResult(phase, outcome, absl::Seconds(1), 1)};
}

v1::SearchReport SearchOf(int64_t trials) {
  v1::SearchReport search;
  search.set_trial_count(trials);
  return search;
}

v1::Verdict VerdictOf(v1::Verdict::State state) {
  v1::Verdict verdict;
  verdict.set_state(state);
  return verdict;
}

v1::WorkflowResult Finish(const ResultBuilder& builder) {
  NewWorkflow workflow;
  workflow.id = "wf-1";
  return builder.Finish(workflow, v1::WORKFLOW_STATE_SUCCEEDED,
                        /*degraded=*/false, absl::OkStatus(), "test");
}

TEST(ResultBuilderTest, PutsSearchVerdictAndTrialsTogether) {
  ResultBuilder builder;
  builder.Add(Finished(v1::WORKFLOW_PHASE_COMPUTATION,
                       PhaseOutcome{.search = SearchOf(5),
                                    .verdict = VerdictOf(v1::Verdict::FAILED),
                                    .trial_count = 5,
                                    .context = {{"a", "1"}, {"b", "1"}}}));
  builder.Add(Finished(v1::WORKFLOW_PHASE_VALIDATION,
                       PhaseOutcome{.search = SearchOf(7),
                                    .verdict = VerdictOf(v1::Verdict::PASSED),
                                    .trial_count = 2,
                                    .context = {{"b", "2"}, {"c", "2"}}}));
  builder.Add(Finished(v1::WORKFLOW_PHASE_FINALIZATION, PhaseOutcome{}));
  const v1::WorkflowResult result = Finish(builder);
  // The last phase that has one wins.
  EXPECT_EQ(result.search().trial_count(), 7);
  EXPECT_EQ(result.verdict().state(), v1::Verdict::PASSED);
  EXPECT_EQ(result.trial_count(), 7);
  EXPECT_EQ(Texts(result.context().begin(), result.context().end()),
            (Texts{{"a", "1"}, {"b", "2"}, {"c", "2"}}));
  EXPECT_EQ(result.phases(0).search().trial_count(), 5);
  EXPECT_FALSE(result.phases(2).has_search());
}

TEST(ResultBuilderTest, WithoutSearchThereIsNone) {
  ResultBuilder builder;
  builder.Add(Finished(v1::WORKFLOW_PHASE_COMPUTATION, PhaseOutcome{}));
  const v1::WorkflowResult result = Finish(builder);
  EXPECT_FALSE(result.has_search());
  EXPECT_FALSE(result.has_verdict());
  EXPECT_EQ(result.trial_count(), 0);
  EXPECT_TRUE(result.context().empty());
}

TEST(ResultBuilderTest, AFailedPhaseHasNoOutcome) {
  ResultBuilder builder;
  builder.Add(Finished(v1::WORKFLOW_PHASE_AGGREGATION,
                       absl::InvalidArgumentError("no bars")));
  const v1::WorkflowResult result = Finish(builder);
  EXPECT_FALSE(result.has_verdict());
  ASSERT_EQ(result.warnings_size(), 1);
  EXPECT_EQ(result.warnings(0), "WORKFLOW_PHASE_AGGREGATION failed: no bars");
}

}  // namespace
}  // namespace admf
