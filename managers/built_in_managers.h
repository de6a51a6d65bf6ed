#pragma once

#include <memory>
#include <vector>

#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// The managers of all workflow types that this build can run. `data_root`
/// outlives them.
std::vector<std::unique_ptr<WorkflowManager>> CreateBuiltInManagers(
    const DataRoot* data_root);

}  // namespace admf
