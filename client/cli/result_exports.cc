#include "client/cli/result_exports.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/enum_names.h"
#include "client/cli/options.h"
#include "client/cli/table_option.h"
#include "client/partial_file.h"

namespace admf {
namespace {

// By its value where it has one, which every daemon knows.
void SetTable(const std::string& table, v1::ExportTableRequest* request) {
  const auto value = ParseShortName<v1::Table>(table);
  if (value.ok()) {
    request->set_table(*value);
  } else {
    request->set_name(table);
  }
}

}  // namespace

void ResultExports::AddTo(CLI::App& app) {
  for (const std::string_view table : kNamedTables) {
    const std::string name(table);
    AddParsedOption(
        app, "--" + name, "FILE", false,
        absl::StrCat("Write the ", name,
                     " to FILE, whose name ends in .csv or ", ".parquet"),
        [this, name](std::string_view path) {
          return Add(name, std::string(path));
        });
  }
  // Exceptions are CLI11's way to refuse; admf.cc catches them.
  app.add_option(
         "--table",
         [this](const CLI::results_t& texts) {
           for (size_t i = 0; i + 1 < texts.size(); i += 2) {
             const absl::Status status = Add(texts[i], texts[i + 1]);
             if (!status.ok()) {
               throw CLI::ValidationError("--table",
                                          std::string(status.message()));
             }
           }
           return true;
         },
         "Write any other table of the result, such as windows, to FILE")
      ->type_name("NAME FILE")
      ->type_size(2)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

std::vector<std::string> ResultExports::OptionNames() {
  std::vector<std::string> names = {"--table"};
  for (const std::string_view table : kNamedTables) {
    names.push_back(TableOption(table));
  }
  return names;
}

absl::Status ResultExports::Add(const std::string& table,
                                const std::string& path) {
  if (table.empty()) return absl::InvalidArgumentError("the table has no name");
  const auto format = ExportFormatOf(path);
  if (format.ok()) paths_[table] = path;
  return format.status();
}

ExitCode ResultExports::Check(Session& session) const {
  std::map<std::filesystem::path, std::string> tables;
  for (const auto& [table, path] : paths_) {
    std::error_code error;
    const auto [other, is_new] =
        tables.emplace(std::filesystem::weakly_canonical(path, error), table);
    if (!is_new && !error) {
      return session.FailUsage(absl::StrCat(
          TableOption(other->second), " and ", TableOption(table),
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
    session.Note(absl::StrCat("wrote the ", table, " to ", path));
  }
  return ExitCode::kSuccess;
}

ExitCode ResultExports::WriteTable(Session& session,
                                   const std::string& workflow_id,
                                   const std::string& table,
                                   const std::string& path,
                                   std::stop_token stop) const {
  // Not ExportToFile: a full disk and a refusal have different exit codes.
  absl::StatusOr<std::unique_ptr<PartialFile>> file = PartialFile::Create(path);
  if (!file.ok()) {
    return session.FailUsage(std::string(file.status().message()));
  }
  v1::ExportTableRequest request;
  request.set_workflow_id(workflow_id);
  SetTable(table, &request);
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
