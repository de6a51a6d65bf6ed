#include "server/coordinator_service.h"

#include <iterator>
#include <utility>

#include "coordinator/errors.h"
#include "coordinator/proto_time.h"
#include "engine/base/status_macros.h"
#include "server/catalogue_info.h"
#include "server/config/yaml_reader.h"
#include "server/request_check.h"
#include "server/watch_stream.h"
#include "server/workflow_input.h"
#include "server/workflow_listing.h"

namespace admf {
namespace {

constexpr int kDefaultPriority = 3;
constexpr size_t kDefaultMaxQueued = 100;

/// The error of a file that can't be inspected.
absl::Status ExplainUnusable(const absl::Status& status) {
  const std::string message(status.message());
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return MakeError(status.code(), reason::kDataUnusable, message);
    case absl::StatusCode::kResourceExhausted:
      return MakeError(status.code(), reason::kMemoryLimit, message);
    case absl::StatusCode::kCancelled:
      return MakeError(absl::StatusCode::kUnavailable, reason::kShuttingDown,
                       "the server is shutting down");
    default:
      return status;
  }
}

/// Answers with the status of a workflow.
template <typename Response>
WorkflowControl::Done AnswerStatus(Respond<Response> respond) {
  return [respond =
              std::move(respond)](absl::StatusOr<v1::WorkflowStatus> status) {
    if (!status.ok()) {
      respond(status.status());
      return;
    }
    Response answer;
    *answer.mutable_status() = *std::move(status);
    respond(std::move(answer));
  };
}

template <typename Response>
Response ToResponse(Coordinator::Submitted submitted) {
  Response response;
  response.set_workflow_id(submitted.status.workflow_id());
  response.set_already_submitted(submitted.already_submitted);
  *response.mutable_status() = std::move(submitted.status);
  return response;
}

/// Answers with the workflow that a request made.
template <typename Response>
Coordinator::SubmitDone AnswerSubmitted(Respond<Response> respond) {
  return [respond = std::move(respond)](
             absl::StatusOr<Coordinator::Submitted> submitted) {
    if (submitted.ok()) {
      respond(ToResponse<Response>(*std::move(submitted)));
    } else {
      respond(submitted.status());
    }
  };
}

v1::GetServerInfoResponse ConstantInfo(
    const CoordinatorServiceImpl::Options& options) {
  v1::GetServerInfoResponse info;
  info.set_version(options.version);
  for (const v1::WorkflowType type : options.managers->Types()) {
    info.add_workflow_types(type);
  }
  const Limits& limits = options.coordinator->limits();
  v1::ServerLimits* shown = info.mutable_limits();
  shown->set_max_running_workflows(limits.max_running_workflows);
  shown->set_max_queued_workflows(limits.max_queued_workflows);
  shown->set_worker_threads(limits.worker_threads);
  shown->set_max_memory_per_workflow_mb(limits.max_memory_per_workflow_mb);
  shown->set_max_yaml_bytes(kMaxYamlBytes);
  shown->mutable_max_workflow_time()->set_seconds(
      absl::ToInt64Seconds(limits.max_workflow_time));
  info.set_data_root(options.data_root);
  *info.mutable_start_time() = ToTimestamp(options.start_time);
  AddCatalogue(&info);
  return info;
}

}  // namespace

CoordinatorServiceImpl::CoordinatorServiceImpl(Options options)
    : options_(std::move(options)), constant_info_(ConstantInfo(options_)) {}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::SubmitWorkflow(
    grpc::CallbackServerContext*, const v1::SubmitWorkflowRequest* request,
    v1::SubmitWorkflowResponse* response) {
  return UnaryCall<v1::SubmitWorkflowRequest, v1::SubmitWorkflowResponse>::
      StartOnExecutor(options_.calls, request, response,
                      [this](const v1::SubmitWorkflowRequest& submitted,
                             Respond<v1::SubmitWorkflowResponse> respond) {
                        Submit(submitted, std::move(respond));
                      });
}

void CoordinatorServiceImpl::Submit(
    const v1::SubmitWorkflowRequest& request,
    Respond<v1::SubmitWorkflowResponse> respond) {
  if (absl::Status status =
          CheckSubmission(request.request_id(), request.priority());
      !status.ok()) {
    respond(std::move(status));
    return;
  }
  Coordinator::Submission submission = {
      .request_id = request.request_id(),
      .request_digest =
          request.request_id().empty() ? "" : RequestDigest(request),
      .priority =
          request.priority() == 0 ? kDefaultPriority : request.priority()};
  auto read = ReadWorkflowInput(request.workflow(), *options_.coordinator);
  if (!read.ok()) {
    AnswerRefused(submission, read.status(), respond);
  } else if (!read->violations.empty()) {
    AnswerRefused(submission, ToStatus(read->violations), respond);
  } else if (request.validate_only()) {
    respond(v1::SubmitWorkflowResponse());
  } else {
    options_.coordinator->Submit(
        std::move(read->validated), submission,
        [this, submission, respond = std::move(respond)](
            absl::StatusOr<Coordinator::Submitted> submitted) {
          if (submitted.ok()) {
            respond(
                ToResponse<v1::SubmitWorkflowResponse>(*std::move(submitted)));
            return;
          }
          // It looks into the journal: not on the thread that called this.
          options_.calls.executor->Schedule(
              [this, submission, respond, refused = submitted.status()] {
                AnswerRefused(submission, refused, respond);
              });
        });
  }
}

