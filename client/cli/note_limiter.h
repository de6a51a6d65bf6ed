#pragma once

#include <string>

#include "absl/time/time.h"

namespace admf {

/// Keeps a remark that comes again and again from filling the screen. Not
/// thread-safe.
class NoteLimiter {
 public:
  /// Whether `note` is worth a line at `now`: it is another one than the last
  /// that was, or that is a while ago.
  bool IsWorthALine(const std::string& note, absl::Time now) {
    if (note == last_ && now < told_ + kInterval) return false;
    last_ = note;
    told_ = now;
    return true;
  }

  static constexpr absl::Duration kInterval = absl::Seconds(15);

 private:
  std::string last_;
  absl::Time told_ = absl::InfinitePast();
};

}  // namespace admf
