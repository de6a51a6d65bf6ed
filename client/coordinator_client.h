#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "admf/v1/coordinator_service.pb.h"
#include "client/backoff.h"
#include "client/channel.h"

namespace admf {

class WorkflowPages;

struct CoordinatorClientOptions {
  /// How long a call may take altogether; Watch and Export are excepted.
  absl::Duration call_timeout = absl::Seconds(30);
  /// How often a call is tried while no daemon has ever answered. One that has
  /// answered before is given the whole call_timeout to come back.
  int max_attempts = 4;
  /// The pauses between tries; longer where the server asks for it.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(2);
  /// How long Watch tries to resume a stream that broke, from the break on.
  absl::Duration resume_time = absl::Seconds(60);
  /// Told before each pause, with the error and the pause. Optional; called
  /// on the caller's thread.
  std::function<void(const absl::Status&, absl::Duration)> on_retry;
  /// Waits, or returns at once when a stop is requested. Tests replace it.
  std::function<void(absl::Duration, const std::stop_token&)> sleep =
      SleepUnlessStopped;
};

/// The C++ client of a daemon: one blocking method for each thing that a user
/// wants of it.
///
///   ASSIGN_OR_RETURN(auto client, CoordinatorClient::Connect({}));
///   v1::SubmitWorkflowRequest request;
///   request.mutable_workflow()->set_yaml(text);
///   ASSIGN_OR_RETURN(v1::SubmitWorkflowResponse accepted,
///                    client->Submit(request));
///   RETURN_IF_ERROR(client->Watch(accepted.workflow_id(), ...));
///   ASSIGN_OR_RETURN(v1::WorkflowResult result,
///                    client->GetResult(accepted.workflow_id()));
///
/// Errors have the codes of the call (the comments of coordinator_service.proto
/// say which), and GetClientErrorDetails() reads the rest. Every call is safe
/// to repeat, and is repeated with growing pauses while the daemon is
/// UNAVAILABLE or the connection breaks before the answer, as long as its time
/// allows. Thread-safe: one client serves any number of threads.
class CoordinatorClient {
 public:
  using Options = CoordinatorClientOptions;

  /// Sees an event; false ends the watch.
  using EventCallback = std::function<bool(const v1::WorkflowEvent&)>;

  /// A client of its own connection, which is made with the first call.
  /// INVALID_ARGUMENT as CreateChannel.
  static absl::StatusOr<std::unique_ptr<CoordinatorClient>> Connect(
      const ChannelOptions& channel, const Options& options = Options());

  /// A client of a channel that is there, which others may use as well.
  CoordinatorClient(const std::shared_ptr<grpc::Channel>& channel,
                    const Options& options);
  ~CoordinatorClient();

  /// Submits a workflow. A missing request_id is filled in, so that however
  /// often the call is repeated the workflow runs once.
  absl::StatusOr<v1::SubmitWorkflowResponse> Submit(
      v1::SubmitWorkflowRequest request);

  /// All problems of a configuration.
  absl::StatusOr<v1::ValidateWorkflowResponse> Validate(
      const v1::ValidateWorkflowRequest& request);

  absl::StatusOr<v1::WorkflowStatus> GetStatus(const std::string& workflow_id);

  /// FAILED_PRECONDITION before the workflow has ended.
  absl::StatusOr<v1::WorkflowResult> GetResult(const std::string& workflow_id);

  /// Cancels a workflow; its status afterwards.
  absl::StatusOr<v1::WorkflowStatus> Cancel(const std::string& workflow_id,
                                            const std::string& reason = "");

  /// Lets a workflow rest at its next checkpoint; its status afterwards.
  absl::StatusOr<v1::WorkflowStatus> Pause(const std::string& workflow_id,
                                           const std::string& reason = "");

  /// Lets a workflow that rests go on; its status afterwards.
  absl::StatusOr<v1::WorkflowStatus> Resume(const std::string& workflow_id);

  /// Submits a workflow that has ended once more, from its first unfinished
  /// phase on. A missing request_id is filled in, as by Submit.
  absl::StatusOr<v1::RetryResponse> Retry(v1::RetryRequest request);

  /// What runs and waits, in the order in which it runs: at most `max_queued`
  /// of those that wait, up to 1000, and how many these are altogether.
  absl::StatusOr<v1::ListActiveResponse> ListActive(int max_queued = 100);

  /// All workflows that the request selects, newest first. The client must
  /// outlive what is returned.
  WorkflowPages ListWorkflows(v1::ListWorkflowsRequest request);

  /// What the daemon understands of a price file below its data root.
  absl::StatusOr<v1::InspectDataResponse> InspectData(
      const v1::InspectDataRequest& request);

  absl::StatusOr<v1::GetServerInfoResponse> GetServerInfo();

  /// Calls `callback` on this thread with the events after `after_sequence`,
  /// in order and each once, and returns after the workflow's last one. A
  /// stream that breaks, as when the daemon is restarted, is resumed after the
  /// last event that was seen. OK as well when the callback said to end;
  /// CANCELLED when `stop` was requested, at any moment and from any thread;
  /// UNAVAILABLE when the daemon didn't come back within resume_time.
  absl::Status Watch(const std::string& workflow_id, int64_t after_sequence,
                     const EventCallback& callback, std::stop_token stop = {});

  /// Hands the bytes of a table's file to `sink` in order; what the sink fails
  /// with ends the transfer. A transfer that breaks is not resumed.
  absl::Status Export(const v1::ExportTableRequest& request,
                      const std::function<absl::Status(std::string_view)>& sink,
                      std::stop_token stop = {});

  /// Writes a table to `path`, as Parquet or CSV by the end of its name
  /// (INVALID_ARGUMENT for any other). The file is there in full or not at all.
  absl::Status ExportToFile(const std::string& workflow_id, v1::Table table,
                            const std::string& path, std::stop_token stop = {});

  /// The same for any table of the result, by the name of its artifact, such
  /// as `trials`.
  absl::Status ExportToFile(const std::string& workflow_id,
                            const std::string& table, const std::string& path,
                            std::stop_token stop = {});

 private:
  friend class WorkflowPages;
  class Connection;

  // Sets the format of `request` by the end of the path, and writes the table.
  absl::Status ExportToFile(v1::ExportTableRequest request,
                            const std::string& path, std::stop_token stop);

  // Reads one stream of events. Moves `last_sequence` on with every event;
  // `ended` is set if the callback said to end.
  absl::Status ReadEvents(const std::string& workflow_id,
                          const EventCallback& callback,
                          const std::stop_token& stop, int64_t* last_sequence,
                          bool* ended);

  const Options options_;
  const std::unique_ptr<Connection> connection_;
};

/// The workflows of a list, fetched page by page as they are asked for. Not
/// thread-safe.
class WorkflowPages {
 public:
  /// The next workflow; nothing after the last one. After an error the next
  /// call tries the same page again.
  absl::StatusOr<std::optional<v1::WorkflowStatus>> Next();

 private:
  friend class CoordinatorClient;
  WorkflowPages(CoordinatorClient* client, v1::ListWorkflowsRequest request);

  CoordinatorClient* const client_;
  v1::ListWorkflowsRequest request_;
  v1::ListWorkflowsResponse page_;
  int next_in_page_ = 0;
  bool last_page_ = false;
};

/// The format that the end of a file's name stands for: `.csv` or `.parquet`,
/// in any case. INVALID_ARGUMENT for any other.
absl::StatusOr<v1::ExportFormat> ExportFormatOf(const std::string& path);

}  // namespace admf
