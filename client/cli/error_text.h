#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "admf/v1/coordinator_service.pb.h"
#include "client/client_error.h"

// Errors as people read them: what is wrong, and what to do next.

namespace admf {

/// A failed call: one line for each violation, then one that sums up. `server`
/// is the address that was called.
///
///   goog.yaml:12:5: workflow.backtest_config.strategy.type: there is no ...
///   admf: the configuration is invalid [INVALID_CONFIGURATION]
///   admf: no daemon answers at 127.0.0.1:50051; start one with `admfd` or ...
std::string ErrorText(const absl::Status& status, std::string_view server);

/// What ErrorText sums up with, without the name of the program.
std::string ErrorSummary(const absl::Status& status, std::string_view server);

/// `file:line:column: field: description` for one violation, with what is
/// known of it.
std::string ViolationText(const ClientErrorDetails::Violation& violation);
std::string ViolationText(const v1::Violation& violation);

/// `message [REASON]`, for an error that a workflow ended with.
std::string WorkflowErrorText(const google::rpc::Status& error);

}  // namespace admf
