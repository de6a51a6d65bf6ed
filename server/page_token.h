#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "admf/v1/coordinator_service.pb.h"

namespace admf {

/// Where a listing goes on: the ordinal of the last workflow of a page. It
/// holds a digest of the listing's filter, so that it can't be used with
/// another one.
std::string EncodePageToken(int64_t last_ordinal,
                            const admf::v1::ListWorkflowsRequest& request);

/// The ordinal, or the largest one there is for the first page.
/// INVALID_ARGUMENT for a token that this server did not make for this filter.
absl::StatusOr<int64_t> DecodePageToken(
    const admf::v1::ListWorkflowsRequest& request);

}  // namespace admf
