#pragma once

#include <optional>
#include <stop_token>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace admf {

/// How long to wait before each next try: doubling from `initial` to `maximum`,
/// each time shortened by a random part of up to one half so that clients which
/// failed together don't come back together. Not thread-safe.
class Backoff {
 public:
  Backoff(absl::Duration initial, absl::Duration maximum);

  /// The next delay; at least `server_delay`, what the server asked for.
  absl::Duration Next(std::optional<absl::Duration> server_delay);

  /// Starts from `initial` again, after a success.
  void Reset();

 private:
  const absl::Duration initial_;
  const absl::Duration maximum_;
  absl::Duration next_;
  absl::BitGen random_;
};

/// Waits for `duration`, or until `stop` is requested.
void SleepUnlessStopped(absl::Duration duration, const std::stop_token& stop);

}  // namespace admf
