#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "containers/component.h"
#include "containers/workflow_scope.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "managers/artifact_store.h"
#include "managers/execution_context.h"
#include "managers/search/search_indicators.h"
#include "managers/search/search_plan.h"
#include "managers/search/symbol_trial_evaluator.h"
#include "managers/validation/validation_method.h"

namespace admf {

/// The validation of one workflow: its method, and what came of it.
///
///   Configure -> Prepare -> Compute -> everything else
///
/// Used by one thread at a time.
class ValidationComponent final : public Component {
 public:
  static constexpr char kName[] = "validation";

  ValidationComponent(std::shared_ptr<IndicatorSource> indicators,
                      std::shared_ptr<ArtifactStore> artifacts)
      : source_(std::move(indicators)), artifacts_(std::move(artifacts)) {}

  absl::Status Start(WorkflowScope& workflow) override;
  absl::Status Stop() override;
  absl::Status Reset() override;

  /// Takes a copy of what is to be done. Errors as SearchPlan::Create.
  absl::Status Configure(const admf::v1::WorkflowConfig& config);
  /// Errors as CreateValidationMethod.
  absl::Status Prepare(std::shared_ptr<const BarSeries> bars,
                       std::stop_token stop);
  /// Errors as RunTasks.
  absl::Status Compute(ExecutionContext& context);
  /// Does the first task once more. DATA_LOSS if it comes to something else.
  absl::Status Check(std::stop_token stop) const;
  /// What the tasks come to together. Errors as ValidationMethod::Conclude.
  absl::Status Conclude(std::stop_token stop);
  /// Keeps the tables, those of the run included, as artifacts. Errors as
  /// KeepTable.
  absl::StatusOr<std::vector<admf::v1::Artifact>> Keep(
      const std::stop_token& stop) const;

  size_t task_count() const { return method_->task_count(); }
  /// CHECK-fails before Conclude succeeded.
  const ValidationFindings& findings() const;
  bool concluded() const { return findings_.has_value(); }

 private:
  const std::shared_ptr<IndicatorSource> source_;
  const std::shared_ptr<ArtifactStore> artifacts_;

  WorkflowScope* scope_ = nullptr;
  admf::v1::WorkflowConfig config_;
  // Each refers to those before it.
  std::unique_ptr<SearchPlan> plan_;
  std::unique_ptr<SearchIndicators> indicators_;
  std::unique_ptr<SymbolTrialEvaluator> evaluator_;
  std::unique_ptr<ValidationMethod> method_;
  std::vector<std::string> results_;
  std::optional<ValidationFindings> findings_;
};

/// How to make it, in a container whose services have an IndicatorSource and an
/// ArtifactStore.
ComponentSpec ValidationComponentSpec();

}  // namespace admf
