#include "managers/built_in_managers.h"

#include "managers/backtest/backtest_manager.h"
#include "managers/optimization/optimization_manager.h"
#include "managers/validation/validation_manager.h"

namespace admf {

std::vector<std::unique_ptr<WorkflowManager>> CreateBuiltInManagers(
    const DataRoot* data_root) {
  std::vector<std::unique_ptr<WorkflowManager>> managers;
  managers.push_back(std::make_unique<BacktestManager>(data_root));
  managers.push_back(std::make_unique<OptimizationManager>(data_root));
  managers.push_back(std::make_unique<ValidationManager>(data_root));
  return managers;
}

}  // namespace admf
