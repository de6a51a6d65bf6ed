#include "server/export_stream.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/errors.h"
#include "engine/base/status_macros.h"
#include "engine/data/table.h"
#include "engine/data/table_export.h"
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
    case v1::TABLE_SYMBOLS:
      return "symbols";
    default:
      return MakeError(absl::StatusCode::kInvalidArgument,
                       reason::kInvalidRequest,
                       "no table is named; set `table` to TABLE_TRADES, "
                       "TABLE_FILLS, TABLE_EQUITY, TABLE_ORDERS or "
                       "TABLE_SYMBOLS");
  }
}

/// Why a run that succeeded may lack a table; empty for those that all have.
std::string_view WhyWithout(v1::Table table) {
  switch (table) {
    case v1::TABLE_ORDERS:
      return "has no orders of its own: all of them are its fills, or warnings "
             "of its result";
    case v1::TABLE_SYMBOLS:
      return "has no table of symbols: it traded one, and its figures are the "
             "metrics of its result";
    default:
      return {};
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

absl::StatusOr<std::string> TableExporter::Export(
    const v1::ExportTableRequest& request) {
  ASSIGN_OR_RETURN(const std::string name, ArtifactName(request.table()));
  ASSIGN_OR_RETURN(const v1::WorkflowResult result,
                   journal_->GetResult(request.workflow_id()));
  const auto artifact =
      std::find_if(result.artifacts().begin(), result.artifacts().end(),
                   [&](const auto& kept) { return kept.name() == name; });
  const std::string_view why_without = WhyWithout(request.table());
  if (artifact == result.artifacts().end() && !why_without.empty() &&
      result.state() == v1::WORKFLOW_STATE_SUCCEEDED) {
    return MakeError(absl::StatusCode::kNotFound, reason::kTableNotAvailable,
                     absl::StrCat("workflow ", request.workflow_id(), " ",
                                  absl::string_view(why_without.data(),
                                                    why_without.size())));
  }
  if (artifact == result.artifacts().end()) {
    return MakeError(
        absl::StatusCode::kNotFound, reason::kTableNotAvailable,
        absl::StrCat("workflow ", request.workflow_id(), " has no ", name,
                     ": it ended before there were any (",
                     WorkflowState_Name(result.state()), ")"));
  }
  ASSIGN_OR_RETURN(const std::string bytes,
                   artifacts_->Get(artifact->digest()));
  ASSIGN_OR_RETURN(const Table table, DecodeTable(bytes));
  ASSIGN_OR_RETURN(
      const std::string folder,
      file_system_->CreateUniqueDirectory(scratch_folder_ + "/export-"));
  const std::string path = folder + "/table";
  const absl::Status exported = ExportTable(
      table,
      request.format() == v1::EXPORT_FORMAT_PARQUET ? TableFormat::kParquet
                                                    : TableFormat::kCsv,
      path);
  absl::StatusOr<std::string> file =
      exported.ok() ? file_system_->ReadFile(path)
                    : absl::StatusOr<std::string>(exported);
  RETURN_IF_ERROR(file_system_->RemoveAll(folder));
  return file;
}

ExportStream::ExportStream(const v1::ExportTableRequest& request,
                           TableExporter* exporter, Executor* executor) {
  executor->Schedule([this, request, exporter] {
    absl::StatusOr<std::string> bytes = exporter->Export(request);
    if (!bytes.ok()) {
      Finish(ToGrpcStatus(bytes.status()));
      return;
    }
    bytes_ = *std::move(bytes);
    WriteNext();
  });
}

void ExportStream::WriteNext() {
  if (offset_ == bytes_.size()) {
    Finish(grpc::Status::OK);
    return;
  }
  const size_t size = std::min(kChunkBytes, bytes_.size() - offset_);
  response_.set_data(bytes_.substr(offset_, size));
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
