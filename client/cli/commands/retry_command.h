#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/result_exports.h"

namespace admf {

/// `admf retry ID`: submits a workflow that has ended once more, from its first
/// unfinished phase on, and prints the new one's id, or follows it.
class RetryCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  void PrintAccepted(Session& session, const v1::RetryResponse& accepted) const;
  ExitCode Follow(Session& session, const v1::RetryResponse& accepted) const;

  std::vector<std::string> ids_;
  int priority_ = 0;
  std::string request_id_;
  bool wait_ = false;
  ResultExports exports_;
  bool cancel_on_interrupt_ = false;
};

}  // namespace admf
