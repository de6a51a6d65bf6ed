#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/submission.h"

namespace admf {

/// `admf submit FILE...`: submits workflows and prints their ids.
class SubmitCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> files_;
  Submission submission_;
};

}  // namespace admf
