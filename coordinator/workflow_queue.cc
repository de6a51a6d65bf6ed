#include "coordinator/workflow_queue.h"

#include <iterator>

#include "engine/base/check.h"

namespace admf {

void WorkflowQueue::Push(std::string id, int priority) {
  const Key key(-priority, ++arrivals_);
  CHECK(keys_.emplace(id, key).second);
  order_.emplace(key, std::move(id));
}

bool WorkflowQueue::Remove(std::string_view id) {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return false;
  order_.erase(found->second);
  keys_.erase(found);
  return true;
}

std::optional<std::string> WorkflowQueue::Front() const {
  if (order_.empty()) return std::nullopt;
  return order_.begin()->second;
}

std::optional<int> WorkflowQueue::Position(std::string_view id) const {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return std::nullopt;
  return static_cast<int>(
      std::distance(order_.begin(), order_.find(found->second)));
}

std::vector<std::string> WorkflowQueue::Ids() const {
  std::vector<std::string> ids;
  ids.reserve(order_.size());
  for (const auto& [key, id] : order_) ids.push_back(id);
  return ids;
}

}  // namespace admf
