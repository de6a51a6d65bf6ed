#include "client/coordinator_client.h"

#include <atomic>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "admf/v1/coordinator_service.grpc.pb.h"
#include "client/backoff.h"
#include "client/client_error.h"
#include "client/partial_file.h"
#include "client/request_id.h"
#include "grpcpp/client_context.h"

namespace admf {
namespace {

// Whether the daemon refuses only for now, or the connection broke before the
// answer came. Where the daemon gives no reason, gRPC has made up the code, and
// which one depends on the moment at which the connection broke.
bool IsWorthAnotherTry(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  return (absl::IsCancelled(status) || absl::IsUnknown(status)) &&
         GetClientErrorDetails(status).reason.empty();
}

}  // namespace

/// The daemon's service. Thread-safe.
class CoordinatorClient::Connection {
 public:
  using Stub = v1::CoordinatorService::StubInterface;
  template <typename Request, typename Response>
  using UnaryMethod = grpc::Status (Stub::*)(grpc::ClientContext*,
                                             const Request&, Response*);

  explicit Connection(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::CoordinatorService::NewStub(channel)) {}

  Stub& stub() { return *stub_; }

  /// Whether the daemon was there once: then it is worth waiting for.
  bool answered() const { return answered_; }
  void SetAnswered() { answered_ = true; }

  /// Calls until there is an answer, or none is to be expected.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(UnaryMethod<Request, Response> method,
                                const Request& request,
                                const Options& options) {
    const absl::Time deadline = absl::Now() + options.call_timeout;
    Backoff backoff(options.initial_backoff, options.max_backoff);
    absl::Duration waited;
    for (int attempt = 1;; ++attempt) {
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(deadline));
      Response response;
      const absl::Status status =
          ToAbslStatus((stub_.get()->*method)(&context, request, &response));
      if (status.ok()) {
        answered_ = true;
        return response;
      }
      if (!IsWorthAnotherTry(status)) return status;
      if (!answered_ && attempt >= options.max_attempts) return status;
      const absl::Duration delay =
          backoff.Next(GetClientErrorDetails(status).retry_delay);
      waited += delay;
      if (absl::Now() + delay >= deadline || waited >= options.call_timeout) {
        return status;
      }
      if (options.on_retry) options.on_retry(status, delay);
      options.sleep(delay, std::stop_token());
    }
  }

 private:
  const std::unique_ptr<Stub> stub_;
  std::atomic<bool> answered_ = false;
};

absl::StatusOr<std::unique_ptr<CoordinatorClient>> CoordinatorClient::Connect(
    const ChannelOptions& channel_options, const Options& options) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel =
      CreateChannel(channel_options);
  if (!channel.ok()) return channel.status();
  return std::make_unique<CoordinatorClient>(*channel, options);
}

CoordinatorClient::CoordinatorClient(
    const std::shared_ptr<grpc::Channel>& channel, const Options& options)
    : options_(options), connection_(std::make_unique<Connection>(channel)) {}

CoordinatorClient::~CoordinatorClient() = default;

absl::StatusOr<v1::SubmitWorkflowResponse> CoordinatorClient::Submit(
    v1::SubmitWorkflowRequest request) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return connection_->Call(&Connection::Stub::SubmitWorkflow, request,
                           options_);
}

absl::StatusOr<v1::ValidateWorkflowResponse> CoordinatorClient::Validate(
    const v1::ValidateWorkflowRequest& request) {
  return connection_->Call(&Connection::Stub::ValidateWorkflow, request,
                           options_);
}

absl::StatusOr<v1::WorkflowStatus> CoordinatorClient::GetStatus(
    const std::string& workflow_id) {
  v1::GetStatusRequest request;
  request.set_workflow_id(workflow_id);
  auto response =
      connection_->Call(&Connection::Stub::GetStatus, request, options_);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_status());
}

