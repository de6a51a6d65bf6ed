#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/workflow_source.h"

namespace admf {

/// `admf validate FILE...`: all problems of workflow files; starts nothing.
class ValidateCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  ExitCode ValidateFile(Session& session, const std::string& file);

  std::vector<std::string> files_;
  WorkflowSource source_;
};

}  // namespace admf
