#include "server/config/server_command_line.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"

namespace admf {
namespace {

constexpr char kDescription[] =
    "The ADMF coordinator: runs trading research workflows for its clients.";
constexpr char kFooter[] =
    "Flags come before environment variables (in brackets), these before the\n"
    "configuration file, and that before the defaults. docs/configuration.md\n"
    "describes the file.";

/// Adds `admfd journal` with its commands. What is parsed goes to `result`.
void AddJournalCommands(CLI::App& app, ServerCommandLine* result) {
  CLI::App* const journal = app.add_subcommand(
      "journal", "Back up, check or compact the journal of a state folder");
  journal->require_subcommand(1, 1);
  journal->fallthrough();
  const auto add = [&](const char* name, JournalCommand command,
                       const char* description) {
    CLI::App* const subcommand = journal->add_subcommand(name, description);
    subcommand->fallthrough();
    subcommand->callback(
        [result, command] { result->journal_command = command; });
    return subcommand;
  };
  add("backup", JournalCommand::kBackUp,
      "Copy the journal to a new file, while a daemon may be running")
      ->add_option("DESTINATION", result->backup_destination, "The new file")
      ->required()
      ->type_name("");
  add("check", JournalCommand::kCheck,
      "Look for damage, while a daemon may be running; changes nothing");
  add("compact", JournalCommand::kCompact,
      "Give free space back to the disk; no daemon may be running");
}

}  // namespace

std::string ServerSetting::path() const {
  return absl::StrCat(section, *section == '\0' ? "" : ".", field);
}

const std::vector<ServerSetting>& ServerSettings() {
  static const auto* const settings = new std::vector<ServerSetting>{
      {"", "listen", "--listen", "ADMF_LISTEN", "HOST:PORT",
       "Address to listen on; port 0 takes a free one"},
      {"", "data_root", "--data-root", "ADMF_DATA_ROOT", "FOLDER",
       "Folder that the paths of data files are relative to"},
      {"", "state_dir", "--state-dir", "ADMF_STATE_DIR", "FOLDER",
       "Folder for the daemon's own files"},
      {"", "port_file", "--port-file", "ADMF_PORT_FILE", "FILE",
       "File that the port is written to once the daemon serves"},
      {"log", "format", "--log-format", "ADMF_LOG_FORMAT", "text|json",
       "Form of the log lines"},
      {"log", "level", "--log-level", "ADMF_LOG_LEVEL",
       "debug|info|warning|error", "The least important lines to log"},
  };
  return *settings;
}

ServerCommandLine ParseServerCommandLine(
    const std::vector<std::string>& arguments, const std::string& version) {
  ServerCommandLine result;
  CLI::App app(kDescription, "admfd");
  app.footer(kFooter);
  app.set_version_flag("--version", "admfd " + version);
  CLI::Option* const check_config =
      app.add_flag("--check-config", result.check_config,
                   "Print the effective configuration and end");
  AddJournalCommands(app, &result);
  // Filled in by parse().
  std::string config_file;
  std::map<std::string, std::string> values;
  const CLI::Option* const config =
      app.add_option("--config", config_file, "Configuration file (YAML)")
          ->type_name("FILE");
  std::map<std::string, const CLI::Option*> options;
  for (const ServerSetting& setting : ServerSettings()) {
    options[setting.flag] =
        app.add_option(
               setting.flag, values[setting.flag],
               absl::StrCat(setting.description, " [", setting.variable, "]"))
            ->type_name(setting.value_name);
  }
  try {
    // CLI11 takes them in reverse.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    result.text = app.help();
  } catch (const CLI::CallForVersion& call) {
    result.text = absl::StrCat(call.what(), "\n");
  } catch (const CLI::Error& error) {
    result.problem = absl::StrCat(error.what(), "; see admfd --help");
  }
  if (check_config->count() > 0 && result.journal_command.has_value()) {
    result.problem = "--check-config and journal exclude each other";
  }
  if (config->count() > 0) result.config_file = std::move(config_file);
  for (const auto& [flag, option] : options) {
    if (option->count() > 0) result.settings[flag] = std::move(values[flag]);
  }
  return result;
}

}  // namespace admf
