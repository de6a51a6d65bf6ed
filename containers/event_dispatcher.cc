#include "containers/event_dispatcher.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "containers/call_safely.h"

namespace admf {

uint64_t EventDispatcher::Publish(Event event) {
  uint64_t sequence;
  {
    MutexLock lock(&mutex_);
    const bool by_handler = delivering_thread_ == std::this_thread::get_id();
    sequence = Append(std::move(event), by_handler ? delivered_sequence_ : 0,
                      /*deliver=*/true);
    if (delivering_thread_.has_value()) return sequence;
    delivering_thread_ = std::this_thread::get_id();
  }
  DeliverQueued();
  return sequence;
}

uint64_t EventDispatcher::Append(Event event, uint64_t causation,
                                 bool deliver) {
  event.sequence = ++last_sequence_;
  event.causation = causation;
  history_.push_back(event);
  if (history_.size() > history_size_) history_.pop_front();
  if (deliver) queue_.push_back(std::move(event));
  return last_sequence_;
}

void EventDispatcher::DeliverQueued() {
  while (true) {
    Event event;
    {
      MutexLock lock(&mutex_);
      if (queue_.empty()) {
        delivering_thread_.reset();
        return;
      }
      event = std::move(queue_.front());
      queue_.pop_front();
      delivered_sequence_ = event.sequence;
    }
    Deliver(event);
  }
}

void EventDispatcher::Deliver(const Event& event) {
  uint64_t id = 0;
  while (std::shared_ptr<Registration> registration = NextHandler(event, &id)) {
    absl::Status status =
        CallSafely(absl::StrCat("handler of '", registration->subscriber, "'"),
                   [&] { return registration->handler(event); });
    FinishHandler(event, std::move(registration), std::move(status));
  }
}

std::shared_ptr<EventDispatcher::Registration> EventDispatcher::NextHandler(
    const Event& event, uint64_t* id) {
  MutexLock lock(&mutex_);
  for (auto next = registrations_.upper_bound(*id);
       next != registrations_.end(); ++next) {
    const Registration& registration = *next->second;
    if (event.sequence <= registration.subscribed_after) continue;
    if (registration.type.value_or(event.payload_type) != event.payload_type) {
      continue;
    }
    *id = next->first;
    running_registration_ = next->first;
    return next->second;
  }
  return nullptr;
}

void EventDispatcher::FinishHandler(const Event& event,
                                    std::shared_ptr<Registration> registration,
                                    absl::Status status) {
  HandlerFailed failure{.subscriber = registration->subscriber,
                        .status = std::move(status)};
  // Before Remove returns, if it waits, what the handler holds is gone.
  registration.reset();
  MutexLock lock(&mutex_);
  running_registration_ = 0;
  handler_finished_.NotifyAll();
  if (failure.status.ok()) return;
  Append({.type = HandlerFailed::kEventType,
          .source = "event_bus",
          .payload_type = typeid(HandlerFailed),
          .payload = std::make_shared<const HandlerFailed>(std::move(failure))},
         event.sequence,
         /*deliver=*/event.As<HandlerFailed>() == nullptr);
}

uint64_t EventDispatcher::Add(std::string subscriber,
                              std::optional<std::type_index> type,
                              Handler handler) {
  MutexLock lock(&mutex_);
  registrations_.emplace(++last_registration_,
                         std::make_shared<Registration>(
                             Registration{.subscriber = std::move(subscriber),
                                          .type = type,
                                          .handler = std::move(handler),
                                          .subscribed_after = last_sequence_}));
  return last_registration_;
}

void EventDispatcher::Remove(uint64_t id) {
  // Destroyed without the lock: what the handler holds may use the bus.
  std::shared_ptr<Registration> removed;
  MutexLock lock(&mutex_);
  const auto found = registrations_.find(id);
  if (found == registrations_.end()) return;
  removed = std::move(found->second);
  registrations_.erase(found);
  if (delivering_thread_ == std::this_thread::get_id()) return;
  handler_finished_.Wait(&mutex_,
                         [this, id]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                           return running_registration_ != id;
                         });
}

std::vector<Event> EventDispatcher::History() const {
  MutexLock lock(&mutex_);
  return {history_.begin(), history_.end()};
}

uint64_t EventDispatcher::last_sequence() const {
  MutexLock lock(&mutex_);
  return last_sequence_;
}

}  // namespace admf
