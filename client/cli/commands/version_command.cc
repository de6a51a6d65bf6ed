#include "client/cli/commands/version_command.h"

#include "CLI/CLI.hpp"
#include "client/cli/csv_text.h"
#include "client/cli/version.h"
#include "nlohmann/json.hpp"

namespace admf {

CLI::App* VersionCommand::AddTo(CLI::App& app) {
  return app.add_subcommand("version", "Print the version of this program");
}

ExitCode VersionCommand::Run(Session& session) {
  switch (session.options().output) {
    case OutputFormat::kTable:
      session.out() << "admf " << kClientVersion << "\n";
      break;
    case OutputFormat::kCsv:
      session.out() << CsvLine({"name", "value"})
                    << CsvLine({"version", kClientVersion});
      break;
    default:
      session.PrintDocument(
          nlohmann::ordered_json{{"version", kClientVersion}});
  }
  return ExitCode::kSuccess;
}

}  // namespace admf
