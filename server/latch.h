#pragma once

#include "absl/base/thread_annotations.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Opens once; whoever waits goes on then. Thread-safe.
class Latch {
 public:
  void Open() {
    MutexLock lock(&mutex_);
    open_ = true;
    changed_.NotifyAll();
  }
  void Wait() {
    MutexLock lock(&mutex_);
    changed_.Wait(&mutex_, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return open_;
    });
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
