#include "managers/validation/validation_manager.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/metric_names.h"
#include "managers/backtest/backtest_components.h"
#include "managers/backtest/backtest_config.h"
#include "managers/trial_history.h"
#include "managers/validation/resolve_validation.h"
#include "managers/validation/validation_component.h"
#include "managers/validation/validation_method.h"
#include "managers/verdict.h"

namespace admf {
namespace {

std::vector<std::string_view> ResultMetrics(v1::ValidationMethod method) {
  const auto backtest = MetricNames();
  std::vector<std::string_view> names(backtest.begin(), backtest.end());
  const auto own = ValidationMetrics(method);
  names.insert(names.end(), own.begin(), own.end());
  return names;
}

bool TestsOneRun(const ExecutionContext& context) {
  return !IsSplitMethod(context.config.validation_config().method());
}

absl::StatusOr<PhaseOutcome> Compute(ExecutionContext& context,
                                     ValidationComponent& validation) {
  RETURN_IF_ERROR(validation.Compute(context));
  PhaseOutcome outcome;
  outcome.outputs["task_count"] = absl::StrCat(validation.task_count());
  return outcome;
}

/// Executes phases of a backtest, one after another, and puts what they come to
/// together.
absl::StatusOr<PhaseOutcome> RunBacktest(
    const BacktestManager& backtests, ExecutionContext& context,
    std::initializer_list<v1::WorkflowPhase> phases) {
  PhaseOutcome all;
  for (const v1::WorkflowPhase phase : phases) {
    ASSIGN_OR_RETURN(PhaseOutcome done, backtests.ExecutePhase(phase, context));
    all.outputs.merge(done.outputs);
    all.metrics.merge(done.metrics);
    all.undefined_metrics.merge(done.undefined_metrics);
    all.warnings.insert(all.warnings.end(), done.warnings.begin(),
                        done.warnings.end());
  }
  return all;
}

absl::StatusOr<PhaseOutcome> Aggregate(const BacktestManager& backtests,
                                       ExecutionContext& context,
                                       ValidationComponent& validation) {
  RETURN_IF_ERROR(validation.Conclude(context.stop));
  const ValidationFindings& findings = validation.findings();
  PhaseOutcome outcome;
  outcome.metrics = findings.metrics.values;
  outcome.undefined_metrics = findings.metrics.undefined;
  outcome.outputs = findings.outputs;
  outcome.warnings = findings.warnings;
  outcome.trial_count = findings.trial_count;
  outcome.outputs["trial_count"] = absl::StrCat(findings.trial_count);
  if (TestsOneRun(context)) {
    ASSIGN_OR_RETURN(
        PhaseOutcome run,
        RunBacktest(backtests, context, {v1::WORKFLOW_PHASE_AGGREGATION}));
    outcome.metrics.merge(run.metrics);
    outcome.undefined_metrics.merge(run.undefined_metrics);
  }
  outcome.verdict.reset();
  if (!context.config.validation_config().require().empty()) {
    outcome.verdict = JudgeResult(context.config.validation_config(),
                                  outcome.metrics, outcome.undefined_metrics);
  }
  ASSIGN_OR_RETURN(const auto history,
                   context.scope.services().Get<TrialHistory>());
  ASSIGN_OR_RETURN(
      const MarketDataComponent* market_data,
      context.container.Get<MarketDataComponent>(MarketDataComponent::kName));
  ASSIGN_OR_RETURN(const int64_t earlier,
                   history->CountEarlierTrials(
                       context.workflow_id, market_data->bars()->digest(),
                       context.config.backtest_config().strategy().type()));
  outcome.context["earlier_trials"] = absl::StrCat(earlier);
  return outcome;
}

absl::StatusOr<PhaseOutcome> Finalize(const BacktestManager& backtests,
                                      ExecutionContext& context,
                                      const ValidationComponent& validation) {
  PhaseOutcome outcome;
  if (TestsOneRun(context)) {
    ASSIGN_OR_RETURN(outcome, backtests.ExecutePhase(
                                  v1::WORKFLOW_PHASE_FINALIZATION, context));
  }
  if (!validation.concluded()) return outcome;
  ASSIGN_OR_RETURN(const auto artifacts, validation.Keep(context.stop));
  outcome.artifacts.insert(outcome.artifacts.end(), artifacts.begin(),
                           artifacts.end());
  return outcome;
}

}  // namespace

v1::WorkflowType ValidationManager::type() const {
  return v1::WORKFLOW_TYPE_VALIDATION;
}

void ValidationManager::Resolve(v1::WorkflowConfig* config,
                                std::vector<ConfigProblem>* problems) const {
  const size_t before = problems->size();
  ResolveBacktestConfig(*data_root_, config, problems);
  if (!config->has_validation_config()) {
    problems->push_back(
        {"workflow.validation_config",
         "is missing; `type: validation` needs it, such as "
         "`validation_config: {method: walk_forward, train_bars: 252, "
         "test_bars: 63}`"});
    return;
  }
  v1::ValidationConfig* const validation = config->mutable_validation_config();
  const bool has_factors = !validation->cost_factors().empty();
  ResolveValidation(validation, config->has_optimization_config(), problems);
  CheckRequire(*validation, ResultMetrics(validation->method()), problems);
  // What the costs become is checked against a run that is well.
  if (problems->size() == before) {
    CheckCostFactors(config->backtest_config(), *validation, !has_factors,
                     problems);
  }
  if (!config->has_optimization_config()) return;
  if (validation->method() == v1::VALIDATION_METHOD_SENSITIVITY) {
    // What is moved is checked against a run that is well.
    if (problems->size() == before) ResolveMovedParameters(config, problems);
    return;
  }
  ResolveSearchOfSplits(config, problems);
}

std::vector<PhasePlan> ValidationManager::Phases(
    const v1::WorkflowConfig& config) const {
  std::vector<PhasePlan> phases = backtests_.Phases(config);
  for (PhasePlan& plan : phases) {
    plan.resumable = plan.phase == v1::WORKFLOW_PHASE_COMPUTATION;
  }
  return phases;
}

std::vector<ComponentSpec> ValidationManager::Components() const {
  std::vector<ComponentSpec> components = backtests_.Components();
  components.push_back(ValidationComponentSpec());
  return components;
}

absl::StatusOr<PhaseOutcome> ValidationManager::ExecutePhase(
    v1::WorkflowPhase phase, ExecutionContext& context) const {
  ASSIGN_OR_RETURN(
      ValidationComponent* const validation,
      context.container.Get<ValidationComponent>(ValidationComponent::kName));
  switch (phase) {
    case v1::WORKFLOW_PHASE_INITIALIZATION:
      RETURN_IF_ERROR(validation->Configure(context.config));
      return backtests_.ExecutePhase(phase, context);
    case v1::WORKFLOW_PHASE_DATA_PREPARATION: {
      ASSIGN_OR_RETURN(PhaseOutcome outcome,
                       backtests_.ExecutePhase(phase, context));
      ASSIGN_OR_RETURN(const MarketDataComponent* market_data,
                       context.container.Get<MarketDataComponent>(
                           MarketDataComponent::kName));
      RETURN_IF_ERROR(validation->Prepare(market_data->bars(), context.stop));
      return outcome;
    }
    case v1::WORKFLOW_PHASE_COMPUTATION:
      return Compute(context, *validation);
    case v1::WORKFLOW_PHASE_VALIDATION:
      RETURN_IF_ERROR(validation->Check(context.stop));
      if (!TestsOneRun(context)) return PhaseOutcome{};
      return RunBacktest(
          backtests_, context,
          {v1::WORKFLOW_PHASE_COMPUTATION, v1::WORKFLOW_PHASE_VALIDATION});
    case v1::WORKFLOW_PHASE_AGGREGATION:
      return Aggregate(backtests_, context, *validation);
    case v1::WORKFLOW_PHASE_FINALIZATION:
      return Finalize(backtests_, context, *validation);
    default:
      return absl::InternalError(absl::StrCat("a validation has no phase ",
                                              WorkflowPhase_Name(phase)));
  }
}

}  // namespace admf
