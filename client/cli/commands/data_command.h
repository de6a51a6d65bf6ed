#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/command.h"

namespace admf {

/// `admf data inspect FILE`: what the daemon understands of a price file, and
/// what looks wrong in it.
class DataCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  void AddReading(CLI::App& command);
  absl::Status SetColumn(std::string_view text);

  /// What to do, and the file.
  std::vector<std::string> arguments_;
  v1::InspectDataRequest request_;
};

}  // namespace admf
