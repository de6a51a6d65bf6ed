#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace admf {

/// A field of ServerConfig that a flag and an environment variable can set.
struct ServerSetting {
  /// The message that the field is in, as a field of ServerConfig; empty for
  /// fields of ServerConfig itself.
  const char* section;
  const char* field;
  const char* flag;
  const char* variable;
  /// For --help.
  const char* value_name;
  const char* description;

  /// Such as `log.format`.
  std::string path() const;
};

/// All of them, in the order of --help.
const std::vector<ServerSetting>& ServerSettings();

/// What `admfd journal` does.
enum class JournalCommand { kBackUp, kCheck, kCompact };

/// What the command line of the daemon says.
struct ServerCommandLine {
  /// What is wrong with it; empty if nothing is. The rest is of no use then.
  std::string problem;
  /// To be printed instead of doing anything: of --help or --version.
  std::string text;
  bool check_config = false;
  /// Of `admfd journal`; the daemon isn't started then.
  std::optional<JournalCommand> journal_command;
  /// Where the backup goes.
  std::string backup_destination;
  std::optional<std::string> config_file;
  /// Values of the settings that are given, by flag.
  std::map<std::string, std::string> settings;
};

/// @param arguments without the name of the program.
ServerCommandLine ParseServerCommandLine(
    const std::vector<std::string>& arguments, const std::string& version);

}  // namespace admf
