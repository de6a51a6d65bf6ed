#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"

namespace admf {

/// `admf completion bash|zsh|fish`: the script that makes a shell complete
/// commands, options and files; asks no server.
class CompletionCommand final : public Command {
 public:
  /// `app` has all commands when this runs; it is borrowed.
  explicit CompletionCommand(const CLI::App& app) : app_(app) {}

  CLI::App* AddTo(CLI::App& app) override;
  bool NeedsServer() const override { return false; }
  ExitCode Run(Session& session) override;

 private:
  const CLI::App& app_;
  std::vector<std::string> shells_;
};

}  // namespace admf
