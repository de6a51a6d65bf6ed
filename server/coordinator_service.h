#pragma once

#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "containers/platform/executor.h"
#include "coordinator/coordinator.h"
#include "managers/data_inspector.h"
#include "server/export_stream.h"
#include "server/stream_registry.h"
#include "server/unary_call.h"

namespace admf {

/// admf.v1.CoordinatorService: each RPC a thin adapter between messages and the
/// coordinator, behind UnaryCall or a stream. See coordinator_service.proto.
///
/// Thread-safe.
class CoordinatorServiceImpl final
    : public admf::v1::CoordinatorService::CallbackService {
 public:
  /// All pointers outlive the service.
  struct Options {
    Coordinator* coordinator = nullptr;
    const WorkflowManagerFactory* managers = nullptr;
    TableExporter* exporter = nullptr;
    const DataInspector* inspector = nullptr;
    /// Runs inspections, which read whole files.
    Executor* inspections = nullptr;
    /// Ends inspections that run.
    std::stop_token inspections_stop;
    StreamRegistry* streams = nullptr;
    CallEnvironment calls;
    std::string version;
    std::string data_root;
    absl::Time start_time;
  };
  explicit CoordinatorServiceImpl(Options options);

  grpc::ServerUnaryReactor* SubmitWorkflow(
      grpc::CallbackServerContext* context,
      const admf::v1::SubmitWorkflowRequest* request,
      admf::v1::SubmitWorkflowResponse* response) override;
  grpc::ServerUnaryReactor* ValidateWorkflow(
      grpc::CallbackServerContext* context,
      const admf::v1::ValidateWorkflowRequest* request,
      admf::v1::ValidateWorkflowResponse* response) override;
  grpc::ServerUnaryReactor* GetStatus(
      grpc::CallbackServerContext* context,
      const admf::v1::GetStatusRequest* request,
      admf::v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* GetResult(
      grpc::CallbackServerContext* context,
      const admf::v1::GetResultRequest* request,
      admf::v1::GetResultResponse* response) override;
  grpc::ServerWriteReactor<admf::v1::WatchWorkflowResponse>* WatchWorkflow(
      grpc::CallbackServerContext* context,
      const admf::v1::WatchWorkflowRequest* request) override;
  grpc::ServerUnaryReactor* ListActive(
      grpc::CallbackServerContext* context,
      const admf::v1::ListActiveRequest* request,
      admf::v1::ListActiveResponse* response) override;
  grpc::ServerUnaryReactor* ListWorkflows(
      grpc::CallbackServerContext* context,
      const admf::v1::ListWorkflowsRequest* request,
      admf::v1::ListWorkflowsResponse* response) override;
  grpc::ServerUnaryReactor* Cancel(grpc::CallbackServerContext* context,
                                   const admf::v1::CancelRequest* request,
                                   admf::v1::CancelResponse* response) override;
  grpc::ServerUnaryReactor* Pause(grpc::CallbackServerContext* context,
                                  const admf::v1::PauseRequest* request,
                                  admf::v1::PauseResponse* response) override;
  grpc::ServerUnaryReactor* Resume(grpc::CallbackServerContext* context,
                                   const admf::v1::ResumeRequest* request,
                                   admf::v1::ResumeResponse* response) override;
  grpc::ServerUnaryReactor* Retry(grpc::CallbackServerContext* context,
                                  const admf::v1::RetryRequest* request,
                                  admf::v1::RetryResponse* response) override;
  grpc::ServerWriteReactor<admf::v1::ExportTableResponse>* ExportTable(
      grpc::CallbackServerContext* context,
      const admf::v1::ExportTableRequest* request) override;
  grpc::ServerUnaryReactor* InspectData(
      grpc::CallbackServerContext* context,
      const admf::v1::InspectDataRequest* request,
      admf::v1::InspectDataResponse* response) override;
  grpc::ServerUnaryReactor* GetServerInfo(
      grpc::CallbackServerContext* context,
      const admf::v1::GetServerInfoRequest* request,
      admf::v1::GetServerInfoResponse* response) override;

 private:
  void Submit(const admf::v1::SubmitWorkflowRequest& request,
              Respond<admf::v1::SubmitWorkflowResponse> respond);
  // A retry gets the first answer even if the same submission would be refused
  // by now.
  void AnswerRefused(const Coordinator::Submission& submission,
                     absl::Status refused,
                     const Respond<admf::v1::SubmitWorkflowResponse>& respond);
  void RetryWorkflow(const admf::v1::RetryRequest& request,
                     Respond<admf::v1::RetryResponse> respond);
  absl::StatusOr<admf::v1::ListActiveResponse> Active(
      const admf::v1::ListActiveRequest& request) const;
  absl::StatusOr<admf::v1::ValidateWorkflowResponse> Validate(
      const admf::v1::ValidateWorkflowRequest& request) const;
  admf::v1::GetServerInfoResponse ServerInfo() const;

  const Options options_;
  /// The part of GetServerInfo that doesn't change.
  const admf::v1::GetServerInfoResponse constant_info_;
};

}  // namespace admf
