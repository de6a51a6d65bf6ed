#pragma once

#include <functional>
#include <thread>

namespace admf {

/// Turns SIGTERM and SIGINT into a call on a thread of its own, where
/// everything is allowed. The first one calls `on_first`; the second one ends
/// the process at once, without cleaning up.
///
/// Made before any other thread, so that all of them inherit the blocked
/// signals.
class SignalWaiter {
 public:
  /// Blocks the signals in the calling thread.
  SignalWaiter();
  /// Joins the thread. Only main makes one, at the very end of its life.
  ~SignalWaiter();

  /// Begins to wait. Call once.
  void Start(std::function<void()> on_first);

 private:
  std::thread thread_;
};

}  // namespace admf
