#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admf/v1/workflow.pb.h"
#include "admf/v1/workflow_config.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Whether an outcome is what `config.require` asks for: PASSED if every
/// criterion is fulfilled. Bounds are inclusive. A criterion on a metric that
/// isn't defined, or that isn't there at all, is not fulfilled.
///
/// @param metrics    the outcome's
/// @param undefined  the metrics that it doesn't define, each with the reason
admf::v1::Verdict JudgeResult(
    const admf::v1::ValidationConfig& config,
    const std::map<std::string, double>& metrics,
    const std::map<std::string, std::string>& undefined);

/// Appends what is wrong with the criteria of
/// `workflow.validation_config.require`: a metric that doesn't exist, no bound,
/// a bound that is no number, bounds that nothing lies between.
///
/// @param metric_names  of the outcomes of this type of workflow
void CheckRequire(const admf::v1::ValidationConfig& config,
                  std::span<const std::string_view> metric_names,
                  std::vector<ConfigProblem>* problems);

/// The same for the types of workflows that have nothing of `validation_config`
/// but `require`: all else in it is wrong, and so is an empty one.
void CheckRequireAlone(const admf::v1::WorkflowConfig& config,
                       std::span<const std::string_view> metric_names,
                       std::vector<ConfigProblem>* problems);

}  // namespace admf
