#include "containers/event_bus.h"

#include "containers/event_dispatcher.h"

namespace admf {

Subscription::Subscription(Subscription&& other) noexcept
    : dispatcher_(std::move(other.dispatcher_)),
      id_(std::exchange(other.id_, 0)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this == &other) return *this;
  End();
  dispatcher_ = std::move(other.dispatcher_);
  id_ = std::exchange(other.id_, 0);
  return *this;
}

void Subscription::End() {
  const uint64_t id = std::exchange(id_, 0);
  const std::shared_ptr<EventDispatcher> dispatcher = dispatcher_.lock();
  dispatcher_.reset();
  if (id != 0 && dispatcher != nullptr) dispatcher->Remove(id);
}

EventBus::EventBus(size_t history_size)
    : dispatcher_(std::make_shared<EventDispatcher>(history_size)) {}

EventBus::~EventBus() = default;

Subscription EventBus::SubscribeToAll(std::string subscriber, Handler handler) {
  return AddHandler(std::move(subscriber), std::nullopt, std::move(handler));
}

std::vector<Event> EventBus::History() const { return dispatcher_->History(); }

uint64_t EventBus::last_sequence() const {
  return dispatcher_->last_sequence();
}

uint64_t EventBus::PublishEvent(Event event) {
  return dispatcher_->Publish(std::move(event));
}

Subscription EventBus::AddHandler(std::string subscriber,
                                  std::optional<std::type_index> type,
                                  Handler handler) {
  return Subscription(dispatcher_, dispatcher_->Add(std::move(subscriber), type,
                                                    std::move(handler)));
}

}  // namespace admf
