#pragma once

#include "client/cli/command.h"

namespace admf {

/// `admf version`: the version of the client; asks no server.
class VersionCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  bool NeedsServer() const override { return false; }
  ExitCode Run(Session& session) override;
};

}  // namespace admf
