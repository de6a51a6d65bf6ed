#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client/cli/command.h"

namespace admf {

/// `admf watch ID`: prints a workflow's events until it ends.
class WatchCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  std::string FormatEvent(const Session& session,
                          const v1::WorkflowEvent& event) const;
  void NoteVerdict(Session& session, v1::WorkflowState state) const;

  std::vector<std::string> ids_;
  int64_t after_ = 0;
};

}  // namespace admf
