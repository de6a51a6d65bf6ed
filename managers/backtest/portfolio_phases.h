#pragma once

#include "absl/status/statusor.h"
#include "engine/metrics/metrics.h"
#include "managers/backtest/backtest_components.h"
#include "managers/data_root.h"
#include "managers/execution_context.h"
#include "managers/workflow_manager.h"

namespace admf {

// The phases of a backtest of several symbols, as BacktestManager executes
// them. What a component needs must have been done by the phases before.

/// Whether a resolved configuration has several symbols.
bool HasSeveralSymbols(const admf::v1::WorkflowConfig& config);

/// INITIALIZATION: a strategy for each symbol.
void InitializePortfolio(const admf::v1::WorkflowConfig& config,
                         StrategyComponent* strategy);

/// DATA_PREPARATION. Warns of symbols that have one source, and of those that
/// are never traded at the time of another one.
absl::StatusOr<PhaseOutcome> PreparePortfolioData(
    const DataRoot& data_root, const ExecutionContext& context,
    MarketDataComponent* market_data, const StrategyComponent& strategy);

/// COMPUTATION.
absl::StatusOr<PhaseOutcome> ComputePortfolio(const ExecutionContext& context,
                                              StrategyComponent* strategy,
                                              ExecutionComponent* execution);

/// VALIDATION.
absl::StatusOr<PhaseOutcome> ValidatePortfolio(
    const ExecutionContext& context, const ExecutionComponent& execution);

/// Of AGGREGATION.
Metrics MetricsOfPortfolio(const ExecutionContext& context,
                           const ExecutionComponent& execution);

}  // namespace admf
