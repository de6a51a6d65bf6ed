#include "managers/validation/split_search.h"

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "engine/base/status_macros.h"
#include "engine/search/early_stopping.h"
#include "engine/search/sampler.h"
#include "engine/search/sampler_factory.h"
#include "managers/search/trial_table.h"

namespace admf {
namespace {

absl::StatusOr<ScoredTrial> RunTrial(const SearchPlan& plan,
                                     const SymbolTrialEvaluator& evaluator,
                                     const SearchPoint& point,
                                     const SegmentedBars& ranges,
                                     std::stop_token stop) {
  const v1::BacktestConfig run = plan.RunAt(point);
  ASSIGN_OR_RETURN(const auto decisions, evaluator.Decide(run, stop));
  ASSIGN_OR_RETURN(const Metrics metrics,
                   evaluator.EvaluateRanges(run, decisions, ranges, stop));
  ScoredTrial trial;
  for (const std::string& name : evaluator.metrics()) {
    const auto found = metrics.values.find(name);
    trial.outcome.metrics.push_back(
        found != metrics.values.end()
            ? found->second
            : std::numeric_limits<double>::quiet_NaN());
  }
  Judge(plan.objectives(), evaluator.metrics(), &trial);
  return trial;
}

}  // namespace

absl::StatusOr<SplitSearchResult> SearchOnRanges(
    const SearchPlan& plan, const SymbolTrialEvaluator& evaluator,
    const SegmentedBars& ranges, uint64_t seed, std::stop_token stop) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Sampler> sampler,
                   CreateSampler(plan.MakeSamplerOptions(
                       seed, [stop] { return stop.stop_requested(); })));
  const std::unique_ptr<EarlyStopping> early_stopping =
      plan.MakeEarlyStopping();
  SplitSearchResult result;
  for (auto points = sampler->Ask(); !points.empty(); points = sampler->Ask()) {
    std::vector<TrialScore> scores;
    for (const SearchPoint& point : points) {
      ASSIGN_OR_RETURN(const ScoredTrial trial,
                       RunTrial(plan, evaluator, point, ranges, stop));
      ++result.trial_count;
      if (trial.feasible() && (!result.best || trial.score > result.score)) {
        result.best = point;
        result.score = trial.score;
      }
      scores.push_back(ToTrialScore(plan.objectives(), trial));
      if (early_stopping != nullptr &&
          early_stopping->Add(trial.feasible_score())) {
        return result;
      }
    }
    sampler->Tell(scores);
  }
  if (stop.stop_requested()) {
    return absl::CancelledError("the search was told to stop");
  }
  return result;
}

}  // namespace admf
