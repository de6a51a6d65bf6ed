#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"

namespace admf {

/// `admf status ID...`: how workflows stand.
class StatusCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> ids_;
};

/// `admf cancel ID...`: cancels workflows and prints how they stand then.
class CancelCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> ids_;
  std::string reason_;
};

}  // namespace admf
