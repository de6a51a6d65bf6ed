#include "server/workflow_listing.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "coordinator/proto_time.h"
#include "engine/base/status_macros.h"
#include "server/page_token.h"
#include "server/request_check.h"

namespace admf {
namespace {

constexpr size_t kDefaultPageSize = 50;

WorkflowFilter ToFilter(const v1::ListWorkflowsRequest& request) {
  WorkflowFilter filter;
  for (const int type : request.types()) {
    filter.types.push_back(static_cast<v1::WorkflowType>(type));
  }
  for (const int state : request.states()) {
    filter.states.push_back(static_cast<v1::WorkflowState>(state));
  }
  filter.labels.assign(request.labels().begin(), request.labels().end());
  filter.name_contains = request.name_contains();
  if (request.has_submitted_after()) {
    filter.submitted_after = FromTimestamp(request.submitted_after());
  }
  if (request.has_submitted_before()) {
    filter.submitted_before = FromTimestamp(request.submitted_before());
  }
  return filter;
}

}  // namespace

absl::StatusOr<v1::ListWorkflowsResponse> ListWorkflows(
    const v1::ListWorkflowsRequest& request, Journal* journal) {
  ASSIGN_OR_RETURN(
      const size_t page_size,
      ReadCount("page_size", request.page_size(), kDefaultPageSize));
  ASSIGN_OR_RETURN(const int64_t before, DecodePageToken(request));
  // One more than asked for tells whether there is a next page.
  ASSIGN_OR_RETURN(std::vector<Journal::Listed> listed,
                   journal->List(ToFilter(request), before, page_size + 1));
  v1::ListWorkflowsResponse response;
  if (listed.size() > page_size) {
    listed.pop_back();
    response.set_next_page_token(
        EncodePageToken(listed.back().ordinal, request));
  }
  for (Journal::Listed& workflow : listed) {
    *response.add_workflows() = std::move(workflow.status);
  }
  return response;
}

}  // namespace admf
