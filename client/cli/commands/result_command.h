#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/result_exports.h"

namespace admf {

/// `admf result ID`: what a workflow came to, and its tables as files.
class ResultCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> ids_;
  ResultExports exports_;
};

}  // namespace admf