absl::StatusOr<v1::WorkflowResult> CoordinatorClient::GetResult(
    const std::string& workflow_id) {
  v1::GetResultRequest request;
  request.set_workflow_id(workflow_id);
  auto response =
      connection_->Call(&Connection::Stub::GetResult, request, options_);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_result());
}

absl::StatusOr<v1::WorkflowStatus> CoordinatorClient::Cancel(
    const std::string& workflow_id, const std::string& reason) {
  v1::CancelRequest request;
  request.set_workflow_id(workflow_id);
  request.set_reason(reason);
  auto response =
      connection_->Call(&Connection::Stub::Cancel, request, options_);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_status());
}

absl::StatusOr<v1::WorkflowStatus> CoordinatorClient::Pause(
    const std::string& workflow_id, const std::string& reason) {
  v1::PauseRequest request;
  request.set_workflow_id(workflow_id);
  request.set_reason(reason);
  auto response =
      connection_->Call(&Connection::Stub::Pause, request, options_);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_status());
}

absl::StatusOr<v1::WorkflowStatus> CoordinatorClient::Resume(
    const std::string& workflow_id) {
  v1::ResumeRequest request;
  request.set_workflow_id(workflow_id);
  auto response =
      connection_->Call(&Connection::Stub::Resume, request, options_);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_status());
}

absl::StatusOr<v1::RetryResponse> CoordinatorClient::Retry(
    v1::RetryRequest request) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return connection_->Call(&Connection::Stub::Retry, request, options_);
}

absl::StatusOr<v1::ListActiveResponse> CoordinatorClient::ListActive(
    int max_queued) {
  v1::ListActiveRequest request;
  request.set_max_queued(max_queued);
  return connection_->Call(&Connection::Stub::ListActive, request, options_);
}

WorkflowPages CoordinatorClient::ListWorkflows(
    v1::ListWorkflowsRequest request) {
  return WorkflowPages(this, std::move(request));
}

absl::StatusOr<v1::InspectDataResponse> CoordinatorClient::InspectData(
    const v1::InspectDataRequest& request) {
  return connection_->Call(&Connection::Stub::InspectData, request, options_);
}

absl::StatusOr<v1::GetServerInfoResponse> CoordinatorClient::GetServerInfo() {
  return connection_->Call(&Connection::Stub::GetServerInfo,
                           v1::GetServerInfoRequest(), options_);
}

absl::Status CoordinatorClient::ReadEvents(const std::string& workflow_id,
                                           const EventCallback& callback,
                                           const std::stop_token& stop,
                                           int64_t* last_sequence,
                                           bool* ended) {
  grpc::ClientContext context;
  const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
  v1::WatchWorkflowRequest request;
  request.set_workflow_id(workflow_id);
  request.set_after_sequence(*last_sequence);
  const auto reader = connection_->stub().WatchWorkflow(&context, request);
  v1::WatchWorkflowResponse response;
  while (reader->Read(&response)) {
    // Nothing is handed on twice, whatever a resumed stream begins with.
    if (response.event().sequence() <= *last_sequence) continue;
    *last_sequence = response.event().sequence();
    if (!callback(response.event())) {
      *ended = true;
      context.TryCancel();
      break;
    }
  }
  return ToAbslStatus(reader->Finish());
}

absl::Status CoordinatorClient::Watch(const std::string& workflow_id,
                                      int64_t after_sequence,
                                      const EventCallback& callback,
                                      std::stop_token stop) {
  Backoff backoff(options_.initial_backoff, options_.max_backoff);
  int64_t last_sequence = after_sequence;
  int failures = 0;
  absl::Duration waited;
  while (true) {
    const int64_t before = last_sequence;
    bool ended = false;
    const absl::Status status =
        ReadEvents(workflow_id, callback, stop, &last_sequence, &ended);
    if (ended || status.ok()) return absl::OkStatus();
    if (stop.stop_requested()) return absl::CancelledError("stopped watching");
    if (!IsWorthAnotherTry(status)) return status;

    if (last_sequence > before) {
      connection_->SetAnswered();
      failures = 0;
      waited = absl::ZeroDuration();
      backoff.Reset();
    }
    ++failures;
    const absl::Duration delay =
        backoff.Next(GetClientErrorDetails(status).retry_delay);
    waited += delay;
    // A daemon that was there is given time to come back.
    const bool give_up = connection_->answered()
                             ? waited > options_.resume_time
                             : failures >= options_.max_attempts;
    if (give_up) return status;
    if (options_.on_retry) options_.on_retry(status, delay);
    options_.sleep(delay, stop);
    if (stop.stop_requested()) return absl::CancelledError("stopped watching");
  }
}

