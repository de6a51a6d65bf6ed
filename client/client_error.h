#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

// Errors of the server as absl::Status. Code and message are those of the call;
// what the server added for programs travels along and is read with
// GetClientErrorDetails():
//
//   absl::StatusOr<SubmitWorkflowResponse> response = client->Submit(request);
//   if (!response.ok()) {
//     for (const auto& violation :
//          GetClientErrorDetails(response.status()).violations) ...
//   }

namespace admf {

/// What the server says about an error beyond code and message. A value type.
struct ClientErrorDetails {
  /// One thing that is wrong with a request.
  struct Violation {
    /// Path of the field, such as `workflow.backtest_config.strategy.type`.
    std::string field;
    /// What is wrong; begins with `file:line:column: ` for YAML text.
    std::string description;
  };

  /// The machine-readable cause (docs/errors.md), such as `QUEUE_FULL`. Empty
  /// where the error does not come from the daemon but from the way to it: no
  /// daemon answers, the deadline has passed.
  std::string reason;
  /// Who names the reasons.
  std::string domain;
  /// More about the cause, by name.
  std::map<std::string, std::string> metadata;
  /// How long to wait before another try; absent where that does not help.
  std::optional<absl::Duration> retry_delay;
  /// All problems of the request, in the order of its text.
  std::vector<Violation> violations;
};

/// The same error with the server's details attached.
absl::Status ToAbslStatus(const grpc::Status& status);

/// The details that ToAbslStatus attached; empty ones if there are none or they
/// can't be read.
ClientErrorDetails GetClientErrorDetails(const absl::Status& status);

/// The details inside a message, such as the error of a failed workflow. Those
/// of unknown types are left out.
ClientErrorDetails GetClientErrorDetails(const google::rpc::Status& status);

}  // namespace admf
