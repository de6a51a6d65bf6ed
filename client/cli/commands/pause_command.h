#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"

namespace admf {

/// `admf pause ID...`: lets workflows rest, a queued one at once, a running one
/// at its next checkpoint, and prints how they stand then.
class PauseCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  absl::StatusOr<v1::WorkflowStatus> Pause(CoordinatorClient& client,
                                           const std::string& id,
                                           const std::stop_token& stop) const;

  std::vector<std::string> ids_;
  std::string reason_;
  bool wait_ = false;
};

/// `admf resume ID...`: lets workflows that rest go on.
class ResumeCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> ids_;
};

}  // namespace admf
