#include "coordinator/sqlite/active_statuses.h"

#include <utility>

#include "coordinator/workflow_record.h"

namespace admf {

const WorkflowEntry* ActiveStatuses::Find(
    const std::string& workflow_id) const {
  for (const Entries* entries : {&changed_, &committed_}) {
    const auto found = entries->find(workflow_id);
    if (found != entries->end()) return &found->second;
  }
  return nullptr;
}

void ActiveStatuses::Set(WorkflowEntry entry) {
  std::string id = entry.status.workflow_id();
  changed_.insert_or_assign(std::move(id), std::move(entry));
}

void ActiveStatuses::Keep() {
  for (auto& [id, entry] : changed_) {
    if (!IsExecuting(entry.status.state())) {
      committed_.erase(id);
      continue;
    }
    // Whichever goes can be read again.
    if (committed_.size() >= capacity_) committed_.erase(committed_.begin());
    committed_.insert_or_assign(id, std::move(entry));
  }
  changed_.clear();
}

}  // namespace admf
