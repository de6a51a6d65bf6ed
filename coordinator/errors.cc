#include "coordinator/errors.h"

#include <cstdint>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "engine/base/utf8.h"
#include "google/rpc/error_details.pb.h"

namespace admf {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/";

/// Status details travel as trailing metadata, of which clients accept 8 KiB by
/// default, everything included and in base64.
constexpr size_t kMaxProblemBytes = 3000;
constexpr size_t kMaxDescriptionBytes = 400;

template <typename Detail>
std::string TypeUrl() {
  return kTypePrefix + Detail::descriptor()->full_name();
}

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> Find(const absl::Status& status) {
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return detail;
}

}  // namespace

std::vector<std::string_view> AllReasons() {
  return {reason::kInvalidConfiguration,
          reason::kInvalidRequest,
          reason::kTextTooLarge,
          reason::kUnsupportedType,
          reason::kWorkflowNotFound,
          reason::kWorkflowNotFinished,
          reason::kTableNotAvailable,
          reason::kRequestIdConflict,
          reason::kQueueFull,
          reason::kShuttingDown,
          reason::kCallDeadline,
          reason::kWorkflowCancelled,
          reason::kWorkflowTimeout,
          reason::kPhaseTimeout,
          reason::kWorkflowEnded,
          reason::kNothingToRetry,
          reason::kRepeatedCrashes,
          reason::kOutcomeChanged,
          reason::kStorageUnavailable,
          reason::kMemoryLimit,
          reason::kDataUnusable,
          reason::kEnvironment,
          reason::kInternal};
}

absl::Status MakeError(absl::StatusCode code, std::string_view reason,
                       std::string_view message,
                       const std::map<std::string, std::string>& metadata) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = value;
  }
  Attach(status, info);
  return status;
}

absl::Status WithRetry(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  Attach(status, retry);
  return status;
}

absl::Status InvalidConfiguration(const std::vector<FieldProblem>& problems) {
  std::string message =
      problems.size() == 1
          ? "the configuration has a problem"
          : absl::StrCat("the configuration has ", problems.size(),
                         " problems; the first one");
  absl::StrAppend(
      &message, ": ",
      Shortened(problems.front().description, kMaxDescriptionBytes));
  absl::Status status = MakeError(absl::StatusCode::kInvalidArgument,
                                  reason::kInvalidConfiguration, message);
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (const FieldProblem& problem : problems) {
    auto* violation = bad_request.add_field_violations();
    if (bytes > kMaxProblemBytes) {
      violation->set_description(absl::StrCat(
          problems.size() - bad_request.field_violations_size() + 1,
          " more problems; ValidateWorkflow (`admf validate`) lists them"));
      break;
    }
    violation->set_field(Shortened(problem.field, kMaxDescriptionBytes));
    violation->set_description(
        Shortened(problem.description, kMaxDescriptionBytes));
    bytes += violation->ByteSizeLong();
  }
  Attach(status, bad_request);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "";
}

google::rpc::Status ToRpcStatus(const absl::Status& status,
                                std::string_view default_reason) {
  if (!status.ok() && !Find<google::rpc::ErrorInfo>(status)) {
    absl::Status named = MakeError(
        status.code(), default_reason,
        std::string_view(status.message().data(), status.message().size()));
    status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
      named.SetPayload(url, value);
    });
    return ToRpcStatus(named, default_reason);
  }
  google::rpc::Status result;
  result.set_code(static_cast<int>(status.code()));
  result.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    auto* detail = result.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(value));
  });
  return result;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.code()),
                      status.message());
  for (const google::protobuf::Any& detail : status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace admf
