#include "coordinator/workflow_queue.h"

#include <iterator>

#include "engine/base/check.h"

namespace admf {

void WorkflowQueue::Push(QueuedWorkflow workflow) {
  if (refilling_) {
    missed_ = true;
    return;
  }
  if (!more_) {
    Insert(std::move(workflow));
  } else if (!window_.empty() &&
             workflow.rank < window_.rbegin()->first.first) {
    // Before the last one that is known, hence before all that aren't.
    Insert(std::move(workflow));
  }
}

void WorkflowQueue::Insert(QueuedWorkflow workflow) {
  const Key key(workflow.rank, ++arrivals_);
  // A refill may have read it before its arrival was told.
  if (!keys_.emplace(workflow.id, key).second) return;
  window_.emplace(key, std::move(workflow));
  if (window_.size() <= kWindow) return;
  const auto last = std::prev(window_.end());
  keys_.erase(last->second.id);
  window_.erase(last);
  more_ = true;
}

bool WorkflowQueue::Remove(std::string_view id) {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return false;
  window_.erase(found->second);
  keys_.erase(found);
  return true;
}

const QueuedWorkflow* WorkflowQueue::Front() const {
  return window_.empty() ? nullptr : &window_.begin()->second;
}

void WorkflowQueue::BeginRefill() {
  CHECK(NeedsRefill());
  refilling_ = true;
  missed_ = false;
}

void WorkflowQueue::EndRefill(std::vector<QueuedWorkflow> first, bool all) {
  refilling_ = false;
  more_ = !all || missed_;
  for (QueuedWorkflow& workflow : first) Insert(std::move(workflow));
}

}  // namespace admf
