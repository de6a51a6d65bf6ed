#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "containers/component.h"
#include "containers/memory_budget.h"
#include "containers/workflow_scope.h"
#include "engine/broker/run_decisions.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"
#include "managers/artifact_store.h"
#include "managers/feed_source.h"

namespace admf {

// What a backtest's container is made of. Each component holds one part of one
// run, computes it from the parts that it depends on, and forgets it on Reset:
//
//   market_data <- strategy <- execution <- records
//
// All of them are used by one thread at a time.

/// Common to all of them: the workflow's scope while there is a workflow.
class BacktestComponent : public Component {
 public:
  absl::Status Start(WorkflowScope& workflow) override;
  absl::Status Stop() override;
  absl::Status Reset() override;

 protected:
  WorkflowScope& scope() const { return *scope_; }
  /// Tells watchers how far the phase is.
  void ReportProgress(double fraction, std::string message) const;

 private:
  /// Drops everything of the workflow.
  virtual void Forget() = 0;

  WorkflowScope* scope_ = nullptr;
};

/// The bars.
class MarketDataComponent final : public BacktestComponent {
 public:
  static constexpr char kName[] = "market_data";

  explicit MarketDataComponent(std::shared_ptr<FeedSource> feeds)
      : feeds_(std::move(feeds)) {}

  /// As FeedSource::Get; RESOURCE_EXHAUSTED if the bars are more than the
  /// workflow's memory.
  absl::Status Load(ReadRequest request, std::stop_token stop);
  /// CHECK-fails before Load succeeded.
  const std::shared_ptr<const BarSeries>& bars() const;

 private:
  void Forget() override;

  const std::shared_ptr<FeedSource> feeds_;
  std::shared_ptr<const BarSeries> bars_;
  MemoryBudget::Reservation memory_;
};

/// The strategy and what it decided.
class StrategyComponent final : public BacktestComponent {
 public:
  static constexpr char kName[] = "strategy";

  StrategyComponent(MarketDataComponent* market_data,
                    std::shared_ptr<IndicatorSource> indicators)
      : market_data_(market_data), indicators_(std::move(indicators)) {}

  void Configure(std::unique_ptr<Strategy> strategy);
  /// Whether the bars have what the strategy and its indicators need;
  /// INVALID_ARGUMENT if not.
  absl::Status CheckData() const;
  /// Decides over all bars. CANCELLED once `stop` is requested.
  absl::Status Decide(std::stop_token stop);
  const std::vector<Decision>& decisions() const { return decisions_; }

 private:
  void Forget() override;

  MarketDataComponent* const market_data_;
  const std::shared_ptr<IndicatorSource> indicators_;
  std::unique_ptr<Strategy> strategy_;
  std::vector<Decision> decisions_;
};

/// What became of the decisions.
class ExecutionComponent final : public BacktestComponent {
 public:
  /// A run of the broker.
  using Portfolio = DecisionRun::Portfolio;

  static constexpr char kName[] = "execution";

  ExecutionComponent(MarketDataComponent* market_data,
                     StrategyComponent* strategy)
      : market_data_(market_data), strategy_(strategy) {}

  /// Executes the decisions: on the quick path if it can, or else with the
  /// broker. CANCELLED once `stop` is requested.
  absl::Status Execute(const SimulationSettings& settings, double multiplier,
                       std::stop_token stop);
  /// Computes what Execute came to in another way. DATA_LOSS if it is wrong.
  absl::Status Verify(const SimulationSettings& settings,
                      double multiplier) const;
  bool executed() const { return simulation_.has_value(); }
  /// CHECK-fails before Execute succeeded.
  const Simulation& simulation() const;
  /// The orders of the broker; null if it was not needed.
  const Portfolio* portfolio() const {
    return portfolio_ ? &*portfolio_ : nullptr;
  }

 private:
  void Forget() override;

  MarketDataComponent* const market_data_;
  StrategyComponent* const strategy_;
  std::optional<Simulation> simulation_;
  std::optional<Portfolio> portfolio_;
  MemoryBudget::Reservation memory_;
};

/// Keeps the tables of the run.
class RecordsComponent final : public BacktestComponent {
 public:
  static constexpr char kName[] = "records";

  RecordsComponent(MarketDataComponent* market_data,
                   ExecutionComponent* execution,
                   std::shared_ptr<ArtifactStore> artifacts)
      : market_data_(market_data),
        execution_(execution),
        artifacts_(std::move(artifacts)) {}

  /// Puts trades, fills and equity, and the broker's orders, into the artifact
  /// store; they are on disk when it returns. Nothing if nothing was executed.
  absl::StatusOr<std::vector<admf::v1::Artifact>> Keep();

 private:
  void Forget() override {}

  MarketDataComponent* const market_data_;
  ExecutionComponent* const execution_;
  const std::shared_ptr<ArtifactStore> artifacts_;
};

/// How to make them, in a container whose services have a FeedSource, an
/// IndicatorSource and an ArtifactStore.
std::vector<ComponentSpec> BacktestComponentSpecs();

}  // namespace admf
