#include "client/cli/admf.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/channel.h"
#include "client/cli/closest_word.h"
#include "client/cli/command.h"
#include "client/cli/commands/commands.h"
#include "client/cli/help_formatter.h"
#include "client/cli/options.h"
#include "client/cli/utf8.h"
#include "client/cli/version.h"

namespace admf {
namespace {

constexpr char kDescription[] =
    "Submits trading research workflows to an ADMF daemon and shows what "
    "became of them.";
constexpr char kFooter[] =
    "Examples:\n"
    "  admf run goog.yaml                       submit, follow, print the "
    "result\n"
    "  admf gate gates/*.yaml --junit gate.xml  fail a build on a bad "
    "strategy\n"
    "  admf list --state failed --since 24h     what failed since yesterday\n"
    "  admf result ID --trades trades.csv       export the trades\n"
    "  admf catalog sma_crossover               what a strategy does and "
    "takes\n"
    "\n"
    "Exit codes: 0 success, 1 the workflow failed or was cancelled, 2 usage "
    "or\n"
    "invalid configuration, 3 server unreachable or refused, 4 a verdict is "
    "FAILED\n"
    "(`admf gate` only).";

// The command line as CLI11 knows it, and what its commands do.
class CommandLine {
 public:
  CommandLine() : app_(kDescription, "admf") {
    app_.set_version_flag("--version,-V",
                          absl::StrCat("admf ", kClientVersion));
    app_.require_subcommand(1);
    app_.footer(kFooter);
    // Before the commands, which take it over.
    app_.formatter(std::make_shared<HelpFormatter>());
    AddGlobalOptions(app_, &options_);
    commands_ = MakeCommands(app_);
    for (const auto& command : commands_) {
      CLI::App* subcommand = command->AddTo(app_);
      // So that the options of every command may also follow the command.
      subcommand->fallthrough()->group("Commands");
      subcommands_.push_back(subcommand);
    }
  }

  // May throw what CLI11 throws.
  void Parse(std::vector<std::string> arguments) {
    // CLI11 takes them from the back.
    std::reverse(arguments.begin(), arguments.end());
    app_.parse(std::move(arguments));
  }

  Command& chosen() const {
    size_t index = 0;
    while (!subcommands_[index]->parsed()) ++index;
    return *commands_[index];
  }

  // The command that was given, or the whole program.
  const CLI::App& subject() const {
    const auto parsed = std::find_if(
        subcommands_.begin(), subcommands_.end(),
        [](const CLI::App* subcommand) { return subcommand->parsed(); });
    return parsed == subcommands_.end() ? app_ : **parsed;
  }

  bool has_command() const { return &subject() != &app_; }

  std::string Help() const {
    std::string text = app_.help();
    if (has_command()) {
      text +=
          "\nOptions of every command, such as --server and --output: see "
          "`admf --help`\n";
    }
    return text;
  }

  // What CLI11 did not know.
  std::vector<std::string> LeftOver() const {
    return app_.remaining(/*recurse=*/true);
  }

  std::vector<std::string> CommandNames() const {
    std::vector<std::string> names;
    for (const CLI::App* subcommand : subcommands_) {
      names.push_back(subcommand->get_name());
    }
    return names;
  }

  // The names of the options that may stand with the command that was given.
  std::vector<std::string> OptionNames() const {
    std::vector<std::string> names;
    for (const CLI::App* app : {&subject(), &app_}) {
      for (const CLI::Option* option : app->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          names.push_back("--" + name);
        }
      }
    }
    return names;
  }

  const GlobalOptions& options() const { return options_; }

 private:
  GlobalOptions options_;
  CLI::App app_;
  std::vector<std::unique_ptr<Command>> commands_;
  std::vector<CLI::App*> subcommands_;
};

// `admf help list` is `admf list --help`.
std::vector<std::string> TranslateHelp(std::vector<std::string> arguments) {
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.push_back("--help");
  }
  return arguments;
}

