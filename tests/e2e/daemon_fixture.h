#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "admf/v1/coordinator_service.grpc.pb.h"
#include "containers/platform/posix_file_system.h"
#include "containers/platform/real_clock.h"
#include "containers/platform/testing/temporary_folder.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "server/daemon.h"

namespace admf {

/// A daemon in this process, with real files and real gRPC on a free port.
class DaemonTest : public testing::Test {
 protected:
  DaemonTest();
  ~DaemonTest() override;

  /// The defaults of admfd, with folders of this test.
  admf::v1::ServerConfig Config() const;
  void Start(const admf::v1::ServerConfig& config);
  void Stop() { daemon_.reset(); }

  std::string address() const { return daemon_->address(); }
  std::string data_folder() const { return folder_ / "data"; }
  std::string state_folder() const { return folder_ / "state"; }
  void WriteData(const std::string& name, const std::string& content);
  /// Daily bars of a random walk, the same ones for the same seed.
  static std::string RandomWalkCsv(int bars, uint64_t seed);
  /// A file that takes long enough to read for a workflow to be seen running.
  void WriteLargeData(const std::string& name);

  /// A complete backtest of a file in the data folder.
  static std::string Yaml(const std::string& file = "walk.csv",
                          const std::string& more = "");

  struct Failure {
    grpc::Status status;
    google::rpc::Status details;
    std::string reason() const;
    bool retryable() const;
    std::vector<std::string> violations() const;
  };
  static Failure ToFailure(const grpc::Status& status);

  grpc::Status Submit(const admf::v1::SubmitWorkflowRequest& request,
                      admf::v1::SubmitWorkflowResponse* response);
  /// Submits a text, expecting success; returns the id.
  std::string SubmitOk(const std::string& yaml);
  /// Submits a text, expecting an error.
  Failure SubmitBad(const std::string& yaml);
  /// Follows the events to the end, and returns them.
  std::vector<admf::v1::WorkflowEvent> WatchToEnd(const std::string& id,
                                                  int64_t after = 0);
  /// Waits for an event of a kind, such as kPhaseStarted of a phase.
  void WaitForPhase(const std::string& id, admf::v1::WorkflowPhase phase);
  admf::v1::WorkflowResult ResultOf(const std::string& id);
  admf::v1::WorkflowStatus StatusOf(const std::string& id);
  admf::v1::WorkflowState Cancel(const std::string& id);
  /// The bytes of a result's table, and how the call ended.
  std::string Export(const std::string& id, admf::v1::Table table,
                     admf::v1::ExportFormat format, grpc::Status* status);

  admf::v1::CoordinatorService::Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

  TemporaryFolder folder_;
  PosixFileSystem files_;

 private:
  class TestLog;

  RealClock clock_;
  uint64_t starts_ = 0;
  std::unique_ptr<TestLog> log_;
  std::unique_ptr<Daemon> daemon_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<admf::v1::CoordinatorService::Stub> stub_;
};

}  // namespace admf
