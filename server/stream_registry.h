#pragma once

#include <cstdint>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Knows the streams that are open, because a server can't shut down while one
/// is: EndAll tells each of them to finish.
///
/// Thread-safe. Callbacks run with the registry's lock held, so that a stream
/// can't end under them; they must not call the registry.
class StreamRegistry {
 public:
  using Id = uint64_t;

  /// `end` finishes the stream; called at most once, at once if EndAll was
  /// called before.
  Id Add(absl::AnyInvocable<void()> end) {
    MutexLock lock(&mutex_);
    const Id id = ++last_id_;
    if (ended_) {
      end();
    } else {
      streams_.emplace(id, std::move(end));
    }
    return id;
  }

  /// After this `end` isn't running and never will.
  void Remove(Id id) {
    MutexLock lock(&mutex_);
    streams_.erase(id);
  }

  void EndAll() {
    MutexLock lock(&mutex_);
    ended_ = true;
    for (auto& [id, end] : streams_) end();
    streams_.clear();
  }

 private:
  Mutex mutex_;
  std::map<Id, absl::AnyInvocable<void()>> streams_ ABSL_GUARDED_BY(mutex_);
  Id last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