// What is wrong with a command line, in words that help.
std::string UsageProblem(const CommandLine& line,
                         const CLI::ParseError& error) {
  const std::vector<std::string> left_over = line.LeftOver();
  if (left_over.empty()) return error.what();
  const std::string& word = left_over.front();
  if (absl::StartsWith(word, "-") && word.size() > 1) {
    const std::string name = word.substr(0, word.find('='));
    return absl::StrCat("there is no option ", name,
                        DidYouMean(name, line.OptionNames()));
  }
  if (line.has_command()) {
    return absl::StrCat("'", word, "' is one argument too many");
  }
  return absl::StrCat("there is no command '", word, "'",
                      DidYouMean(word, line.CommandNames()), "; choose from ",
                      absl::StrJoin(line.CommandNames(), ", "));
}

ExitCode ReportUsage(const CommandLine& line, const CLI::ParseError& error,
                     std::ostream& err) {
  err << "admf: " << Printable(UsageProblem(line, error)) << "\n"
      << "admf: see `admf "
      << (line.has_command() ? line.subject().get_name() + " " : "")
      << "--help`" << std::endl;
  return ExitCode::kUsage;
}

// What is no UTF-8 can't be sent as a text.
std::optional<std::string> EncodingProblem(
    const std::vector<std::string>& arguments) {
  const auto bad = std::find_if_not(
      arguments.begin(), arguments.end(),
      [](const std::string& argument) { return IsUtf8(argument); });
  if (bad == arguments.end()) return std::nullopt;
  return absl::StrCat("argument ", bad - arguments.begin() + 1,
                      " is no text in UTF-8; a file of such a name can be "
                      "read as the standard input: `admf run - < FILE`");
}

// Looked at by the commands that need it only: a wrong one must not stand
// between a user and the help.
absl::Status UseServerOfEnvironment(const Environment& environment,
                                    GlobalOptions* options) {
  if (options->has_server || environment.server.empty()) {
    return absl::OkStatus();
  }
  const auto address = NormalizeServerAddress(environment.server);
  if (!address.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("ADMF_SERVER: ", address.status().message()));
  }
  options->channel.server = *address;
  return absl::OkStatus();
}

ExitCode RunCommandLine(CommandLine& line,
                        const std::vector<std::string>& arguments,
                        const Environment& environment) {
  if (const auto problem = EncodingProblem(arguments)) {
    *environment.err << "admf: " << *problem << std::endl;
    return ExitCode::kUsage;
  }
  if (arguments.empty()) {
    *environment.err << line.Help() << std::flush;
    return ExitCode::kUsage;
  }
  try {
    line.Parse(arguments);
  } catch (const CLI::CallForHelp& help) {
    if (!line.has_command() && !line.LeftOver().empty()) {
      return ReportUsage(line, help, *environment.err);
    }
    *environment.out << line.Help() << std::flush;
    return ExitCode::kSuccess;
  } catch (const CLI::CallForVersion& version) {
    *environment.out << version.what() << std::endl;
    return ExitCode::kSuccess;
  } catch (const CLI::ParseError& error) {
    return ReportUsage(line, error, *environment.err);
  }
  GlobalOptions options = line.options();
  Session session(environment, options);
  Command& command = line.chosen();
  if (command.NeedsServer()) {
    const absl::Status named = UseServerOfEnvironment(environment, &options);
    if (!named.ok()) return session.FailUsage(std::string(named.message()));
    const absl::Status connected = session.Connect();
    if (!connected.ok()) {
      return session.FailUsage(std::string(connected.message()));
    }
  }
  const ExitCode exit_code = command.Run(session);
  session.out().flush();
  return exit_code;
}

}  // namespace

ExitCode RunAdmf(const std::vector<std::string>& arguments,
                 const Environment& environment) {
  // The one edge at which exceptions of libraries end.
  try {
    CommandLine line;
    return RunCommandLine(line, TranslateHelp(arguments), environment);
  } catch (const std::exception& error) {
    *environment.err << "admf: " << error.what() << std::endl;
    return ExitCode::kServer;
  }
}

}  // namespace admf
