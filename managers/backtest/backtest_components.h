#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "containers/component.h"
#include "containers/memory_budget.h"
#include "containers/workflow_scope.h"
#include "engine/broker/portfolio_simulation.h"
#include "engine/broker/portfolio_simulator.h"
#include "engine/broker/run_decisions.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/bars.h"
#include "engine/data/market_data_reader.h"
#include "engine/execution/settings.h"
#include "engine/execution/simulation.h"
#include "engine/indicators/indicator.h"
#include "engine/strategies/strategy.h"
#include "managers/artifact_store.h"
#include "managers/backtest/resolve_symbols.h"
#include "managers/feed_source.h"

namespace admf {

// What a backtest's container is made of. Each component holds one part of one
// run, computes it from the parts that it depends on, and forgets it on Reset:
//
//   market_data <- strategy <- execution <- records
//
// A run of one symbol has its bars and, as a rule, takes the quick path; one of
// several symbols has aligned bars, decisions for each symbol, and goes through
// the broker. Functions are for the one or for the other.
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
  /// Of several symbols; aligns them in the order of the requests. Errors as of
  /// Load and of AlignedBars::Create.
  absl::Status LoadSeveral(std::vector<ReadRequest> requests,
                           std::stop_token stop);
  /// Of one symbol. CHECK-fails before Load succeeded.
  const std::shared_ptr<const BarSeries>& bars() const;
  /// Of several symbols; empty and null otherwise.
  const std::vector<std::shared_ptr<const BarSeries>>& series() const {
    return series_;
  }
  const std::shared_ptr<const AlignedBars>& aligned() const { return aligned_; }

 private:
  void Forget() override;

  const std::shared_ptr<FeedSource> feeds_;
  std::shared_ptr<const BarSeries> bars_;
  MemoryBudget::Reservation memory_;
  std::vector<std::shared_ptr<const BarSeries>> series_;
  std::shared_ptr<const AlignedBars> aligned_;
  /// Of each symbol, and of the alignment.
  std::vector<MemoryBudget::Reservation> memory_of_series_;
};

/// The strategy and what it decided.
class StrategyComponent final : public BacktestComponent {
 public:
  static constexpr char kName[] = "strategy";

  StrategyComponent(MarketDataComponent* market_data,
                    std::shared_ptr<IndicatorSource> indicators)
      : market_data_(market_data), indicators_(std::move(indicators)) {}

  void Configure(std::unique_ptr<Strategy> strategy);
  /// One for each symbol, all of the same type and parameters.
  void ConfigureSeveral(std::vector<std::unique_ptr<Strategy>> strategies);
  /// Whether the bars have what the strategy and its indicators need;
  /// INVALID_ARGUMENT if not, or if those of one of several symbols have not.
  absl::Status CheckData() const;
  absl::Status CheckDataOfSeveral() const;
  /// Decides over all bars. CANCELLED once `stop` is requested.
  absl::Status Decide(std::stop_token stop);
  absl::Status DecideSeveral(std::stop_token stop);
  const std::vector<Decision>& decisions() const { return decisions_; }
  /// Of each of several symbols.
  const std::vector<std::vector<Decision>>& decisions_of_symbols() const {
    return decisions_of_symbols_;
  }

 private:
  void Forget() override;

  MarketDataComponent* const market_data_;
  const std::shared_ptr<IndicatorSource> indicators_;
  std::unique_ptr<Strategy> strategy_;
  std::vector<Decision> decisions_;
  std::vector<std::unique_ptr<Strategy>> strategies_;
  std::vector<std::vector<Decision>> decisions_of_symbols_;
  std::vector<MemoryBudget::Reservation> memory_of_decisions_;
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
  /// The same for several symbols, which `terms` has in their order. Always
  /// with the broker.
  absl::Status ExecuteSeveral(const SimulationSettings& settings,
                              std::span<const SymbolTerms> terms,
                              std::stop_token stop);
  absl::Status VerifySeveral(const SimulationSettings& settings,
                             std::span<const SymbolTerms> terms,
                             std::stop_token stop) const;
  bool executed() const {
    return simulation_.has_value() || portfolio_.has_value();
  }
  /// Of one symbol. CHECK-fails before Execute succeeded.
  const Simulation& simulation() const;
  /// The orders of the broker; null if it was not needed.
  const Portfolio* portfolio() const {
    return portfolio_ ? &*portfolio_ : nullptr;
  }

 private:
  void Forget() override;
  /// The decisions on the terms.
  std::vector<SymbolPlan> PlansOf(std::span<const SymbolTerms> terms) const;

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
  /// CANCELLED once `stop` is requested.
  absl::StatusOr<std::vector<admf::v1::Artifact>> Keep(
      const std::stop_token& stop);
  /// The same for several symbols, with a table of what each came to.
  absl::StatusOr<std::vector<admf::v1::Artifact>> KeepSeveral(
      const std::stop_token& stop);

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
