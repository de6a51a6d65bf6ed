#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"
#include "engine/data/table.h"
#include "managers/artifact_store.h"

namespace admf {

/// Puts a table into the store, on disk when it returns, and appends the
/// artifact `name` that it is in a result. Errors as ArtifactStore::Put;
/// nothing is appended then.
absl::Status KeepTable(std::string name, const Table& table,
                       ArtifactStore* store,
                       std::vector<admf::v1::Artifact>* artifacts);

}  // namespace admf
