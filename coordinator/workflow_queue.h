#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace admf {

/// The workflows that wait, in the order in which they run: higher priorities
/// first, and first come, first served among equals.
///
/// Not thread-safe: part of the coordinator's state.
class WorkflowQueue {
 public:
  /// `id` must not be queued already.
  void Push(std::string id, int priority);
  /// Takes a workflow out. False if it isn't queued.
  bool Remove(std::string_view id);
  /// The one that runs next.
  std::optional<std::string> Front() const;
  /// How many run before it; nothing if it isn't queued. Linear.
  std::optional<int> Position(std::string_view id) const;
  /// All of them, in order.
  std::vector<std::string> Ids() const;
  size_t size() const { return order_.size(); }
  bool empty() const { return order_.empty(); }

 private:
  /// Negative priority, then arrival: the smallest key runs first.
  using Key = std::pair<int, uint64_t>;

  std::map<Key, std::string> order_;
  std::map<std::string, Key, std::less<>> keys_;
  uint64_t arrivals_ = 0;
};

}  // namespace admf
