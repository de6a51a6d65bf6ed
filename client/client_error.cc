#include "client/client_error.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"

namespace admf {
namespace {

// Payloads are keyed by the type of what they hold.
constexpr char kPayloadType[] = "type.googleapis.com/google.rpc.Status";

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

void AddErrorInfo(const google::rpc::ErrorInfo& info,
                  ClientErrorDetails* details) {
  details->reason = info.reason();
  details->domain = info.domain();
  details->metadata = {info.metadata().begin(), info.metadata().end()};
}

}  // namespace

absl::Status ToAbslStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // The canonical codes have the same numbers on both sides.
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  if (!status.error_details().empty()) {
    result.SetPayload(kPayloadType, absl::Cord(status.error_details()));
  }
  return result;
}

ClientErrorDetails GetClientErrorDetails(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadType);
  google::rpc::Status message;
  if (!payload.has_value() || !message.ParseFromString(std::string(*payload))) {
    return {};
  }
  return GetClientErrorDetails(message);
}

ClientErrorDetails GetClientErrorDetails(const google::rpc::Status& status) {
  ClientErrorDetails details;
  for (const google::protobuf::Any& any : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::RetryInfo retry;
    google::rpc::BadRequest bad_request;
    if (any.Is<google::rpc::ErrorInfo>() && any.UnpackTo(&info)) {
      AddErrorInfo(info, &details);
    } else if (any.Is<google::rpc::RetryInfo>() && any.UnpackTo(&retry)) {
      details.retry_delay = ToDuration(retry.retry_delay());
    } else if (any.Is<google::rpc::BadRequest>() &&
               any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        details.violations.push_back(
            {violation.field(), violation.description()});
      }
    }
  }
  return details;
}

}  // namespace admf
