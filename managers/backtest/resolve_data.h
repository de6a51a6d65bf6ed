#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/data/market_data_reader.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Fills in the defaults of a data section and appends what is wrong with it.
/// Looks whether the files are there; reads none.
void ResolveDataConfig(const DataRoot& data_root, admf::v1::DataConfig* config,
                       std::vector<ConfigProblem>* problems);

/// What the engine's reader takes, from a resolved section. INVALID_ARGUMENT or
/// NOT_FOUND as DataRoot::Resolve: the file may be gone since.
absl::StatusOr<ReadRequest> ToReadRequest(const DataRoot& data_root,
                                          const admf::v1::DataConfig& config);

}  // namespace admf
