#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace admf {

// Errors as clients see them: a canonical code, a sentence that says what to
// do, and details of google.rpc as payloads of the absl::Status (ErrorInfo
// always; RetryInfo where a later try can succeed; BadRequest for
// configurations). docs/errors.md lists the reasons.

/// Machine-readable causes, the `reason` of google.rpc.ErrorInfo.
namespace reason {
inline constexpr std::string_view kInvalidConfiguration =
    "INVALID_CONFIGURATION";
inline constexpr std::string_view kInvalidRequest = "INVALID_REQUEST";
inline constexpr std::string_view kTextTooLarge = "TEXT_TOO_LARGE";
inline constexpr std::string_view kUnsupportedType =
    "UNSUPPORTED_WORKFLOW_TYPE";
inline constexpr std::string_view kWorkflowNotFound = "WORKFLOW_NOT_FOUND";
inline constexpr std::string_view kWorkflowNotFinished =
    "WORKFLOW_NOT_FINISHED";
inline constexpr std::string_view kTableNotAvailable = "TABLE_NOT_AVAILABLE";
inline constexpr std::string_view kRequestIdConflict = "REQUEST_ID_CONFLICT";
inline constexpr std::string_view kQueueFull = "QUEUE_FULL";
inline constexpr std::string_view kShuttingDown = "SHUTTING_DOWN";
inline constexpr std::string_view kCallDeadline = "CALL_DEADLINE_EXCEEDED";
inline constexpr std::string_view kWorkflowCancelled = "WORKFLOW_CANCELLED";
inline constexpr std::string_view kWorkflowTimeout = "WORKFLOW_TIMEOUT";
inline constexpr std::string_view kPhaseTimeout = "PHASE_TIMEOUT";
inline constexpr std::string_view kWorkflowEnded = "WORKFLOW_ENDED";
inline constexpr std::string_view kNothingToRetry = "NOTHING_TO_RETRY";
inline constexpr std::string_view kRepeatedCrashes = "REPEATED_CRASHES";
inline constexpr std::string_view kOutcomeChanged = "OUTCOME_CHANGED";
inline constexpr std::string_view kStorageUnavailable = "STORAGE_UNAVAILABLE";
inline constexpr std::string_view kMemoryLimit = "MEMORY_LIMIT_EXCEEDED";
inline constexpr std::string_view kDataUnusable = "DATA_UNUSABLE";
inline constexpr std::string_view kEnvironment = "ENVIRONMENT_FAILED";
inline constexpr std::string_view kInternal = "INTERNAL";
}  // namespace reason

/// All reasons, for the documentation's test.
std::vector<std::string_view> AllReasons();

/// The `domain` of every ErrorInfo.
inline constexpr std::string_view kErrorDomain = "admf.dev";

/// An error with an ErrorInfo.
absl::Status MakeError(absl::StatusCode code, std::string_view reason,
                       std::string_view message,
                       const std::map<std::string, std::string>& metadata = {});

/// `status` with a RetryInfo: the call can succeed after `delay`.
absl::Status WithRetry(absl::Status status, absl::Duration delay);

/// One problem of a configuration, with its place.
struct FieldProblem {
  std::string field;
  /// With the place in front where the configuration came as text:
  /// `run.yaml:12:5: unknown key ...`.
  std::string description;
};

/// INVALID_ARGUMENT with a BadRequest that has every problem. Not empty.
absl::Status InvalidConfiguration(const std::vector<FieldProblem>& problems);

/// The reason in the status's ErrorInfo; empty if it has none.
std::string ReasonOf(const absl::Status& status);

/// The wire form, details included. A status without an ErrorInfo gets one with
/// `default_reason`.
google::rpc::Status ToRpcStatus(
    const absl::Status& status,
    std::string_view default_reason = reason::kInternal);

/// The other way round.
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace admf
