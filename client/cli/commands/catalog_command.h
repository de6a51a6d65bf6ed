#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"

namespace admf {

/// `admf catalog [NAME]`: the strategies and indicators of the daemon.
class CatalogCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> names_;
};

}  // namespace admf
