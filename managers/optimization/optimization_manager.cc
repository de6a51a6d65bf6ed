#include "managers/optimization/optimization_manager.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/metric_names.h"
#include "engine/metrics/metric_values.h"
#include "engine/metrics/periods_per_year.h"
#include "engine/search/parameter_space.h"
#include "managers/backtest/backtest_components.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/portfolio_phases.h"
#include "managers/search/drawn_points.h"
#include "managers/search/search_component.h"
#include "managers/search/search_report.h"
#include "managers/search/search_statistics.h"
#include "managers/trial_history.h"
#include "managers/verdict.h"

namespace admf {
namespace {

constexpr std::string_view kSearchMetrics[] = {
    "deflated_sharpe_ratio", "overfitting_degradation_slope",
    "overfitting_probability_of_loss", "probability_of_backtest_overfitting"};

/// Names of the metrics of an optimisation's result.
std::vector<std::string_view> ResultMetrics() {
  const auto backtest = MetricNames();
  std::vector<std::string_view> names(backtest.begin(), backtest.end());
  names.insert(names.end(), std::begin(kSearchMetrics),
               std::end(kSearchMetrics));
  return names;
}

/// The configuration of the best trial as a backtest of its own.
v1::WorkflowConfig BestRun(const ExecutionContext& context,
                           const SearchComponent& search) {
  v1::WorkflowConfig config = context.config;
  *config.mutable_backtest_config() =
      search.plan().RunAt(search.study().best()->point);
  return config;
}

/// What became of points that were not tried.
std::string WhyNothing(const DrawnPoints& drawn, bool is_grid) {
  if (drawn.excluded == drawn.count) {
    return absl::StrCat(
        "nothing was tried: the constraints allow none of the ", drawn.count,
        is_grid ? " points of the grid" : " points that were drawn");
  }
  return absl::StrCat(
      "nothing was tried: none of the ", drawn.count,
      is_grid ? " points of the grid" : " points that were drawn",
      " is allowed");
}

/// Whether points that the constraints allow were left out, and why.
std::optional<std::string> WhatWasSkipped(const DrawnPoints& drawn,
                                          const ParameterSpace& space,
                                          bool is_grid) {
  if (drawn.invalid == 0) return std::nullopt;
  const bool is_whole_grid = is_grid && drawn.count == space.GridSize();
  return absl::StrCat(drawn.invalid, " of ", drawn.count, " points ",
                      is_whole_grid ? "of the grid" : "that were drawn",
                      drawn.invalid == 1 ? " is no valid run and was"
                                         : " are no valid runs and were",
                      " left out, for example ", drawn.example);
}

absl::StatusOr<PhaseOutcome> Compute(ExecutionContext& context,
                                     SearchComponent& search) {
  RETURN_IF_ERROR(search.Search(context));
  const SearchStudy& study = search.study();
  const bool is_grid =
      search.plan().config().algorithm() == v1::SEARCH_ALGORITHM_GRID;
  PhaseOutcome outcome;
  outcome.trial_count = study.trial_count();
  outcome.outputs["trial_count"] = absl::StrCat(study.trial_count());
  outcome.outputs["feasible_trial_count"] =
      absl::StrCat(study.feasible_count());
  outcome.outputs["end_reason"] = search.end_reason();
  if (study.best()) {
    outcome.outputs["best_parameters"] =
        search.plan().space().PointText(study.best()->point);
  } else if (study.trial_count() == 0) {
    outcome.warnings.push_back(WhyNothing(search.drawn(), is_grid));
  } else {
    outcome.warnings.push_back(
        search.plan().objectives().constraints.empty()
            ? "there is no best trial: none defines every objective"
            : "there is no best trial: none fulfils the constraints and "
              "defines every objective");
  }
  if (auto skipped =
          WhatWasSkipped(search.drawn(), search.plan().space(), is_grid)) {
    outcome.warnings.push_back(*std::move(skipped));
  }
  outcome.artifacts = search.trial_parts();
  return outcome;
}

absl::Status CheckSameAccount(const SearchComponent& search,
                              const std::string& account_digest) {
  const SearchStudy::Chosen& best = *search.study().best();
  if (account_digest == best.account_digest) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "trial ", best.number, " (", search.plan().space().PointText(best.point),
      ") comes to another account as a backtest of its own: this is a defect "
      "of the program or of the machine; please report it"));
}

