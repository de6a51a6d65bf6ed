#include "coordinator/journal.h"

#include <algorithm>

#include "coordinator/proto_time.h"

namespace admf {

bool Matches(const WorkflowFilter& filter,
             const admf::v1::WorkflowStatus& status) {
  const auto any_of = [](const auto& wanted, auto actual) {
    return wanted.empty() ||
           std::find(wanted.begin(), wanted.end(), actual) != wanted.end();
  };
  if (!any_of(filter.types, status.type()) ||
      !any_of(filter.states, status.state())) {
    return false;
  }
  for (const auto& [key, value] : filter.labels) {
    const auto label = status.labels().find(key);
    if (label == status.labels().end()) return false;
    if (!value.empty() && label->second != value) return false;
  }
  if (status.name().find(filter.name_contains) == std::string::npos) {
    return false;
  }
  const absl::Time submitted = FromTimestamp(status.submit_time());
  return (!filter.submitted_after || submitted >= *filter.submitted_after) &&
         (!filter.submitted_before || submitted < *filter.submitted_before);
}

int64_t QueueRank(absl::Time submitted, int priority, absl::Duration aging) {
  return absl::ToUnixMicros(submitted) -
         priority * absl::ToInt64Microseconds(aging);
}

}  // namespace admf
