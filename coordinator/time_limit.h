#pragma once

#include <memory>
#include <stop_token>

#include "absl/time/time.h"
#include "containers/platform/timer_queue.h"

namespace admf {

/// A stop token for a piece of work: requested when an outer one is, or when
/// the time is up.
///
/// Not thread-safe; lives as long as the work.
class TimeLimit {
 public:
  /// @param timers outlives the limit
  /// @param limit  may be infinite
  TimeLimit(TimerQueue* timers, absl::Duration limit,
            const std::stop_token& outer);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  std::stop_token token() const;
  /// Whether the time was up.
  bool expired() const;

 private:
  struct State;
  struct RequestStop {
    void operator()() const;
    std::shared_ptr<State> state;
  };

  TimerQueue* const timers_;
  /// Shared with the timer, which may fire just when the limit ends.
  const std::shared_ptr<State> state_;
  const TimerId timer_;
  const std::stop_callback<RequestStop> on_outer_stop_;
};

}  // namespace admf
