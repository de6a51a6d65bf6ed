// Runs a backtest on a daemon with the C++ client library: connects, submits a
// YAML file, prints the events as they come and then the metrics, and exports
// the trades.
//
//   bazel build //examples/cpp_client:run_backtest
//   bazel-bin/examples/cpp_client/run_backtest goog.yaml trades.csv

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"
#include "admf/v1/workflow.pb.h"
#include "client/client_error.h"
#include "client/coordinator_client.h"

namespace {

absl::Status RunBacktest(const std::string& server, const std::string& path,
                         const std::string& trades_path) {
  std::ifstream file(path);
  std::ostringstream yaml;
  yaml << file.rdbuf();
  if (!file) return absl::NotFoundError("can't read " + path);

  absl::StatusOr<std::unique_ptr<admf::CoordinatorClient>> client =
      admf::CoordinatorClient::Connect({.server = server});
  if (!client.ok()) return client.status();

  admf::v1::SubmitWorkflowRequest request;
  request.mutable_workflow()->set_yaml(yaml.str());
  request.mutable_workflow()->set_file_name(path);
  const auto accepted = (*client)->Submit(request);
  if (!accepted.ok()) return accepted.status();
  const std::string& id = accepted->workflow_id();
  std::cout << "submitted as " << id << "\n";

  // Resumes on its own if the connection breaks.
  const absl::Status watched = (*client)->Watch(
      id, /*after_sequence=*/0, [](const admf::v1::WorkflowEvent& event) {
        std::cout << event.ShortDebugString() << "\n";
        return true;
      });
  if (!watched.ok()) return watched;

  const auto result = (*client)->GetResult(id);
  if (!result.ok()) return result.status();
  std::cout << admf::v1::WorkflowState_Name(result->state()) << "\n";
  for (const auto& [name, value] : result->metrics()) {
    std::cout << name << " = " << value << "\n";
  }
  return (*client)->ExportToFile(id, admf::v1::TABLE_TRADES, trades_path);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: run_backtest FILE.yaml TRADES.csv\n"
                 "The daemon is that of ADMF_SERVER.\n";
    return 2;
  }
  const char* server = std::getenv("ADMF_SERVER");
  const absl::Status status = RunBacktest(
      server == nullptr ? "127.0.0.1:50051" : server, argv[1], argv[2]);
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  for (const auto& violation : admf::GetClientErrorDetails(status).violations) {
    std::cerr << violation.field << ": " << violation.description << "\n";
  }
  return 1;
}
