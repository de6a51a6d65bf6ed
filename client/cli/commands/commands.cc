#include "client/cli/commands/commands.h"

#include <memory>
#include <vector>

#include "client/cli/commands/catalog_command.h"
#include "client/cli/commands/completion_command.h"
#include "client/cli/commands/data_command.h"
#include "client/cli/commands/gate_command.h"
#include "client/cli/commands/info_command.h"
#include "client/cli/commands/list_command.h"
#include "client/cli/commands/pause_command.h"
#include "client/cli/commands/result_command.h"
#include "client/cli/commands/retry_command.h"
#include "client/cli/commands/run_command.h"
#include "client/cli/commands/status_command.h"
#include "client/cli/commands/submit_command.h"
#include "client/cli/commands/validate_command.h"
#include "client/cli/commands/version_command.h"
#include "client/cli/commands/watch_command.h"

namespace admf {

std::vector<std::unique_ptr<Command>> MakeCommands(const CLI::App& app) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<RunCommand>());
  commands.push_back(std::make_unique<GateCommand>());
  commands.push_back(std::make_unique<SubmitCommand>());
  commands.push_back(std::make_unique<StatusCommand>());
  commands.push_back(std::make_unique<ListCommand>());
  commands.push_back(std::make_unique<WatchCommand>());
  commands.push_back(std::make_unique<CancelCommand>());
  commands.push_back(std::make_unique<PauseCommand>());
  commands.push_back(std::make_unique<ResumeCommand>());
  commands.push_back(std::make_unique<RetryCommand>());
  commands.push_back(std::make_unique<ResultCommand>());
  commands.push_back(std::make_unique<ValidateCommand>());
  commands.push_back(std::make_unique<CatalogCommand>());
  commands.push_back(std::make_unique<DataCommand>());
  commands.push_back(std::make_unique<InfoCommand>());
  commands.push_back(std::make_unique<CompletionCommand>(app));
  commands.push_back(std::make_unique<VersionCommand>());
  return commands;
}

}  // namespace admf
