#pragma once

#include "client/cli/exit_code.h"
#include "client/cli/session.h"

namespace CLI {
class App;
}

namespace admf {

/// One command of `admf`, such as `admf list`: its options and what it does.
class Command {
 public:
  virtual ~Command() = default;

  /// Adds the command to `app` with its options, which are kept in this object
  /// when `app` parses a command line. Called once.
  virtual CLI::App* AddTo(CLI::App& app) = 0;

  /// Whether it speaks to a daemon.
  virtual bool NeedsServer() const { return true; }

  /// Does it, with the options that were parsed.
  virtual ExitCode Run(Session& session) = 0;
};

}  // namespace admf
