#pragma once

#include <string>

#include "absl/time/time.h"
#include "client/cli/command.h"

namespace admf {

/// `admf info`: what the daemon is, what it can run, and its limits.
class InfoCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  absl::Duration wait_;
};

}  // namespace admf
