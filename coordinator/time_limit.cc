#include "coordinator/time_limit.h"

#include <atomic>

namespace admf {

namespace {

/// Queues number their timers from 1.
constexpr TimerId kNoTimer = 0;

}  // namespace

struct TimeLimit::State {
  std::stop_source stop;
  std::atomic<bool> expired{false};
};

void TimeLimit::RequestStop::operator()() const { state->stop.request_stop(); }

TimeLimit::TimeLimit(TimerQueue* timers, absl::Duration limit,
                     const std::stop_token& outer)
    : timers_(timers),
      state_(std::make_shared<State>()),
      timer_(limit == absl::InfiniteDuration()
                 ? kNoTimer
                 : timers->Schedule(limit,
                                    [state = state_] {
                                      state->expired = true;
                                      state->stop.request_stop();
                                    })),
      on_outer_stop_(outer, RequestStop{state_}) {}

TimeLimit::~TimeLimit() {
  if (timer_ != kNoTimer) timers_->Cancel(timer_);
}

std::stop_token TimeLimit::token() const { return state_->stop.get_token(); }

bool TimeLimit::expired() const { return state_->expired; }

}  // namespace admf
