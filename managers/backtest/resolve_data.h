#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/data/market_data_reader.h"
#include "managers/data_root.h"
#include "managers/workflow_manager.h"

namespace admf {

/// The most symbols of one workflow.
inline constexpr size_t kMostSymbols = 1000;

/// Fills in the defaults of a data section and appends what is wrong with it.
/// Looks whether the files are there; reads none.
void ResolveDataConfig(const DataRoot& data_root, admf::v1::DataConfig* config,
                       std::vector<ConfigProblem>* problems);

/// What the engine's reader takes, from a resolved section of one symbol.
/// INVALID_ARGUMENT or NOT_FOUND as DataRoot::Resolve: the file may be gone
/// since; INVALID_ARGUMENT for more than one symbol.
absl::StatusOr<ReadRequest> ToReadRequest(const DataRoot& data_root,
                                          const admf::v1::DataConfig& config);

/// The same of each symbol, in order of the names.
absl::StatusOr<std::vector<ReadRequest>> ToReadRequests(
    const DataRoot& data_root, const admf::v1::DataConfig& config);

/// The symbols of a section, in order.
std::vector<std::string> SymbolsOf(const admf::v1::DataConfig& config);

}  // namespace admf
