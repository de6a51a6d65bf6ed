#include "server/export_stream.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/errors.h"
#include "engine/base/status_macros.h"
#include "engine/data/table.h"
#include "server/grpc_status.h"

namespace admf {
namespace {

/// Well below the 4 MiB that a client accepts as one message by default.
constexpr size_t kChunkBytes = 256 << 10;

absl::StatusOr<std::string> ArtifactName(
    const v1::ExportTableRequest& request) {
  const bool by_name = !request.name().empty();
  if (by_name && request.table() != v1::TABLE_UNSPECIFIED) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     reason::kInvalidRequest,
                     "both `table` and `name` are set; set one of them");
  }
  if (by_name) return request.name();
  switch (request.table()) {
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
                       "TABLE_SYMBOLS, or `name` to the name of an artifact");
  }
}

// The tables of a result, each once.
std::string TableNames(const v1::WorkflowResult& result) {
  std::vector<std::string> names;
  for (const v1::Artifact& artifact : result.artifacts()) {
    if (names.empty() || names.back() != artifact.name()) {
      names.push_back(artifact.name());
    }
  }
  return absl::StrJoin(names, ", ");
}

// Why a result has no such table.
absl::Status NoSuchTable(const v1::WorkflowResult& result,
                         const std::string& name) {
  std::string why;
  if (result.state() != v1::WORKFLOW_STATE_SUCCEEDED) {
    why = absl::StrCat("it ended before there were any (",
                       WorkflowState_Name(result.state()), ")");
  } else if (name == "orders") {
    return MakeError(
        absl::StatusCode::kNotFound, reason::kTableNotAvailable,
        absl::StrCat("workflow ", result.workflow_id(),
                     " has no orders of its own: all of them are its fills, "
                     "or warnings of its result"));
  } else if (name == "symbols" && result.type() == v1::WORKFLOW_TYPE_BACKTEST) {
    why = "it traded one, and its figures are the metrics of its result";
  } else {
    why = absl::StrCat("its tables are ", TableNames(result));
  }
  return MakeError(absl::StatusCode::kNotFound, reason::kTableNotAvailable,
                   absl::StrCat("workflow ", result.workflow_id(), " has no ",
                                name, ": ", why));
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
  ASSIGN_OR_RETURN(const std::string name, ArtifactName(request));
  ASSIGN_OR_RETURN(const v1::WorkflowResult result,
                   journal_->GetResult(request.workflow_id()));
  std::vector<std::string> digests;
  for (const v1::Artifact& kept : result.artifacts()) {
    if (kept.name() == name) digests.push_back(kept.digest());
  }
  if (digests.empty()) return NoSuchTable(result, name);
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
        const auto bytes = artifacts_->Get(*digest);
        if (absl::IsNotFound(bytes.status())) {
          return absl::DataLossError(absl::StrCat(
              "the file ", *digest,
              " is missing in the folder `artifacts` of the state folder; "
              "restore that from the backup, or run the workflow again"));
        }
        RETURN_IF_ERROR(bytes.status());
        ++digest;
        ASSIGN_OR_RETURN(part, DecodeTable(*bytes));
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
