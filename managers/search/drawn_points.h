#pragma once

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "containers/platform/mutex.h"

namespace admf {

/// What became of the points that a sampler has looked at, by their number.
struct DrawnPoints {
  int64_t count = 0;
  /// Those that the constraints on parameters exclude.
  int64_t excluded = 0;
  /// Those that the constraints allow, but that are no valid runs.
  int64_t invalid = 0;
  /// The first one of these, and what is wrong with it.
  std::string example = {};
};

/// Counts them. Thread-safe.
class DrawnPointsCounter {
 public:
  void Reset() {
    const MutexLock lock(&mutex_);
    points_ = {};
  }

  void AddAllowed() {
    const MutexLock lock(&mutex_);
    ++points_.count;
  }

  void AddExcluded() {
    const MutexLock lock(&mutex_);
    ++points_.count;
    ++points_.excluded;
  }

  /// `describe` answers the example, and is asked once.
  template <typename Describe>
  void AddInvalid(Describe describe) {
    const MutexLock lock(&mutex_);
    ++points_.count;
    if (points_.invalid++ == 0) points_.example = describe();
  }

  DrawnPoints Get() const {
    const MutexLock lock(&mutex_);
    return points_;
  }

 private:
  mutable Mutex mutex_;
  DrawnPoints points_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
