#pragma once

#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Whether the method cuts the bars into parts to train and parts to test.
bool IsSplitMethod(admf::v1::ValidationMethod method);

/// Fills in the defaults of the method in `validation_config`, and appends what
/// is wrong: a value out of its range, or one that the method has no use for.
/// `require` is left to CheckRequire.
void ResolveValidation(admf::v1::ValidationConfig* config,
                       bool has_optimization,
                       std::vector<ConfigProblem>* problems);

/// Appends what is wrong with `cost_factors` of a resolved configuration for
/// the costs of a run that is well: a cost of the whole price or more.
/// `by_default` says that the factors are those that were filled in.
void CheckCostFactors(const admf::v1::BacktestConfig& run,
                      const admf::v1::ValidationConfig& config, bool by_default,
                      std::vector<ConfigProblem>* problems);

/// ResolveOptimization for the methods that search in each split, by one score;
/// what only the result of a search shows is wrong.
void ResolveSearchOfSplits(admf::v1::WorkflowConfig* config,
                           std::vector<ConfigProblem>* problems);

/// ResolveOptimization for `method: sensitivity`, which takes of it what moves,
/// and what a run is measured by; all else is wrong.
void ResolveMovedParameters(admf::v1::WorkflowConfig* config,
                            std::vector<ConfigProblem>* problems);

}  // namespace admf
