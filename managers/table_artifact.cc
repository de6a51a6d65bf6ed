#include "managers/table_artifact.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/base/status_macros.h"

namespace admf {
namespace {

v1::Artifact ArtifactOf(std::string name, std::string digest,
                        int64_t size_bytes, size_t row_count) {
  v1::Artifact artifact;
  artifact.set_name(std::move(name));
  artifact.set_digest(std::move(digest));
  artifact.set_size_bytes(size_bytes);
  artifact.set_row_count(static_cast<int64_t>(row_count));
  return artifact;
}

}  // namespace

absl::Status KeepTable(std::string name, const TableSource& table,
                       const std::stop_token& stop, ArtifactStore* store,
                       std::vector<v1::Artifact>* artifacts) {
  ASSIGN_OR_RETURN(ArtifactStore::Kept kept,
                   store->PutPieces([&](ArtifactStore::Sink sink) {
                     return EncodeTable(table, sink, stop);
                   }));
  artifacts->push_back(ArtifactOf(std::move(name), std::move(kept.digest),
                                  kept.size_bytes, table.row_count));
  return absl::OkStatus();
}

absl::Status KeepTable(std::string name, const Table& table,
                       ArtifactStore* store,
                       std::vector<v1::Artifact>* artifacts) {
  const std::string bytes = EncodeTable(table);
  ASSIGN_OR_RETURN(std::string digest, store->Put(bytes));
  artifacts->push_back(ArtifactOf(std::move(name), std::move(digest),
                                  static_cast<int64_t>(bytes.size()),
                                  table.row_count()));
  return absl::OkStatus();
}

}  // namespace admf
