#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "containers/event.h"

namespace admf {

class EventDispatcher;

/// What belongs to one subscription: destroying it ends the subscription.
/// After that the handler is not running and never will again; if it is running
/// on another thread, the destructor waits for it, so it must not be called
/// with a lock held that the handler takes. A handler may end its own
/// subscription, or another one. May outlive the bus.
///
/// Not thread-safe; movable.
class Subscription {
 public:
  Subscription() = default;
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription() { End(); }

  /// Ends the subscription now. Idempotent.
  void End();

 private:
  friend class EventBus;
  Subscription(std::weak_ptr<EventDispatcher> dispatcher, uint64_t id)
      : dispatcher_(std::move(dispatcher)), id_(id) {}

  std::weak_ptr<EventDispatcher> dispatcher_;
  uint64_t id_ = 0;
};

/// Carries typed events between the components of one container, for one
/// workflow: every workflow has a new bus.
///
///   Subscription fills = bus.Subscribe<OrderFilled>(
///       "portfolio", [this](const Event& event, const OrderFilled& fill) {
///         return Apply(fill);
///       });
///   bus.Publish("broker", OrderFilled{.order_id = 7, .price = 54.1});
///
/// Order: events are delivered one at a time, by sequence number; each to its
/// handlers in the order in which they subscribed. Handlers run on the thread
/// that publishes, before Publish returns, with two exceptions: an event that
/// is published by a handler is delivered after the one that is being delivered
/// (no recursion), and one that is published while another thread delivers is
/// left to that thread. A handler sees the events that are published after it
/// subscribed.
///
/// Failures: a handler that returns an error or throws stops nobody else. It
/// becomes a HandlerFailed event with the failed event as its causation. Where
/// handling a HandlerFailed fails, the failure goes to the history only, to
/// nobody's handler, so that errors can't go round in circles.
///
/// Thread-safe. No handler is called with a lock held.
class EventBus {
 public:
  using Handler = std::function<absl::Status(const Event&)>;

  /// @param history_size number of past events that are kept for History().
  explicit EventBus(size_t history_size = 256);
  /// No thread may be publishing.
  ~EventBus();
  EventBus(const EventBus&) = delete;
  EventBus& operator=(const EventBus&) = delete;

  /// Publishes an event and returns its sequence number.
  template <typename Payload>
  uint64_t Publish(std::string source, Payload payload) {
    return PublishEvent(
        {.type = Payload::kEventType,
         .source = std::move(source),
         .payload_type = typeid(Payload),
         .payload = std::make_shared<const Payload>(std::move(payload))});
  }

  /// Calls `handler(event, payload)`, which returns an absl::Status, for events
  /// of one type. `subscriber` names who handles, for errors.
  template <typename Payload, typename TypedHandler>
  [[nodiscard]] Subscription Subscribe(std::string subscriber,
                                       TypedHandler handler) {
    return AddHandler(
        std::move(subscriber), typeid(Payload),
        [handler = std::move(handler)](const Event& event) mutable {
          return handler(event, *event.As<Payload>());
        });
  }

  /// Calls `handler(event)` for events of all types.
  [[nodiscard]] Subscription SubscribeToAll(std::string subscriber,
                                            Handler handler);

  /// The last events that were published, the oldest first.
  std::vector<Event> History() const;
  /// Sequence number of the last event; 0 if there is none.
  uint64_t last_sequence() const;

 private:
  // Numbers the event, delivers it or leaves it to who is delivering.
  uint64_t PublishEvent(Event event);
  Subscription AddHandler(std::string subscriber,
                          std::optional<std::type_index> type, Handler handler);

  const std::shared_ptr<EventDispatcher> dispatcher_;
};

}  // namespace admf