/// What judges the best trial, whose metrics are `metrics`, by all of them.
BestOfTrials BestOf(const SearchComponent& search, const Metrics& metrics) {
  const SearchStudy& study = search.study();
  return {.metrics = metrics,
          .return_count = search.return_count(),
          .periods_per_year =
              ToMetricsOptions(search.plan().run())
                  .periods_per_year.value_or(
                      DefaultPeriodsPerYear(search.evaluator().clock())),
          .trials = study.trial_count(),
          .sharpe_deviation = study.sharpe_ratios().sample_deviation(),
          .sharpe_count = study.sharpe_ratios().count()};
}

/// Trials of earlier workflows, and what they make of the best one.
absl::Status AddEarlierTrials(const ExecutionContext& context,
                              const SearchComponent& search,
                              const Metrics& best, PhaseOutcome* outcome) {
  ASSIGN_OR_RETURN(const auto history,
                   context.scope.services().Get<TrialHistory>());
  const v1::BacktestConfig& run = context.config.backtest_config();
  ASSIGN_OR_RETURN(const int64_t earlier,
                   history->CountEarlierTrials(context.workflow_id,
                                               search.evaluator().DataDigest(),
                                               run.strategy().type()));
  outcome->context["earlier_trials"] = absl::StrCat(earlier);
  if (earlier == 0) return absl::OkStatus();
  Metrics deflated;
  AddDeflatedSharpeRatio(BestOf(search, best), earlier, &deflated);
  for (const auto& [name, value] : deflated.values) {
    outcome->context[absl::StrCat(name, "_with_earlier_trials")] =
        absl::StrCat(value);
  }
  for (const auto& [name, reason] : deflated.undefined) {
    outcome->context[absl::StrCat(name, "_with_earlier_trials")] =
        absl::StrCat("undefined (", reason, ")");
  }
  return absl::OkStatus();
}

absl::StatusOr<PhaseOutcome> Aggregate(const BacktestManager& backtests,
                                       ExecutionContext& context,
                                       SearchComponent& search) {
  PhaseOutcome outcome;
  Metrics metrics;
  if (search.study().best()) {
    const v1::WorkflowConfig best = BestRun(context, search);
    ExecutionContext of_best = context.With(best);
    ASSIGN_OR_RETURN(outcome, backtests.ExecutePhase(
                                  v1::WORKFLOW_PHASE_AGGREGATION, of_best));
    metrics = {outcome.metrics, outcome.undefined_metrics};
    const Metrics of_run = metrics;
    AddDeflatedSharpeRatio(BestOf(search, of_run), /*earlier_trials=*/0,
                           &metrics);
    RETURN_IF_ERROR(AddOverfitting(search.trial_parts(), search.tables(),
                                   search.artifacts(), context.stop, &metrics));
    RETURN_IF_ERROR(AddEarlierTrials(context, search, of_run, &outcome));
  }
  ASSIGN_OR_RETURN(outcome.search, MakeSearchReport(search, context.stop));
  Explain(search, metrics, &*outcome.search);
  outcome.metrics = std::move(metrics.values);
  outcome.undefined_metrics = std::move(metrics.undefined);
  outcome.verdict.reset();
  if (context.config.has_validation_config()) {
    outcome.verdict = JudgeResult(context.config.validation_config(),
                                  outcome.metrics, outcome.undefined_metrics);
  }
  return outcome;
}

