#include "managers/backtest/backtest_manager.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/execution/account_digest.h"
#include "engine/metrics/metric_names.h"
#include "engine/metrics/metrics.h"
#include "managers/backtest/backtest_components.h"
#include "managers/backtest/backtest_config.h"
#include "managers/backtest/portfolio_phases.h"
#include "managers/backtest/resolve_data.h"
#include "managers/backtest/resolve_strategy.h"
#include "managers/verdict.h"

namespace admf {
namespace {

/// The run's components, in the container of one workflow.
struct Run {
  MarketDataComponent* market_data;
  StrategyComponent* strategy;
  ExecutionComponent* execution;
  RecordsComponent* records;
};

absl::StatusOr<Run> RunOf(const UniversalScopedContainer& container) {
  Run run;
  ASSIGN_OR_RETURN(run.market_data, container.Get<MarketDataComponent>(
                                        MarketDataComponent::kName));
  ASSIGN_OR_RETURN(run.strategy,
                   container.Get<StrategyComponent>(StrategyComponent::kName));
  ASSIGN_OR_RETURN(run.execution, container.Get<ExecutionComponent>(
                                      ExecutionComponent::kName));
  ASSIGN_OR_RETURN(run.records,
                   container.Get<RecordsComponent>(RecordsComponent::kName));
  return run;
}

absl::StatusOr<PhaseOutcome> Initialize(const ExecutionContext& context,
                                        const Run& run) {
  if (HasSeveralSymbols(context.config)) {
    InitializePortfolio(context.config, run.strategy);
    return PhaseOutcome{};
  }
  run.strategy->Configure(
      CreateStrategy(context.config.backtest_config().strategy()));
  return PhaseOutcome{};
}

std::string FormatBarTime(const BarSeries& bars, size_t i) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ",
                          absl::FromUnixMicros(bars.time_us()[i]),
                          absl::UTCTimeZone());
}

absl::StatusOr<PhaseOutcome> PrepareData(const DataRoot& data_root,
                                         const ExecutionContext& context,
                                         const Run& run) {
  if (HasSeveralSymbols(context.config)) {
    return PreparePortfolioData(data_root, context, run.market_data,
                                *run.strategy);
  }
  ASSIGN_OR_RETURN(const ReadRequest request,
                   ToReadRequest(data_root, context.config.data_config()));
  RETURN_IF_ERROR(run.market_data->Load(request, context.stop));
  RETURN_IF_ERROR(run.strategy->CheckData());
  const BarSeries& bars = *run.market_data->bars();
  return PhaseOutcome{
      .outputs = {{"bar_count", absl::StrCat(bars.size())},
                  {"first_bar", FormatBarTime(bars, 0)},
                  {"last_bar", FormatBarTime(bars, bars.size() - 1)},
                  {"symbol", bars.symbol()},
                  {"timeframe", bars.timeframe().ToString()},
                  {kDataDigestOutput, bars.digest()}},
      .warnings = bars.warnings()};
}

/// Every rejected order says why, up to a number that a person still reads.
void AddRejections(const BarSeries& bars, const Simulation& simulation,
                   PhaseOutcome* outcome) {
  constexpr size_t kShown = 20;
  const size_t count = simulation.rejections.size();
  for (size_t i = 0; i < std::min(count, kShown); ++i) {
    const Rejection& rejection = simulation.rejections[i];
    outcome->warnings.push_back(
        absl::StrCat("order rejected at ",
                     FormatBarTime(bars, static_cast<size_t>(rejection.bar)),
                     ": ", rejection.reason));
  }
  if (count > kShown) {
    outcome->warnings.push_back(
        absl::StrCat(count - kShown, " more orders were rejected"));
  }
}

absl::StatusOr<PhaseOutcome> Compute(const ExecutionContext& context,
                                     const Run& run) {
  if (HasSeveralSymbols(context.config)) {
    return ComputePortfolio(context, run.strategy, run.execution);
  }
  RETURN_IF_ERROR(run.strategy->Decide(context.stop));
  const v1::BacktestConfig& config = context.config.backtest_config();
  RETURN_IF_ERROR(run.execution->Execute(ToSimulationSettings(config),
                                         MultiplierOf(config), context.stop));
  const Simulation& simulation = run.execution->simulation();
  PhaseOutcome outcome;
  outcome.trial_count = 1;
  outcome.outputs["decision_count"] =
      absl::StrCat(run.strategy->decisions().size());
  outcome.outputs["fill_count"] = absl::StrCat(simulation.fills.size());
  outcome.outputs["rejection_count"] =
      absl::StrCat(simulation.rejections.size());
  outcome.outputs["account_digest"] = AccountDigest(simulation.states);
  AddRejections(*run.market_data->bars(), simulation, &outcome);
  if (simulation.fills.empty()) {
    outcome.warnings.push_back(
        "nothing was traded: the strategy's rules were never met, or every "
        "order was rejected");
  }
  return outcome;
}

