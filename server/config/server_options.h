#pragma once

#include <map>
#include <string>
#include <vector>

#include "admf/v1/server_config.pb.h"
#include "containers/platform/file_system.h"
#include "server/config/server_command_line.h"
#include "server/config/yaml_problem.h"

namespace admf {

/// What the daemon was told to do, and with which configuration.
struct ServerOptions {
  enum class Action {
    kServe,
    /// Print the configuration and end.
    kCheckConfig,
    /// Print `text` (of --help or --version) and end.
    kPrintText,
    /// Do something with the journal, and end.
    kJournal,
  };

  /// Everything that is wrong; if there is anything, the rest is of no use.
  std::vector<YamlProblem> problems;
  Action action = Action::kServe;
  std::string text;
  /// With kJournal: what, and where a backup goes (an absolute path).
  JournalCommand journal_command = JournalCommand::kCheck;
  std::string backup_destination;
  /// Complete: no default is left to be filled in, and all paths are absolute.
  /// PrintYaml(config) is a configuration file that says the same.
  admf::v1::ServerConfig config;
};

/// Where the options come from. main() fills this in; nothing else is looked
/// at.
struct ServerOptionSources {
  /// Without the name of the program.
  std::vector<std::string> arguments;
  /// An empty variable is as good as none.
  std::map<std::string, std::string> environment;
  std::string working_directory;
  /// Processors of the machine; 0 if unknown.
  int hardware_concurrency = 0;
  /// For --version.
  std::string version;
  /// Not owned.
  FileSystem* file_system = nullptr;
};

/// Reads the options. Flags come before environment variables (ADMF_LISTEN,
/// ADMF_DATA_ROOT, ADMF_STATE_DIR, ADMF_PORT_FILE, ADMF_LOG_FORMAT,
/// ADMF_LOG_LEVEL), these before the file that --config names, and that before
/// the defaults. All problems are found at once, each with the file and place,
/// the variable or the flag that it comes from.
ServerOptions ReadServerOptions(const ServerOptionSources& sources);

}  // namespace admf
