#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

#include "client/cli/admf.h"
#include "google/protobuf/text_format.h"
#include "tests/unit/client/fake_coordinator.h"

namespace admf {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

class AdmfTest : public ::testing::Test {
 protected:
  AdmfTest()
      : folder_(
            std::filesystem::path(::testing::TempDir()) / "admf_test" /
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    environment_.in = &in_;
    environment_.out = &out_;
    environment_.err = &err_;
    environment_.catch_interrupts = [this] { return stop_.get_token(); };
  }

  // Runs admf against the fake daemon.
  ExitCode Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", fake_.address()});
    return RunAlone(arguments);
  }

  // Runs admf with no other server than the arguments name.
  ExitCode RunAlone(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    return RunAdmf(arguments, environment_);
  }

  std::string WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  static std::string ReadFile(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  // Makes the daemon take a workflow as w-1, which ends in `state`.
  void AcceptAndEndIn(const std::string& state) {
    fake_.submit = [this](const v1::SubmitWorkflowRequest& request,
                          v1::SubmitWorkflowResponse* response) {
      submitted_ = request;
      response->set_workflow_id("w-1");
      response->mutable_status()->set_workflow_id("w-1");
      return grpc::Status::OK;
    };
    fake_.watch = [state](
                      grpc::ServerContext*,
                      const v1::WatchWorkflowRequest& request,
                      grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) {
      const std::vector<std::string> events = {
          "sequence: 1 submitted { type: WORKFLOW_TYPE_BACKTEST priority: 3 }",
          "sequence: 2 started {}",
          "sequence: 3 phase_started { phase: WORKFLOW_PHASE_COMPUTATION "
          "index: 1 count: 1 attempt: 1 }",
          "sequence: 4 progress { phase: WORKFLOW_PHASE_COMPUTATION "
          "fraction: 0.5 message: 'half' }",
          "sequence: 5 completed { state: WORKFLOW_STATE_" + state + " }",
      };
      for (size_t i = request.after_sequence(); i < events.size(); ++i) {
        v1::WatchWorkflowResponse response;
        *response.mutable_event() = Parse<v1::WorkflowEvent>(events[i]);
        writer->Write(response);
      }
      return grpc::Status::OK;
    };
    fake_.get_result = [state](const v1::GetResultRequest& request,
                               v1::GetResultResponse* response) {
      *response->mutable_result() = Parse<v1::WorkflowResult>(
          "type: WORKFLOW_TYPE_BACKTEST name: 'goog' "
          "config_digest: 'c0' data_digest: 'd0' result_digest: 'e0' "
          "metrics { key: 'sharpe_ratio' value: 0.5806232244 } "
          "state: WORKFLOW_STATE_" +
          state);
      response->mutable_result()->set_workflow_id(request.workflow_id());
      return grpc::Status::OK;
    };
    fake_.export_table =
        [](grpc::ServerContext*, const v1::ExportTableRequest& request,
           grpc::ServerWriter<v1::ExportTableResponse>* writer) {
          v1::ExportTableResponse response;
          response.set_data(request.name().empty()
                                ? v1::Table_Name(request.table())
                                : "table " + request.name());
          writer->Write(response);
          return grpc::Status::OK;
        };
  }

  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

  const std::filesystem::path folder_;
  FakeCoordinator fake_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::stop_source stop_;
  Environment environment_;
  v1::SubmitWorkflowRequest submitted_;
};

}  // namespace admf