absl::StatusOr<PhaseOutcome> Validate(const ExecutionContext& context,
                                      const Run& run) {
  if (HasSeveralSymbols(context.config)) {
    return ValidatePortfolio(context, *run.execution);
  }
  const v1::BacktestConfig& config = context.config.backtest_config();
  RETURN_IF_ERROR(run.execution->Verify(ToSimulationSettings(config),
                                        MultiplierOf(config)));
  return PhaseOutcome{};
}

Metrics MetricsOf(const ExecutionContext& context, const Run& run) {
  if (HasSeveralSymbols(context.config)) {
    return MetricsOfPortfolio(context, *run.execution);
  }
  const v1::BacktestConfig& config = context.config.backtest_config();
  return ComputeMetrics(*run.market_data->bars(), run.execution->simulation(),
                        ToSimulationSettings(config), ToMetricsOptions(config));
}

absl::StatusOr<PhaseOutcome> Aggregate(const ExecutionContext& context,
                                       const Run& run) {
  Metrics metrics = MetricsOf(context, run);
  PhaseOutcome outcome{.metrics = std::move(metrics.values),
                       .undefined_metrics = std::move(metrics.undefined)};
  if (context.config.has_validation_config()) {
    outcome.verdict = JudgeResult(context.config.validation_config(),
                                  outcome.metrics, outcome.undefined_metrics);
  }
  return outcome;
}

absl::StatusOr<PhaseOutcome> Finalize(const ExecutionContext& context,
                                      const Run& run) {
  PhaseOutcome outcome;
  ASSIGN_OR_RETURN(outcome.artifacts,
                   HasSeveralSymbols(context.config)
                       ? run.records->KeepSeveral(context.stop)
                       : run.records->Keep(context.stop));
  return outcome;
}

}  // namespace

v1::WorkflowType BacktestManager::type() const {
  return v1::WORKFLOW_TYPE_BACKTEST;
}

void BacktestManager::Resolve(v1::WorkflowConfig* config,
                              std::vector<ConfigProblem>* problems) const {
  ResolveBacktestConfig(*data_root_, config, problems);
  if (config->has_optimization_config()) {
    problems->push_back(
        {"workflow.optimization_config",
         "a backtest has one set of parameters; write `type: optimization` to "
         "search for one, or leave it out"});
  }
  CheckRequireAlone(*config, MetricNames(), problems);
}

std::vector<PhasePlan> BacktestManager::Phases(
    const v1::WorkflowConfig&) const {
  return {{v1::WORKFLOW_PHASE_INITIALIZATION},
          {v1::WORKFLOW_PHASE_DATA_PREPARATION},
          {v1::WORKFLOW_PHASE_COMPUTATION},
          {v1::WORKFLOW_PHASE_VALIDATION},
          {v1::WORKFLOW_PHASE_AGGREGATION},
          {v1::WORKFLOW_PHASE_FINALIZATION}};
}

std::vector<ComponentSpec> BacktestManager::Components() const {
  return BacktestComponentSpecs();
}

absl::StatusOr<PhaseOutcome> BacktestManager::ExecutePhase(
    v1::WorkflowPhase phase, ExecutionContext& context) const {
  ASSIGN_OR_RETURN(const Run run, RunOf(context.container));
  switch (phase) {
    case v1::WORKFLOW_PHASE_INITIALIZATION:
      return Initialize(context, run);
    case v1::WORKFLOW_PHASE_DATA_PREPARATION:
      return PrepareData(*data_root_, context, run);
    case v1::WORKFLOW_PHASE_COMPUTATION:
      return Compute(context, run);
    case v1::WORKFLOW_PHASE_VALIDATION:
      return Validate(context, run);
    case v1::WORKFLOW_PHASE_AGGREGATION:
      return Aggregate(context, run);
    case v1::WORKFLOW_PHASE_FINALIZATION:
      return Finalize(context, run);
    default:
      return absl::InternalError(
          absl::StrCat("a backtest has no phase ", WorkflowPhase_Name(phase)));
  }
}

}  // namespace admf
