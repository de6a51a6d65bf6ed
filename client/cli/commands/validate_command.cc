#include "client/cli/commands/validate_command.h"

#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_text.h"
#include "client/cli/error_text.h"
#include "client/cli/options.h"
#include "client/cli/style.h"

namespace admf {
namespace {

std::string ProblemCount(int count) {
  return count == 1 ? "1 problem" : absl::StrCat(count, " problems");
}

void PrintText(Session& session, const std::string& file,
               const v1::ValidateWorkflowResponse& response) {
  const Style style = session.out_style();
  if (response.valid()) {
    session.out() << Printable(file) << ": "
                  << style.Apply(Tone::kGood, "valid") << ", configuration "
                  << response.config_digest() << "\n";
    return;
  }
  for (const v1::Violation& violation : response.violations()) {
    session.out() << ViolationText(violation) << "\n";
  }
  session.out() << Printable(file) << ": " << style.Apply(Tone::kBad, "invalid")
                << ", " << ProblemCount(response.violations_size()) << "\n";
}

void PrintCsv(Session& session, const std::string& file,
              const v1::ValidateWorkflowResponse& response) {
  if (response.valid()) {
    session.out() << CsvLine({file, "true", "", "", "", ""});
  }
  for (const v1::Violation& violation : response.violations()) {
    session.out() << CsvLine({file, "false", absl::StrCat(violation.line()),
                              absl::StrCat(violation.column()),
                              violation.field(), violation.description()});
  }
}

}  // namespace

CLI::App* ValidateCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "validate", "Find all problems of workflow files; starts nothing");
  AddArguments(*command, "FILE", 1, kAnyNumber,
               "Workflows as YAML; - reads the standard input", &files_);
  source_.AddTo(*command);
  command->footer("Exits with 2 if a file is invalid.");
  return command;
}

ExitCode ValidateCommand::ValidateFile(Session& session,
                                       const std::string& file) {
  absl::StatusOr<v1::WorkflowInput> input =
      source_.Read(file, *session.environment().in);
  if (!input.ok()) {
    return session.FailUsage(std::string(input.status().message()));
  }
  v1::ValidateWorkflowRequest request;
  *request.mutable_workflow() = *std::move(input);
  const auto response = session.client().Validate(request);
  if (!response.ok()) return session.Fail(response.status());
  switch (session.options().output) {
    case OutputFormat::kTable:
      PrintText(session, request.workflow().file_name(), *response);
      break;
    case OutputFormat::kCsv:
      PrintCsv(session, request.workflow().file_name(), *response);
      break;
    default:
      session.PrintDocument(*response);
  }
  return response->valid() ? ExitCode::kSuccess : ExitCode::kUsage;
}

ExitCode ValidateCommand::Run(Session& session) {
  if (session.options().output == OutputFormat::kCsv) {
    session.out() << CsvLine(
        {"file", "valid", "line", "column", "field", "description"});
  }
  ExitCode worst = ExitCode::kSuccess;
  for (const std::string& file : files_) {
    worst = Worst(worst, ValidateFile(session, file));
  }
  return worst;
}

}  // namespace admf
