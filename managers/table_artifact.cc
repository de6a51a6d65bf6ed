#include "managers/table_artifact.h"

#include <cstdint>
#include <utility>

#include "engine/base/status_macros.h"

namespace admf {

absl::Status KeepTable(std::string name, const Table& table,
                       ArtifactStore* store,
                       std::vector<v1::Artifact>* artifacts) {
  const std::string bytes = EncodeTable(table);
  ASSIGN_OR_RETURN(std::string digest, store->Put(bytes));
  v1::Artifact& artifact = artifacts->emplace_back();
  artifact.set_name(std::move(name));
  artifact.set_digest(std::move(digest));
  artifact.set_size_bytes(static_cast<int64_t>(bytes.size()));
  artifact.set_row_count(static_cast<int64_t>(table.row_count()));
  return absl::OkStatus();
}

}  // namespace admf