void CoordinatorServiceImpl::AnswerRefused(
    const Coordinator::Submission& submission, absl::Status refused,
    const Respond<v1::SubmitWorkflowResponse>& respond) {
  auto earlier = options_.coordinator->FindSubmission(
      submission.request_id, submission.request_digest);
  if (!earlier.ok()) {
    respond(earlier.status());
  } else if (earlier->has_value()) {
    respond(ToResponse<v1::SubmitWorkflowResponse>(**std::move(earlier)));
  } else {
    respond(std::move(refused));
  }
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::ValidateWorkflow(
    grpc::CallbackServerContext*, const v1::ValidateWorkflowRequest* request,
    v1::ValidateWorkflowResponse* response) {
  return UnaryCall<v1::ValidateWorkflowRequest, v1::ValidateWorkflowResponse>::
      StartOnExecutor(options_.calls, request, response,
                      [this](const v1::ValidateWorkflowRequest& validated,
                             Respond<v1::ValidateWorkflowResponse> respond) {
                        respond(Validate(validated));
                      });
}

absl::StatusOr<v1::ValidateWorkflowResponse> CoordinatorServiceImpl::Validate(
    const v1::ValidateWorkflowRequest& request) const {
  ASSIGN_OR_RETURN(ReadWorkflow read, ReadWorkflowInput(request.workflow(),
                                                        *options_.coordinator));
  v1::ValidateWorkflowResponse response;
  response.set_valid(read.violations.empty());
  if (response.valid()) {
    *response.mutable_config() = std::move(read.validated.config);
    response.set_config_digest(read.validated.config_digest);
  } else {
    response.mutable_violations()->Add(
        std::make_move_iterator(read.violations.begin()),
        std::make_move_iterator(read.violations.end()));
  }
  return response;
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::GetStatus(
    grpc::CallbackServerContext*, const v1::GetStatusRequest* request,
    v1::GetStatusResponse* response) {
  return UnaryCall<v1::GetStatusRequest, v1::GetStatusResponse>::
      StartOnExecutor(
          options_.calls, request, response,
          [this](const v1::GetStatusRequest& asked,
                 Respond<v1::GetStatusResponse> respond) {
            AnswerStatus(std::move(respond))(
                options_.coordinator->GetStatus(asked.workflow_id()));
          });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::GetResult(
    grpc::CallbackServerContext*, const v1::GetResultRequest* request,
    v1::GetResultResponse* response) {
  return UnaryCall<v1::GetResultRequest, v1::GetResultResponse>::
      StartOnExecutor(
          options_.calls, request, response,
          [this](const v1::GetResultRequest& asked,
                 Respond<v1::GetResultResponse> respond) {
            auto result =
                options_.coordinator->journal()->GetResult(asked.workflow_id());
            if (!result.ok()) {
              respond(result.status());
              return;
            }
            v1::GetResultResponse answer;
            *answer.mutable_result() = *std::move(result);
            respond(std::move(answer));
          });
}

grpc::ServerWriteReactor<v1::WatchWorkflowResponse>*
CoordinatorServiceImpl::WatchWorkflow(grpc::CallbackServerContext*,
                                      const v1::WatchWorkflowRequest* request) {
  return new WatchStream(*request, options_.coordinator,
                         options_.calls.executor, options_.streams);
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::ListActive(
    grpc::CallbackServerContext*, const v1::ListActiveRequest* request,
    v1::ListActiveResponse* response) {
  return UnaryCall<v1::ListActiveRequest, v1::ListActiveResponse>::
      StartOnExecutor(options_.calls, request, response,
                      [this](const v1::ListActiveRequest& asked,
                             Respond<v1::ListActiveResponse> respond) {
                        respond(Active(asked));
                      });
}

absl::StatusOr<v1::ListActiveResponse> CoordinatorServiceImpl::Active(
    const v1::ListActiveRequest& request) const {
  ASSIGN_OR_RETURN(
      const size_t max_queued,
      ReadCount("max_queued", request.max_queued(), kDefaultMaxQueued));
  ASSIGN_OR_RETURN(Coordinator::Active active,
                   options_.coordinator->ListActive(max_queued));
  v1::ListActiveResponse response;
  response.set_queued_workflows(active.queued);
  for (v1::WorkflowStatus& status : active.workflows) {
    *response.add_workflows() = std::move(status);
  }
  return response;
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::ListWorkflows(
    grpc::CallbackServerContext*, const v1::ListWorkflowsRequest* request,
    v1::ListWorkflowsResponse* response) {
  return UnaryCall<v1::ListWorkflowsRequest, v1::ListWorkflowsResponse>::
      StartOnExecutor(options_.calls, request, response,
                      [this](const v1::ListWorkflowsRequest& asked,
                             Respond<v1::ListWorkflowsResponse> respond) {
                        respond(admf::ListWorkflows(
                            asked, options_.coordinator->journal()));
                      });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::Cancel(
    grpc::CallbackServerContext*, const v1::CancelRequest* request,
    v1::CancelResponse* response) {
  return UnaryCall<v1::CancelRequest, v1::CancelResponse>::StartOnExecutor(
      options_.calls, request, response,
      [this](const v1::CancelRequest& asked,
             Respond<v1::CancelResponse> respond) {
        if (absl::Status status = CheckReason(asked.reason()); !status.ok()) {
          respond(std::move(status));
          return;
        }
        options_.coordinator->control().Cancel(
            asked.workflow_id(), asked.reason(),
            AnswerStatus(std::move(respond)));
      });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::Pause(
    grpc::CallbackServerContext*, const v1::PauseRequest* request,
    v1::PauseResponse* response) {
  return UnaryCall<v1::PauseRequest, v1::PauseResponse>::StartOnExecutor(
      options_.calls, request, response,
      [this](const v1::PauseRequest& asked,
             Respond<v1::PauseResponse> respond) {
        if (absl::Status status = CheckReason(asked.reason()); !status.ok()) {
          respond(std::move(status));
          return;
        }
        options_.coordinator->control().Pause(asked.workflow_id(),
                                              asked.reason(),
                                              AnswerStatus(std::move(respond)));
      });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::Resume(
    grpc::CallbackServerContext*, const v1::ResumeRequest* request,
    v1::ResumeResponse* response) {
  return UnaryCall<v1::ResumeRequest, v1::ResumeResponse>::StartOnExecutor(
      options_.calls, request, response,
      [this](const v1::ResumeRequest& asked,
             Respond<v1::ResumeResponse> respond) {
        options_.coordinator->control().Resume(
            asked.workflow_id(), AnswerStatus(std::move(respond)));
      });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::Retry(
    grpc::CallbackServerContext*, const v1::RetryRequest* request,
    v1::RetryResponse* response) {
  return UnaryCall<v1::RetryRequest, v1::RetryResponse>::StartOnExecutor(
      options_.calls, request, response,
      [this](const v1::RetryRequest& asked,
             Respond<v1::RetryResponse> respond) {
        RetryWorkflow(asked, std::move(respond));
      });
}

void CoordinatorServiceImpl::RetryWorkflow(const v1::RetryRequest& request,
                                           Respond<v1::RetryResponse> respond) {
  if (absl::Status status =
          CheckSubmission(request.request_id(), request.priority());
      !status.ok()) {
    respond(std::move(status));
    return;
  }
  const std::string digest =
      request.request_id().empty() ? "" : RequestDigest(request);
  auto earlier =
      options_.coordinator->FindSubmission(request.request_id(), digest);
  if (!earlier.ok()) {
    respond(earlier.status());
  } else if (earlier->has_value()) {
    respond(ToResponse<v1::RetryResponse>(**std::move(earlier)));
  } else {
    options_.coordinator->Retry(request.workflow_id(),
                                {.request_id = request.request_id(),
                                 .request_digest = digest,
                                 .priority = request.priority()},
                                AnswerSubmitted(std::move(respond)));
  }
}

grpc::ServerWriteReactor<v1::ExportTableResponse>*
CoordinatorServiceImpl::ExportTable(grpc::CallbackServerContext*,
                                    const v1::ExportTableRequest* request) {
  return new ExportStream(*request, options_.exporter, options_.calls.executor);
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::InspectData(
    grpc::CallbackServerContext*, const v1::InspectDataRequest* request,
    v1::InspectDataResponse* response) {
  CallEnvironment environment = options_.calls;
  environment.executor = options_.inspections;
  return UnaryCall<v1::InspectDataRequest, v1::InspectDataResponse>::
      StartOnExecutor(environment, request, response,
                      [this](const v1::InspectDataRequest& asked,
                             Respond<v1::InspectDataResponse> respond) {
                        auto inspected = options_.inspector->Inspect(
                            asked, options_.inspections_stop);
                        if (inspected.ok()) {
                          respond(*std::move(inspected));
                        } else {
                          respond(ExplainUnusable(inspected.status()));
                        }
                      });
}

grpc::ServerUnaryReactor* CoordinatorServiceImpl::GetServerInfo(
    grpc::CallbackServerContext*, const v1::GetServerInfoRequest* request,
    v1::GetServerInfoResponse* response) {
  return UnaryCall<v1::GetServerInfoRequest, v1::GetServerInfoResponse>::Start(
      options_.calls, request, response,
      [this](const v1::GetServerInfoRequest&,
             Respond<v1::GetServerInfoResponse> respond) {
        respond(ServerInfo());
      });
}

v1::GetServerInfoResponse CoordinatorServiceImpl::ServerInfo() const {
  v1::GetServerInfoResponse info = constant_info_;
  const Coordinator::Load load = options_.coordinator->load();
  info.set_accepting(load.accepting);
  info.set_running_workflows(load.running);
  info.set_queued_workflows(load.queued);
  return info;
}

}  // namespace admf
