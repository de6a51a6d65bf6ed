#include "server/export_stream.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/status_macros.h"
#include "engine/data/table.h"
#include "server/grpc_status.h"

namespace admf {
namespace {

/// Well below the 4 MiB that a client accepts as one message by default.
constexpr size_t kChunkBytes = 256 << 10;

absl::StatusOr<std::string> ArtifactName(v1::Table table) {
  switch (table) {
    case v1::TABLE_TRADES:
      return "trades";
    case v1::TABLE_FILLS:
      return "fills";
    case v1::TABLE_EQUITY:
      return "equity";
    case v1::TABLE_ORDERS:
      return "orders";
    default:
      return MakeError(absl::StatusCode::kInvalidArgument,
                       reason::kInvalidRequest,
                       "no table is named; set `table` to TABLE_TRADES, "
                       "TABLE_FILLS, TABLE_EQUITY or TABLE_ORDERS");
  }
}

}  // namespace

TableExporter::TableExporter(Journal* journal, ArtifactStore* artifacts,
                             FileSystem* file_system,
                             std::string scratch_folder)
    : journal_(journal),
      artifacts_(artifacts),
      file_system_(file_system),
      scratch_folder_(std::move(scratch_folder)) {}

absl::StatusOr<std::shared_ptr<const MappedFile>> TableExporter::Export(
    const v1::ExportTableRequest& request) {
  ASSIGN_OR_RETURN(const std::string name, ArtifactName(request.table()));
  ASSIGN_OR_RETURN(const v1::WorkflowResult result,
                   journal_->GetResult(request.workflow_id()));
  const auto artifact =
      std::find_if(result.artifacts().begin(), result.artifacts().end(),
                   [&](const auto& kept) { return kept.name() == name; });
  if (artifact == result.artifacts().end() &&
      request.table() == v1::TABLE_ORDERS &&
      result.state() == v1::WORKFLOW_STATE_SUCCEEDED) {
    return MakeError(
        absl::StatusCode::kNotFound, reason::kTableNotAvailable,
        absl::StrCat("workflow ", request.workflow_id(),
                     " has no orders of its own: all of them are its fills, "
                     "or warnings of its result"));
  }
  if (artifact == result.artifacts().end()) {
    return MakeError(
        absl::StatusCode::kNotFound, reason::kTableNotAvailable,
        absl::StrCat("workflow ", request.workflow_id(), " has no ", name,
                     ": it ended before there were any (",
                     WorkflowState_Name(result.state()), ")"));
  }
  std::vector<std::string> digests;
  for (const v1::Artifact& kept : result.artifacts()) {
    if (kept.name() == name) digests.push_back(kept.digest());
  }
  ASSIGN_OR_RETURN(
      const std::string folder,
      file_system_->CreateUniqueDirectory(scratch_folder_ + "/export-"));
  const std::string path = folder + "/table";
  const absl::Status written = Write(
      digests,
      request.format() == v1::EXPORT_FORMAT_PARQUET ? TableFormat::kParquet
                                                    : TableFormat::kCsv,
      path);
  absl::StatusOr<std::shared_ptr<const MappedFile>> file =
      written.ok() ? file_system_->MapFile(path) : written;
  RETURN_IF_ERROR(file_system_->RemoveAll(folder));
  return file;
}

absl::Status TableExporter::Write(const std::vector<std::string>& digests,
                                  TableFormat format, const std::string& path) {
  auto digest = digests.begin();
  Table part;
  return ExportTableParts(
      [&]() -> absl::StatusOr<const Table*> {
        // Before the next one is read.
        part = Table();
        if (digest == digests.end()) return nullptr;
        ASSIGN_OR_RETURN(const std::string bytes, artifacts_->Get(*digest++));
        ASSIGN_OR_RETURN(part, DecodeTable(bytes));
        return &part;
      },
      format, path);
}

ExportStream::ExportStream(const v1::ExportTableRequest& request,
                           TableExporter* exporter, Executor* executor) {
  executor->Schedule([this, request, exporter] {
    auto file = exporter->Export(request);
    if (!file.ok()) {
      Finish(ToGrpcStatus(file.status()));
      return;
    }
    file_ = *std::move(file);
    WriteNext();
  });
}

void ExportStream::WriteNext() {
  const std::span<const std::byte> bytes = file_->bytes();
  if (offset_ == bytes.size()) {
    Finish(grpc::Status::OK);
    return;
  }
  const size_t size = std::min(kChunkBytes, bytes.size() - offset_);
  response_.set_data(bytes.data() + offset_, size);
  offset_ += size;
  StartWrite(&response_);
}

void ExportStream::OnWriteDone(bool ok) {
  if (ok) {
    WriteNext();
  } else {
    Finish(ToGrpcStatus(absl::CancelledError("the client is gone")));
  }
}

}  // namespace admf
