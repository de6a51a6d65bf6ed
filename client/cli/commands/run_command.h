#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/result_exports.h"
#include "client/cli/submission.h"

namespace admf {

/// `admf run FILE`: submits a workflow, follows it to its end, and prints what
/// it came to.
class RunCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::vector<std::string> files_;
  Submission submission_;
  ResultExports exports_;
  bool cancel_on_interrupt_ = false;
};

}  // namespace admf