/// Runs the best trial once more, as a backtest, and compares.
absl::StatusOr<PhaseOutcome> Validate(const BacktestManager& backtests,
                                      ExecutionContext& context,
                                      SearchComponent& search) {
  if (!search.study().best()) return PhaseOutcome{};
  const v1::WorkflowConfig best = BestRun(context, search);
  ExecutionContext of_best = context.With(best);
  PhaseOutcome outcome;
  for (const v1::WorkflowPhase phase :
       {v1::WORKFLOW_PHASE_INITIALIZATION, v1::WORKFLOW_PHASE_COMPUTATION,
        v1::WORKFLOW_PHASE_VALIDATION}) {
    ASSIGN_OR_RETURN(PhaseOutcome done, backtests.ExecutePhase(phase, of_best));
    outcome.outputs.merge(done.outputs);
    outcome.warnings.insert(outcome.warnings.end(), done.warnings.begin(),
                            done.warnings.end());
  }
  RETURN_IF_ERROR(
      CheckSameAccount(search, outcome.outputs.at("account_digest")));
  return outcome;
}

}  // namespace

v1::WorkflowType OptimizationManager::type() const {
  return v1::WORKFLOW_TYPE_OPTIMIZATION;
}

void OptimizationManager::Resolve(v1::WorkflowConfig* config,
                                  std::vector<ConfigProblem>* problems) const {
  ResolveBacktestConfig(*data_root_, config, problems);
  if (config->has_validation_config()) {
    CheckRequireAlone(*config, ResultMetrics(), problems);
  }
  if (!config->has_optimization_config()) {
    problems->push_back(
        {"workflow.optimization_config",
         "is missing; `type: optimization` needs it, such as "
         "`optimization_config: {parameter_space: {fast_period: [5, 10, "
         "20]}}`"});
    return;
  }
  ResolveOptimization(config, problems);
}

std::vector<PhasePlan> OptimizationManager::Phases(
    const v1::WorkflowConfig& config) const {
  std::vector<PhasePlan> phases = backtests_.Phases(config);
  for (PhasePlan& plan : phases) {
    plan.resumable = plan.phase == v1::WORKFLOW_PHASE_COMPUTATION;
  }
  return phases;
}

std::vector<ComponentSpec> OptimizationManager::Components() const {
  std::vector<ComponentSpec> components = backtests_.Components();
  components.push_back(SearchComponentSpec());
  return components;
}

absl::StatusOr<PhaseOutcome> OptimizationManager::ExecutePhase(
    v1::WorkflowPhase phase, ExecutionContext& context) const {
  ASSIGN_OR_RETURN(
      SearchComponent* const search,
      context.container.Get<SearchComponent>(SearchComponent::kName));
  switch (phase) {
    case v1::WORKFLOW_PHASE_INITIALIZATION:
      RETURN_IF_ERROR(search->Configure(context.config.backtest_config(),
                                        context.config.optimization_config()));
      return backtests_.ExecutePhase(phase, context);
    case v1::WORKFLOW_PHASE_DATA_PREPARATION: {
      ASSIGN_OR_RETURN(PhaseOutcome outcome,
                       backtests_.ExecutePhase(phase, context));
      ASSIGN_OR_RETURN(const MarketDataComponent* market_data,
                       context.container.Get<MarketDataComponent>(
                           MarketDataComponent::kName));
      if (HasSeveralSymbols(context.config)) {
        search->PrepareSeveral(market_data->aligned());
      } else {
        RETURN_IF_ERROR(search->Prepare(market_data->bars(), context.stop));
      }
      return outcome;
    }
    case v1::WORKFLOW_PHASE_COMPUTATION:
      return Compute(context, *search);
    case v1::WORKFLOW_PHASE_VALIDATION:
      return Validate(backtests_, context, *search);
    case v1::WORKFLOW_PHASE_AGGREGATION:
      return Aggregate(backtests_, context, *search);
    case v1::WORKFLOW_PHASE_FINALIZATION:
      return backtests_.ExecutePhase(phase, context);
    default:
      return absl::InternalError(absl::StrCat("an optimisation has no phase ",
                                              WorkflowPhase_Name(phase)));
  }
}

}  // namespace admf
