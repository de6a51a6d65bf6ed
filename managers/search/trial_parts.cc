#include "managers/search/trial_parts.h"

#include <iterator>
#include <utility>

#include "engine/base/status_macros.h"

namespace admf {

absl::Status TrialPartsWriter::Add(ScoredTrial trial) {
  rows_.push_back(std::move(trial));
  return rows_.size() < kPartRows ? absl::OkStatus() : Flush();
}

absl::Status TrialPartsWriter::Flush() {
  RETURN_IF_ERROR(Put(TrialTables::kTrials, tables_->Trials(rows_), &trials_));
  RETURN_IF_ERROR(
      Put(TrialTables::kReturns, tables_->Returns(rows_), &returns_));
  rows_.clear();
  return absl::OkStatus();
}

absl::Status TrialPartsWriter::Put(const char* name, const Table& table,
                                   std::vector<v1::Artifact>* artifacts) {
  const std::string bytes = EncodeTable(table);
  ASSIGN_OR_RETURN(std::string digest, artifacts_->Put(bytes));
  v1::Artifact& artifact = artifacts->emplace_back();
  artifact.set_name(name);
  artifact.set_digest(std::move(digest));
  artifact.set_size_bytes(static_cast<int64_t>(bytes.size()));
  artifact.set_row_count(static_cast<int64_t>(table.row_count()));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Artifact>> TrialPartsWriter::Finish() {
  if (!rows_.empty() || trials_.empty()) RETURN_IF_ERROR(Flush());
  std::vector<v1::Artifact> artifacts = std::move(trials_);
  std::move(returns_.begin(), returns_.end(), std::back_inserter(artifacts));
  return artifacts;
}

absl::Status ForEachPart(std::span<const v1::Artifact> artifacts,
                         const std::string& name, const ArtifactStore& store,
                         absl::FunctionRef<absl::Status(const Table&)> visit) {
  for (const v1::Artifact& artifact : artifacts) {
    if (artifact.name() != name) continue;
    ASSIGN_OR_RETURN(const std::string bytes, store.Get(artifact.digest()));
    ASSIGN_OR_RETURN(const Table table, DecodeTable(bytes));
    RETURN_IF_ERROR(visit(table));
  }
  return absl::OkStatus();
}

}  // namespace admf
