#pragma once

#include <mutex>

#include "absl/base/thread_annotations.h"

namespace admf {

/// std::mutex that clang's thread-safety analysis knows. absl::Mutex would do,
/// but Debian's is built without ThreadSanitizer, which then sees races where
/// there are none.
class ABSL_LOCKABLE AnnotatedMutex {
 public:
  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

/// Holds it for a scope.
class ABSL_SCOPED_LOCKABLE AnnotatedLock {
 public:
  explicit AnnotatedLock(AnnotatedMutex& mutex)
      ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~AnnotatedLock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }
  AnnotatedLock(const AnnotatedLock&) = delete;
  AnnotatedLock& operator=(const AnnotatedLock&) = delete;

 private:
  AnnotatedMutex& mutex_;
};

}  // namespace admf
