#pragma once

#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/catalog/parameter.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Fills in the strategy's parameters: those of `parameters` win over those of
/// `backtest_config.strategy.params`, which win over the defaults. All of them
/// stand in `params` afterwards, and none in `parameters`. Appends what is
/// wrong.
void ResolveStrategy(admf::v1::WorkflowConfig* config,
                     std::vector<ConfigProblem>* problems);

/// The parameters of a resolved strategy, as the engine takes them.
ParameterSet ToParameterSet(const admf::v1::StrategyConfig& config);

}  // namespace admf