absl::Status CoordinatorClient::Export(
    const v1::ExportTableRequest& request,
    const std::function<absl::Status(std::string_view)>& sink,
    std::stop_token stop) {
  grpc::ClientContext context;
  const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
  const auto reader = connection_->stub().ExportTable(&context, request);
  v1::ExportTableResponse response;
  while (reader->Read(&response)) {
    const absl::Status written = sink(response.data());
    if (!written.ok()) {
      context.TryCancel();
      // The call fails because it was cancelled; the cause is what counts.
      (void)reader->Finish();
      return written;
    }
  }
  return ToAbslStatus(reader->Finish());
}

absl::Status CoordinatorClient::ExportToFile(const std::string& workflow_id,
                                             v1::Table table,
                                             const std::string& path,
                                             std::stop_token stop) {
  v1::ExportTableRequest request;
  request.set_workflow_id(workflow_id);
  request.set_table(table);
  return ExportToFile(std::move(request), path, std::move(stop));
}

absl::Status CoordinatorClient::ExportToFile(const std::string& workflow_id,
                                             const std::string& table,
                                             const std::string& path,
                                             std::stop_token stop) {
  v1::ExportTableRequest request;
  request.set_workflow_id(workflow_id);
  request.set_name(table);
  return ExportToFile(std::move(request), path, std::move(stop));
}

absl::Status CoordinatorClient::ExportToFile(v1::ExportTableRequest request,
                                             const std::string& path,
                                             std::stop_token stop) {
  const absl::StatusOr<v1::ExportFormat> format = ExportFormatOf(path);
  if (!format.ok()) return format.status();
  absl::StatusOr<std::unique_ptr<PartialFile>> file = PartialFile::Create(path);
  if (!file.ok()) return file.status();
  request.set_format(*format);
  const absl::Status transferred = Export(
      request,
      [&file](std::string_view bytes) { return (*file)->Append(bytes); },
      std::move(stop));
  if (!transferred.ok()) return transferred;
  return (*file)->Commit();
}

WorkflowPages::WorkflowPages(CoordinatorClient* client,
                             v1::ListWorkflowsRequest request)
    : client_(client), request_(std::move(request)) {}

absl::StatusOr<std::optional<v1::WorkflowStatus>> WorkflowPages::Next() {
  // A page may be empty without being the last one.
  while (next_in_page_ == page_.workflows_size() && !last_page_) {
    auto page = client_->connection_->Call(
        &CoordinatorClient::Connection::Stub::ListWorkflows, request_,
        client_->options_);
    if (!page.ok()) return page.status();
    page_ = *std::move(page);
    next_in_page_ = 0;
    request_.set_page_token(page_.next_page_token());
    last_page_ = page_.next_page_token().empty();
  }
  if (next_in_page_ == page_.workflows_size()) return std::nullopt;
  return std::move(*page_.mutable_workflows(next_in_page_++));
}

absl::StatusOr<v1::ExportFormat> ExportFormatOf(const std::string& path) {
  const std::string name = absl::AsciiStrToLower(path);
  if (absl::EndsWith(name, ".csv")) return v1::EXPORT_FORMAT_CSV;
  if (absl::EndsWith(name, ".parquet")) return v1::EXPORT_FORMAT_PARQUET;
  return absl::InvalidArgumentError(absl::StrCat(
      "'", path, "' must end in .csv or .parquet, which names its format"));
}

}  // namespace admf
