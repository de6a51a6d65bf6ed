#include "client/cli/result_exports.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "client/cli/enum_names.h"
#include "client/partial_file.h"

namespace admf {

void ResultExports::AddTo(CLI::App& app) {
  for (const v1::Table table :
       {v1::TABLE_TRADES, v1::TABLE_EQUITY, v1::TABLE_FILLS, v1::TABLE_ORDERS,
        v1::TABLE_SYMBOLS}) {
    const std::string name = ShortName(table);
    AddParsedOption(
        app, "--" + name, "FILE", false,
        absl::StrCat("Write the ", name,
                     " to FILE, whose name ends in .csv or ", ".parquet"),
        [this, table](std::string_view path) {
          const auto format = ExportFormatOf(std::string(path));
          if (format.ok()) paths_[table] = path;
          return format.status();
        });
  }
}

ExitCode ResultExports::Check(Session& session) const {
  std::map<std::filesystem::path, v1::Table> tables;
  for (const auto& [table, path] : paths_) {
    std::error_code error;
    const auto [other, is_new] =
        tables.emplace(std::filesystem::weakly_canonical(path, error), table);
    if (!is_new && !error) {
      return session.FailUsage(absl::StrCat(
          "--", ShortName(other->second), " and --", ShortName(table),
          " name the same file '", path, "'; one would replace the other"));
    }
    const auto file = PartialFile::Create(path);
    if (!file.ok()) {
      return session.FailUsage(std::string(file.status().message()));
    }
  }
  return ExitCode::kSuccess;
}

ExitCode ResultExports::Write(Session& session,
                              const std::string& workflow_id) const {
  if (!any()) return ExitCode::kSuccess;
  const std::stop_token stop = session.environment().catch_interrupts();
  for (const auto& [table, path] : paths_) {
    const ExitCode code = WriteTable(session, workflow_id, table, path, stop);
    if (stop.stop_requested()) return ExitCode::kInterrupted;
    if (code != ExitCode::kSuccess) return code;
    session.Note(absl::StrCat("wrote the ", ShortName(table), " to ", path));
  }
  return ExitCode::kSuccess;
}

ExitCode ResultExports::WriteTable(Session& session,
                                   const std::string& workflow_id,
                                   v1::Table table, const std::string& path,
                                   std::stop_token stop) const {
  // Not ExportToFile: a full disk and a refusal have different exit codes.
  absl::StatusOr<std::unique_ptr<PartialFile>> file = PartialFile::Create(path);
  if (!file.ok()) {
    return session.FailUsage(std::string(file.status().message()));
  }
  v1::ExportTableRequest request;
  request.set_workflow_id(workflow_id);
  request.set_table(table);
  request.set_format(*ExportFormatOf(path));
  absl::Status written;
  const absl::Status transferred = session.client().Export(
      request,
      [&](std::string_view bytes) {
        written = (*file)->Append(bytes);
        return written;
      },
      stop);
  if (written.ok() && !transferred.ok()) return session.Fail(transferred);
  if (written.ok()) written = (*file)->Commit();
  if (!written.ok()) return session.FailUsage(std::string(written.message()));
  return ExitCode::kSuccess;
}

}  // namespace admf
