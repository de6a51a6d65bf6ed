#pragma once

#include <cstdint>
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
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/indicators/indicator.h"
#include "engine/validation/regimes.h"
#include "managers/artifact_store.h"
#include "managers/execution_context.h"
#include "managers/search/drawn_points.h"
#include "managers/search/search_indicators.h"
#include "managers/search/search_plan.h"
#include "managers/search/search_study.h"
#include "managers/search/trial_evaluator.h"
#include "managers/search/trial_table.h"

namespace admf {

/// The search of one workflow: what it looks for, and what it has found.
///
///   Configure -> Prepare -> Search -> everything else
///
/// Used by one thread at a time.
class SearchComponent final : public Component {
 public:
  static constexpr char kName[] = "search";

  SearchComponent(std::shared_ptr<IndicatorSource> indicators,
                  std::shared_ptr<ArtifactStore> artifacts)
      : source_(std::move(indicators)), artifacts_(std::move(artifacts)) {}

  absl::Status Start(WorkflowScope& workflow) override;
  absl::Status Stop() override;
  absl::Status Reset() override;

  /// As SearchPlan::Create.
  absl::Status Configure(const admf::v1::BacktestConfig& run,
                         const admf::v1::OptimizationConfig& config);
  /// Gets ready for trials over `bars`; tells market regimes, if they are
  /// asked for. CANCELLED once `stop` is requested.
  absl::Status Prepare(std::shared_ptr<const BarSeries> bars,
                       std::stop_token stop);
  /// The same over several symbols with one account, without regimes.
  void PrepareSeveral(std::shared_ptr<const AlignedBars> bars);
  /// As SearchRun::Run; the reason why it ended is end_reason().
  absl::Status Search(ExecutionContext& context);

  const SearchPlan& plan() const { return *plan_; }
  const SearchStudy& study() const { return *study_; }
  const TrialTables& tables() const { return *tables_; }
  const TrialEvaluator& evaluator() const { return *evaluator_; }
  const ArtifactStore& artifacts() const { return *artifacts_; }
  const SearchIndicators& indicators() const { return *indicators_; }
  /// The tables of the trials, in parts.
  const std::vector<admf::v1::Artifact>& trial_parts() const { return parts_; }
  const std::string& end_reason() const { return end_reason_; }
  /// What became of all points that the search looked at.
  const DrawnPoints& drawn() const { return drawn_; }
  const std::optional<Regimes>& regimes() const { return regimes_; }
  /// Returns of a trial over all bars.
  int64_t return_count() const { return return_count_; }

 private:
  /// The memory of indicators is the workflow's.
  IndicatorSource* MakeIndicators();
  void Use(std::unique_ptr<TrialEvaluator> evaluator);
  void ReportProgress(const SearchPlan& plan, int64_t trials,
                      int64_t max_trials, double rate) const;

  const std::shared_ptr<IndicatorSource> source_;
  const std::shared_ptr<ArtifactStore> artifacts_;

  WorkflowScope* scope_ = nullptr;
  // Each refers to those before it.
  std::unique_ptr<SearchPlan> plan_;
  std::unique_ptr<SearchIndicators> indicators_;
  std::unique_ptr<TrialEvaluator> evaluator_;
  std::unique_ptr<TrialTables> tables_;
  std::unique_ptr<SearchStudy> study_;
  std::optional<Regimes> regimes_;
  std::vector<admf::v1::Artifact> parts_;
  std::string end_reason_;
  DrawnPoints drawn_;
  int64_t return_count_ = 0;
};

/// The metrics that every trial has in the table, and those of `objectives`,
/// sorted.
std::vector<std::string> TrialMetrics(const Objectives& objectives);

/// How to make it, in a container whose services have an IndicatorSource and an
/// ArtifactStore.
ComponentSpec SearchComponentSpec();

}  // namespace admf
