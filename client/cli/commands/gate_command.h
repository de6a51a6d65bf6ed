#pragma once

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/gate/gate_case.h"
#include "client/cli/workflow_source.h"

namespace admf {

/// `admf gate FILE...`: fails unless every workflow fulfils what it requires.
/// For pipelines: the same files may be gated any number of times.
class GateCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  // Whether the reports can be written, so that nobody learns it only after a
  // long run.
  // Whether a report takes the place of the table.
  bool PrintsReport() const;
  ExitCode CheckReports(Session& session) const;
  ExitCode WriteReports(Session& session,
                        const std::vector<GateCase>& cases) const;
  void Print(Session& session, const std::vector<GateCase>& cases) const;

  std::vector<std::string> files_;
  WorkflowSource source_;
  int priority_ = 0;
  bool fresh_ = false;
  bool cancel_on_interrupt_ = false;
  std::string junit_path_;
  std::string markdown_path_;
};

}  // namespace admf
