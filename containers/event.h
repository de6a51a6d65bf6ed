#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <typeindex>

#include "absl/status/status.h"

namespace admf {

/// Something that happened inside a container. The payload is an immutable
/// value of any type that names its events:
///
///   struct OrderFilled {
///     static constexpr char kEventType[] = "order_filled";
///     int64_t order_id;
///     double price;
///   };
///
/// Events are values: copies share the payload. Immutable; thread-safe.
struct Event {
  /// From 1, without gaps, in the order in which events were published.
  uint64_t sequence = 0;
  /// Sequence of the event whose handler published this one; 0 for none.
  uint64_t causation = 0;
  /// Payload::kEventType.
  std::string type = {};
  /// Name of the component, or whoever else published it.
  std::string source = {};
  std::type_index payload_type = typeid(void);
  std::shared_ptr<const void> payload = nullptr;

  /// The payload, or nullptr if it is of another type.
  template <typename Payload>
  const Payload* As() const {
    return payload_type == typeid(Payload)
               ? static_cast<const Payload*>(payload.get())
               : nullptr;
  }
};

/// Published by the bus itself when a handler fails.
struct HandlerFailed {
  static constexpr char kEventType[] = "error";
  /// Who subscribed the handler.
  std::string subscriber;
  /// What it returned, or the exception it threw, as a status.
  absl::Status status;
};

}  // namespace admf
