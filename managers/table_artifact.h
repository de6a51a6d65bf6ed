#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"
#include "engine/data/table.h"
#include "engine/data/table_source.h"
#include "managers/artifact_store.h"

namespace admf {

/// Puts a table, which is made while it is written, into the store; it is on
/// disk when this returns. Appends the artifact `name` that it is in a result.
/// Errors as ArtifactStore::PutPieces, CANCELLED once `stop` is requested;
/// nothing is appended then, and nothing of the table is left.
absl::Status KeepTable(std::string name, const TableSource& table,
                       const std::stop_token& stop, ArtifactStore* store,
                       std::vector<admf::v1::Artifact>* artifacts);

/// Puts a table into the store, on disk when it returns, and appends the
/// artifact `name` that it is in a result. Errors as ArtifactStore::Put;
/// nothing is appended then.
absl::Status KeepTable(std::string name, const Table& table,
                       ArtifactStore* store,
                       std::vector<admf::v1::Artifact>* artifacts);

}  // namespace admf
