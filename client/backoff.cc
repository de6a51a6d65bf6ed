#include "client/backoff.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "absl/random/distributions.h"

namespace admf {

Backoff::Backoff(absl::Duration initial, absl::Duration maximum)
    : initial_(initial), maximum_(maximum), next_(initial) {}

absl::Duration Backoff::Next(std::optional<absl::Duration> server_delay) {
  const absl::Duration delay = next_ * absl::Uniform(random_, 0.5, 1.0);
  next_ = std::min(2 * next_, maximum_);
  return std::max(delay, server_delay.value_or(absl::ZeroDuration()));
}

void Backoff::Reset() { next_ = initial_; }

void SleepUnlessStopped(absl::Duration duration, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never_notified;
  std::unique_lock lock(mutex);
  never_notified.wait_for(lock, stop, absl::ToChronoMilliseconds(duration),
                          [] { return false; });
}

}  // namespace admf
