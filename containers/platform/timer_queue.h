#pragma once

#include <cstdint>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace admf {

/// Names a scheduled callback; never used again within one queue, and never 0.
using TimerId = uint64_t;

/// Runs callbacks after a delay: the deadlines of workflows, the end of a
/// drain. Callbacks must be short, as they run one after the other, and must
/// not throw.
///
/// Implementations are thread-safe. Callbacks run without a lock held and may
/// call Schedule and Cancel.
class TimerQueue {
 public:
  virtual ~TimerQueue() = default;

  /// Runs `callback` once, `delay` from now; a delay of zero or less means as
  /// soon as possible, an infinite one never. Callbacks that are due at the
  /// same moment run in the order in which they were scheduled.
  virtual TimerId Schedule(absl::Duration delay,
                           absl::AnyInvocable<void()> callback) = 0;

  /// True: the callback has not run and never will. False: it has run, is
  /// running right now, or was cancelled before. Does not wait for a callback
  /// that is running: what a callback uses must not end with the caller.
  virtual bool Cancel(TimerId id) = 0;
};

}  // namespace admf
