#pragma once

#include <string>

#include "admf/v1/coordinator_service.pb.h"
#include "client/cli/command.h"

namespace admf {

/// `admf list`: workflows, newest first, or those that have not ended.
class ListCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override;
  ExitCode Run(Session& session) override;

 private:
  void AddFilters(CLI::App& app);
  absl::Status ParseTimes(absl::TimeZone zone);
  // Each says in `remark` what is not shown.
  absl::StatusOr<v1::ListActiveResponse> FetchActive(CoordinatorClient& client,
                                                     std::string* remark) const;
  absl::StatusOr<v1::ListActiveResponse> Fetch(CoordinatorClient& client,
                                               std::string* remark);

  v1::ListWorkflowsRequest request_;
  std::string since_;
  std::string until_;
  bool active_ = false;
  bool all_ = false;
  int limit_ = 50;
};

}  // namespace admf
