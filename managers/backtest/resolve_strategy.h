#pragma once

#include <memory>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "engine/catalog/parameter.h"
#include "engine/strategies/strategy.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Fills in the parameters of the strategy and of its members: those of
/// `parameters` win (`name.parameter` is that of a member) over those of
/// `params`, which win over the defaults. All of them stand in `params`
/// afterwards, and none in `parameters`. Appends what is wrong.
void ResolveStrategy(admf::v1::WorkflowConfig* config,
                     std::vector<ConfigProblem>* problems);

/// The parameters of a resolved strategy, as the engine takes them.
ParameterSet ToParameterSet(const admf::v1::StrategyConfig& config);

/// A resolved strategy with its members, in the order of their names.
std::unique_ptr<Strategy> CreateStrategy(
    const admf::v1::StrategyConfig& config);

}  // namespace admf
