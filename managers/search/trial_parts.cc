#include "managers/search/trial_parts.h"

#include <iterator>
#include <utility>

#include "engine/base/status_macros.h"
#include "managers/table_artifact.h"

namespace admf {

absl::Status TrialPartsWriter::Add(ScoredTrial trial) {
  rows_.push_back(std::move(trial));
  return rows_.size() < kPartRows ? absl::OkStatus() : Flush();
}

absl::Status TrialPartsWriter::Flush() {
  RETURN_IF_ERROR(KeepTable(TrialTables::kTrials, tables_->Trials(rows_),
                            artifacts_, &trials_));
  RETURN_IF_ERROR(KeepTable(TrialTables::kReturns, tables_->Returns(rows_),
                            artifacts_, &returns_));
  rows_.clear();
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
