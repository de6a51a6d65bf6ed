#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coordinator/journal.h"

namespace admf {

/// The front of the queue. The queue itself is in the journal, however long it
/// is; of its order, only the next few workflows are known here. When they have
/// run, the next ones are read:
///
///   if (queue.NeedsRefill()) {
///     queue.BeginRefill();
///     queue.EndRefill(journal.NextQueued(WorkflowQueue::kWindow));
///   }
///
/// What comes between the two calls isn't lost: it leads to another refill.
///
/// Not thread-safe: part of the dispatcher's state.
class WorkflowQueue {
 public:
  /// Workflows that are known at the most.
  static constexpr size_t kWindow = 256;

  /// A workflow that was committed as QUEUED. No matter if it is known already.
  void Push(QueuedWorkflow workflow);
  /// Takes a workflow out; false if it isn't known here.
  bool Remove(std::string_view id);
  /// The one that runs next, as far as is known.
  const QueuedWorkflow* Front() const;

  bool NeedsRefill() const { return window_.empty() && more_ && !refilling_; }
  void BeginRefill();
  /// @param first the first kWindow of the queue; those that are being taken
  ///              out of it anyway may be left out if `all` says whether there
  ///              were fewer than kWindow with them
  void EndRefill(std::vector<QueuedWorkflow> first, bool all);
  /// The journal couldn't be read.
  void AbandonRefill() { refilling_ = false; }

  /// The journal may have workflows that aren't known here.
  void ExpectMore() {
    more_ = true;
    missed_ = true;
  }

 private:
  /// Rank, then arrival: the smallest key runs first.
  using Key = std::pair<int64_t, uint64_t>;

  void Insert(QueuedWorkflow workflow);

  std::map<Key, QueuedWorkflow> window_;
  std::map<std::string, Key, std::less<>> keys_;
  uint64_t arrivals_ = 0;
  /// Whether the journal has queued workflows that aren't in the window. These
  /// come after all that are in it.
  bool more_ = true;
  bool refilling_ = false;
  /// Whether something came during the refill.
  bool missed_ = false;
};

}  // namespace admf
