#pragma once

#include <grpcpp/support/server_callback.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"
#include "containers/platform/executor.h"
#include "containers/platform/file_system.h"
#include "coordinator/journal.h"
#include "engine/data/table_export.h"
#include "managers/artifact_store.h"

namespace admf {

/// Turns tables of results into files of the format that a client wants.
/// Thread-safe.
class TableExporter {
 public:
  /// `journal`, `artifacts` and `file_system` outlive it; `scratch_folder` is
  /// its own and exists.
  TableExporter(Journal* journal, ArtifactStore* artifacts,
                FileSystem* file_system, std::string scratch_folder);

  /// The file, which has no name any more and goes with the last one who holds
  /// it. A table that is kept in several parts is put together part by part,
  /// with one of them in memory at a time. NOT_FOUND if there is no such
  /// workflow or it has no such table, FAILED_PRECONDITION while it has not
  /// ended.
  absl::StatusOr<std::shared_ptr<const MappedFile>> Export(
      const admf::v1::ExportTableRequest& request);

 private:
  /// @param digests of the parts, in order
  absl::Status Write(const std::vector<std::string>& digests,
                     TableFormat format, const std::string& path);

  Journal* const journal_;
  ArtifactStore* const artifacts_;
  FileSystem* const file_system_;
  const std::string scratch_folder_;
};

/// One ExportTable call. Owns itself: gRPC's OnDone deletes it.
class ExportStream final
    : public grpc::ServerWriteReactor<admf::v1::ExportTableResponse> {
 public:
  /// Both outlive the server; the export runs on `executor`.
  ExportStream(const admf::v1::ExportTableRequest& request,
               TableExporter* exporter, Executor* executor);

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  void WriteNext();

  // The executor and gRPC call one after the other: export, then writes.
  std::shared_ptr<const MappedFile> file_;
  size_t offset_ = 0;
  admf::v1::ExportTableResponse response_;
};

}  // namespace admf
