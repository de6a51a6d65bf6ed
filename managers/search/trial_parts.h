#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "admf/v1/workflow.pb.h"
#include "engine/data/table.h"
#include "managers/artifact_store.h"
#include "managers/search/trial_table.h"

namespace admf {

/// Keeps trials as artifacts, part by part, so that memory doesn't grow with
/// their number. Not thread-safe.
class TrialPartsWriter {
 public:
  /// Trials of one part.
  static constexpr size_t kPartRows = 8192;

  /// Both outlive the writer.
  TrialPartsWriter(const TrialTables* tables, ArtifactStore* artifacts)
      : tables_(tables), artifacts_(artifacts) {}

  /// Takes the next trial. Errors as ArtifactStore::Put.
  absl::Status Add(ScoredTrial trial);
  /// Writes what is left. All parts, those of one name in order.
  absl::StatusOr<std::vector<admf::v1::Artifact>> Finish();

 private:
  absl::Status Flush();

  const TrialTables* const tables_;
  ArtifactStore* const artifacts_;
  std::vector<ScoredTrial> rows_;
  std::vector<admf::v1::Artifact> trials_;
  std::vector<admf::v1::Artifact> returns_;
};

/// Reads the parts of the table `name` among `artifacts`, one after another.
/// Errors as ArtifactStore::Get and of `visit`.
absl::Status ForEachPart(std::span<const admf::v1::Artifact> artifacts,
                         const std::string& name, const ArtifactStore& store,
                         absl::FunctionRef<absl::Status(const Table&)> visit);

}  // namespace admf
