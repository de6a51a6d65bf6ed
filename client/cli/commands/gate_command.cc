#include "client/cli/commands/gate_command.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "client/cli/gate/gate_run.h"
#include "client/cli/gate/gate_view.h"
#include "client/cli/gate/junit_report.h"
#include "client/cli/gate/markdown_report.h"
#include "client/cli/options.h"
#include "client/partial_file.h"
#include "nlohmann/json.hpp"

namespace admf {
namespace {

constexpr char kFooter[] =
    "Each file must require something of its outcome:\n"
    "  validation_config: {require: [{metric: sharpe_ratio, min: 0.5}]}\n"
    "Running it again joins, or reads again, the workflows of the same files "
    "and\n"
    "--set; one that failed is submitted anew. The price files are not looked "
    "at: when\n"
    "they have changed, give --fresh.\n"
    "Exit codes: 0 all verdicts are PASSED, 4 a verdict is FAILED, 1 a "
    "workflow failed,\n"
    "2 a file was refused, 3 server unreachable or refused; the highest one "
    "counts.\n"
    "Examples:\n"
    "  admf gate gates/*.yaml --junit gate.xml --markdown gate.md\n"
    "  admf gate goog.yaml --output json | jq '.workflows[].result.verdict'";

// As FILE of a report: the standard output.
constexpr char kStandardOutput[] = "-";

absl::Status WriteFile(const std::string& path, const std::string& text) {
  absl::StatusOr<std::unique_ptr<PartialFile>> file = PartialFile::Create(path);
  if (!file.ok()) return file.status();
  const absl::Status written = (*file)->Append(text);
  return written.ok() ? (*file)->Commit() : written;
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::weakly_canonical(a, error) ==
         std::filesystem::weakly_canonical(b, error);
}

}  // namespace

CLI::App* GateCommand::AddTo(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "gate", "Run workflows; fail unless all fulfil what they require");
  AddArguments(*command, "FILE", 1, kAnyNumber,
               "Workflows as YAML; - reads the standard input", &files_);
  source_.AddTo(*command);
  command
      ->add_option(
          "--junit", junit_path_,
          "Write a JUnit report: a test case for each criterion; - prints "
          "it in place of the table")
      ->type_name("FILE");
  command
      ->add_option(
          "--markdown", markdown_path_,
          "Write a summary for people, for the page of a job; - prints it "
          "in place of the table")
      ->type_name("FILE");
  command
      ->add_option("--priority", priority_,
                   "From 1 (runs last) to 5 (runs first). Default: 3")
      ->type_name("1|2|3|4|5")
      ->check(CLI::Range(1, 5).description(""));
  command->add_flag("--fresh", fresh_,
                    "Run all of it anew, whatever ran before");
  command->add_flag("--cancel-on-interrupt", cancel_on_interrupt_,
                    "Ctrl-C cancels the workflows instead of leaving them "
                    "alone");
  command->footer(kFooter);
  return command;
}

bool GateCommand::PrintsReport() const {
  return junit_path_ == kStandardOutput || markdown_path_ == kStandardOutput;
}

ExitCode GateCommand::CheckReports(Session& session) const {
  if (PrintsReport() && session.options().output != OutputFormat::kTable) {
    return session.FailUsage(
        "a report and --output would both go to the standard output; write "
        "the report to a file");
  }
  if (!junit_path_.empty() && SameFile(junit_path_, markdown_path_)) {
    return session.FailUsage(
        absl::StrCat("--junit and --markdown name the same file '",
                     markdown_path_, "'; one would replace the other"));
  }
  for (const std::string& path : {junit_path_, markdown_path_}) {
    if (path.empty() || path == kStandardOutput) continue;
    const auto file = PartialFile::Create(path);
    if (!file.ok()) {
      return session.FailUsage(std::string(file.status().message()));
    }
  }
  return ExitCode::kSuccess;
}

ExitCode GateCommand::WriteReports(Session& session,
                                   const std::vector<GateCase>& cases) const {
  ExitCode worst = ExitCode::kSuccess;
  const auto write = [&](const std::string& path, const std::string& text) {
    if (path == kStandardOutput) {
      session.out() << text;
      session.out().flush();
      return;
    }
    const absl::Status written = WriteFile(path, text);
    if (!written.ok()) {
      worst = session.FailUsage(std::string(written.message()));
    }
  };
  if (!junit_path_.empty()) write(junit_path_, JunitReport(cases));
  if (!markdown_path_.empty()) write(markdown_path_, MarkdownReport(cases));
  return worst;
}

void GateCommand::Print(Session& session,
                        const std::vector<GateCase>& cases) const {
  switch (session.options().output) {
    case OutputFormat::kTable:
      session.out() << GateText(cases, session.out_style(),
                                session.out_width());
      break;
    case OutputFormat::kCsv:
      session.out() << GateCsv(cases);
      break;
    default:
      session.PrintDocument(GateJson(cases));
  }
  session.out().flush();
}

ExitCode GateCommand::Run(Session& session) {
  const ExitCode writable = CheckReports(session);
  if (writable != ExitCode::kSuccess) return writable;
  GateRun run(session, {.source = &source_,
                        .priority = priority_,
                        .fresh = fresh_,
                        .cancel_on_interrupt = cancel_on_interrupt_});
  const std::vector<GateCase> cases = run.Run(files_);
  // First, so that they are there even if nobody reads what is printed.
  const ExitCode written = WriteReports(session, cases);
  if (!PrintsReport()) Print(session, cases);
  return Worst(GateExitCode(cases), written);
}

}  // namespace admf
