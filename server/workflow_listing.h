#pragma once

#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"
#include "coordinator/journal.h"

namespace admf {

/// A page of the workflows that the journal keeps and the request's filter
/// lets through, newest first, with the token of the next page if there is
/// one. 50 of them if the request doesn't say how many. INVALID_ARGUMENT for a
/// size out of range, or a token of another listing.
absl::StatusOr<admf::v1::ListWorkflowsResponse> ListWorkflows(
    const admf::v1::ListWorkflowsRequest& request, Journal* journal);

}  // namespace admf
