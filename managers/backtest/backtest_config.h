#pragma once

#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/execution/settings.h"
#include "engine/metrics/metrics.h"
#include "managers/backtest/resolve_symbols.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

// A backtest's configuration: checked and completed as a message, and read from
// the message into what the engine takes. The readers take resolved
// configurations only.

/// Fills in all defaults, moves the values of `parameters` into the strategy's
/// params, and appends everything that is wrong.
void ResolveBacktestConfig(const DataRoot& data_root,
                           admf::v1::WorkflowConfig* config,
                           std::vector<ConfigProblem>* problems);

SimulationSettings ToSimulationSettings(const admf::v1::BacktestConfig& config);

/// Units of the underlying in one contract, of one symbol.
double MultiplierOf(const admf::v1::BacktestConfig& config);

/// What the account has to do with each symbol, in order of their names.
std::vector<SymbolTerms> ToSymbolTerms(const admf::v1::WorkflowConfig& config);

MetricsOptions ToMetricsOptions(const admf::v1::BacktestConfig& config);

}  // namespace admf
