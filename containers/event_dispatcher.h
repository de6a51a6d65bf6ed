#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <typeindex>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "containers/event.h"
#include "containers/platform/mutex.h"

namespace admf {

/// The queue, the handlers and the history of an EventBus, which is its typed
/// face. Of its own so that a Subscription can outlive the bus.
///
/// Thread-safe. One thread delivers at a time: the first one that publishes
/// while nobody delivers, until the queue is empty.
class EventDispatcher {
 public:
  using Handler = std::function<absl::Status(const Event&)>;

  explicit EventDispatcher(size_t history_size) : history_size_(history_size) {}

  /// Gives the event its sequence and causation and sees to its delivery.
  uint64_t Publish(Event event);
  /// Registers a handler for one type of payload, or for all.
  uint64_t Add(std::string subscriber, std::optional<std::type_index> type,
               Handler handler);
  /// Removes a handler and waits until it doesn't run, unless called by a
  /// handler. No effect for an id that is gone.
  void Remove(uint64_t id);

  std::vector<Event> History() const;
  uint64_t last_sequence() const;

 private:
  struct Registration {
    std::string subscriber;
    std::optional<std::type_index> type;
    Handler handler;
    // Sequence of the last event before it subscribed.
    uint64_t subscribed_after = 0;
  };

  // Numbers the event and puts it into the history, and into the queue if it is
  // to be delivered.
  uint64_t Append(Event event, uint64_t causation, bool deliver)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Delivers what is queued, as the only thread that does.
  void DeliverQueued();
  void Deliver(const Event& event);
  // The next handler of `event` after registration `id`, which it moves on and
  // marks as running; nullptr if there is none.
  std::shared_ptr<Registration> NextHandler(const Event& event, uint64_t* id);
  void FinishHandler(const Event& event,
                     std::shared_ptr<Registration> registration,
                     absl::Status status);

  const size_t history_size_;

  mutable Mutex mutex_;
  CondVar handler_finished_;

  std::map<uint64_t, std::shared_ptr<Registration>> registrations_
      ABSL_GUARDED_BY(mutex_);
  uint64_t last_registration_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t last_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Event> queue_ ABSL_GUARDED_BY(mutex_);
  std::deque<Event> history_ ABSL_GUARDED_BY(mutex_);
  // The thread that delivers, the event it delivers and the handler that runs.
  std::optional<std::thread::id> delivering_thread_ ABSL_GUARDED_BY(mutex_);
  uint64_t delivered_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t running_registration_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace admf
