#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "admf/v1/coordinator_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/server_context.h"

namespace admf {

/// A daemon in the test's process that answers every call as the test says, on
/// a port of its own. Calls without an answer are UNIMPLEMENTED. Set the
/// answers before the first call; they run on the server's threads, and a test
/// whose answers outlast the client's interest in them ends with Stop().
class FakeCoordinator final : public v1::CoordinatorService::Service {
 public:
  template <typename Request, typename Response>
  using Handler = std::function<grpc::Status(const Request&, Response*)>;
  template <typename Request, typename Response>
  using StreamHandler = std::function<grpc::Status(
      grpc::ServerContext*, const Request&, grpc::ServerWriter<Response>*)>;

  FakeCoordinator() {
    grpc::EnableDefaultHealthCheckService(true);
    Start();
  }
  ~FakeCoordinator() override { Stop(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// Ends all calls, and returns after the last answer did.
  void Stop() { server_->Shutdown(std::chrono::system_clock::now()); }
  /// Serves again after Stop, on the same port.
  void Start() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address(), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(
        v1::CoordinatorService::service_full_name(), true);
  }

  Handler<v1::SubmitWorkflowRequest, v1::SubmitWorkflowResponse> submit;
  Handler<v1::ValidateWorkflowRequest, v1::ValidateWorkflowResponse> validate;
  Handler<v1::GetStatusRequest, v1::GetStatusResponse> get_status;
  Handler<v1::GetResultRequest, v1::GetResultResponse> get_result;
  Handler<v1::ListActiveRequest, v1::ListActiveResponse> list_active;
  Handler<v1::ListWorkflowsRequest, v1::ListWorkflowsResponse> list;
  Handler<v1::CancelRequest, v1::CancelResponse> cancel;
  Handler<v1::PauseRequest, v1::PauseResponse> pause;
  Handler<v1::ResumeRequest, v1::ResumeResponse> resume;
  Handler<v1::RetryRequest, v1::RetryResponse> retry;
  Handler<v1::InspectDataRequest, v1::InspectDataResponse> inspect;
  Handler<v1::GetServerInfoRequest, v1::GetServerInfoResponse> info;
  StreamHandler<v1::WatchWorkflowRequest, v1::WatchWorkflowResponse> watch;
  StreamHandler<v1::ExportTableRequest, v1::ExportTableResponse> export_table;

 private:
  template <typename Request, typename Response>
  static grpc::Status Answer(const Handler<Request, Response>& handler,
                             const Request* request, Response* response) {
    return handler ? handler(*request, response) : NoAnswer();
  }
  template <typename Request, typename Response>
  static grpc::Status Stream(const StreamHandler<Request, Response>& handler,
                             grpc::ServerContext* context,
                             const Request* request,
                             grpc::ServerWriter<Response>* writer) {
    return handler ? handler(context, *request, writer) : NoAnswer();
  }
  static grpc::Status NoAnswer() {
    return {grpc::StatusCode::UNIMPLEMENTED, "the test gave no answer"};
  }

  grpc::Status SubmitWorkflow(grpc::ServerContext*,
                              const v1::SubmitWorkflowRequest* request,
                              v1::SubmitWorkflowResponse* response) override {
    return Answer(submit, request, response);
  }
  grpc::Status ValidateWorkflow(
      grpc::ServerContext*, const v1::ValidateWorkflowRequest* request,
      v1::ValidateWorkflowResponse* response) override {
    return Answer(validate, request, response);
  }
  grpc::Status GetStatus(grpc::ServerContext*,
                         const v1::GetStatusRequest* request,
                         v1::GetStatusResponse* response) override {
    return Answer(get_status, request, response);
  }
  grpc::Status GetResult(grpc::ServerContext*,
                         const v1::GetResultRequest* request,
                         v1::GetResultResponse* response) override {
    return Answer(get_result, request, response);
  }
  grpc::Status ListActive(grpc::ServerContext*,
                          const v1::ListActiveRequest* request,
                          v1::ListActiveResponse* response) override {
    return Answer(list_active, request, response);
  }
  grpc::Status ListWorkflows(grpc::ServerContext*,
                             const v1::ListWorkflowsRequest* request,
                             v1::ListWorkflowsResponse* response) override {
    return Answer(list, request, response);
  }
  grpc::Status Cancel(grpc::ServerContext*, const v1::CancelRequest* request,
                      v1::CancelResponse* response) override {
    return Answer(cancel, request, response);
  }
  grpc::Status Pause(grpc::ServerContext*, const v1::PauseRequest* request,
                     v1::PauseResponse* response) override {
    return Answer(pause, request, response);
  }
  grpc::Status Resume(grpc::ServerContext*, const v1::ResumeRequest* request,
                      v1::ResumeResponse* response) override {
    return Answer(resume, request, response);
  }
  grpc::Status Retry(grpc::ServerContext*, const v1::RetryRequest* request,
                     v1::RetryResponse* response) override {
    return Answer(retry, request, response);
  }
  grpc::Status InspectData(grpc::ServerContext*,
                           const v1::InspectDataRequest* request,
                           v1::InspectDataResponse* response) override {
    return Answer(inspect, request, response);
  }
  grpc::Status GetServerInfo(grpc::ServerContext*,
                             const v1::GetServerInfoRequest* request,
                             v1::GetServerInfoResponse* response) override {
    return Answer(info, request, response);
  }
  grpc::Status WatchWorkflow(
      grpc::ServerContext* context, const v1::WatchWorkflowRequest* request,
      grpc::ServerWriter<v1::WatchWorkflowResponse>* writer) override {
    return Stream(watch, context, request, writer);
  }
  grpc::Status ExportTable(
      grpc::ServerContext* context, const v1::ExportTableRequest* request,
      grpc::ServerWriter<v1::ExportTableResponse>* writer) override {
    return Stream(export_table, context, request, writer);
  }

  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// An error as the daemon sends it, with `details` in its google.rpc.Status.
template <typename... Details>
grpc::Status MakeError(grpc::StatusCode code, const std::string& message,
                       const Details&... details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  (status.add_details()->PackFrom(details), ...);
  return {code, message, status.SerializeAsString()};
}

/// The cause of such an error.
inline google::rpc::ErrorInfo MakeErrorInfo(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("admf.dev");
  return info;
}

}  // namespace admf
