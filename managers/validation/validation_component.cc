#include "managers/validation/validation_component.h"

#include <utility>

#include "containers/component_scope.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/data/table_source.h"
#include "engine/execution/tables.h"
#include "managers/search/objectives.h"
#include "managers/table_artifact.h"
#include "managers/validation/task_run.h"

namespace admf {

absl::Status ValidationComponent::Start(WorkflowScope& workflow) {
  scope_ = &workflow;
  return absl::OkStatus();
}

absl::Status ValidationComponent::Stop() { return absl::OkStatus(); }

absl::Status ValidationComponent::Reset() {
  findings_.reset();
  results_.clear();
  method_.reset();
  evaluator_.reset();
  indicators_.reset();
  plan_.reset();
  config_.Clear();
  scope_ = nullptr;
  return absl::OkStatus();
}

absl::Status ValidationComponent::Configure(const v1::WorkflowConfig& config) {
  config_ = config;
  if (!config_.has_optimization_config()) return absl::OkStatus();
  ASSIGN_OR_RETURN(SearchPlan plan,
                   SearchPlan::Create(config_.backtest_config(),
                                      config_.optimization_config()));
  plan_ = std::make_unique<SearchPlan>(std::move(plan));
  return absl::OkStatus();
}

absl::Status ValidationComponent::Prepare(std::shared_ptr<const BarSeries> bars,
                                          std::stop_token stop) {
  indicators_ = std::make_unique<SearchIndicators>(source_, &scope_->memory());
  evaluator_ =
      std::make_unique<SymbolTrialEvaluator>(SymbolTrialEvaluator::Options{
          .bars = bars,
          .indicators = indicators_.get(),
          .metrics = plan_ == nullptr ? std::vector<std::string>()
                                      : plan_->objectives().Metrics()});
  ASSIGN_OR_RETURN(
      method_, CreateValidationMethod({.config = config_.validation_config(),
                                       .run = config_.backtest_config(),
                                       .plan = plan_.get(),
                                       .evaluator = evaluator_.get(),
                                       .bars = std::move(bars),
                                       .seed = scope_->seed()},
                                      std::move(stop)));
  return absl::OkStatus();
}

absl::Status ValidationComponent::Compute(ExecutionContext& context) {
  ASSIGN_OR_RETURN(results_, RunTasks(*method_, context));
  return absl::OkStatus();
}

absl::Status ValidationComponent::Check(std::stop_token stop) const {
  ASSIGN_OR_RETURN(const std::string again,
                   method_->RunTask(0, std::move(stop)));
  if (again == results_.front()) return absl::OkStatus();
  return absl::DataLossError(
      "the first part of the validation comes to something else when it is "
      "done again: this is a defect of the program or of the machine; please "
      "report it");
}

absl::Status ValidationComponent::Conclude(std::stop_token stop) {
  ASSIGN_OR_RETURN(findings_, method_->Conclude(results_, std::move(stop)));
  return absl::OkStatus();
}

const ValidationFindings& ValidationComponent::findings() const {
  CHECK(findings_.has_value());
  return *findings_;
}

absl::StatusOr<std::vector<v1::Artifact>> ValidationComponent::Keep(
    const std::stop_token& stop) const {
  std::vector<v1::Artifact> artifacts;
  for (const auto& [name, table] : findings().tables) {
    RETURN_IF_ERROR(KeepTable(name, table, artifacts_.get(), &artifacts));
  }
  if (findings().run) {
    const BarSeries& bars = *findings().run->bars;
    const Simulation& simulation = findings().run->simulation;
    const auto keep = [&](std::string name, const TableSource& table) {
      return KeepTable(std::move(name), table, stop, artifacts_.get(),
                       &artifacts);
    };
    RETURN_IF_ERROR(keep("trades", TradesTable(bars, simulation)));
    RETURN_IF_ERROR(keep("fills", FillsTable(bars, simulation)));
    RETURN_IF_ERROR(keep("equity", EquityTable(bars, simulation)));
  }
  return artifacts;
}

ComponentSpec ValidationComponentSpec() {
  return {.name = ValidationComponent::kName,
          .depends_on = {},
          .create = [](const ComponentScope& scope)
              -> absl::StatusOr<std::unique_ptr<Component>> {
            ASSIGN_OR_RETURN(auto indicators,
                             scope.services().Get<IndicatorSource>());
            ASSIGN_OR_RETURN(auto artifacts,
                             scope.services().Get<ArtifactStore>());
            return std::make_unique<ValidationComponent>(std::move(indicators),
                                                         std::move(artifacts));
          }};
}

}  // namespace admf
