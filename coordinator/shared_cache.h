#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Values that are made once and shared read-only by whoever asks for the same
/// key. A value lives as long as someone uses it; unused ones are kept, the
/// most recently used first, up to a capacity. While values are made, those
/// that users have let go of are looked for each time that the bytes have grown
/// by an eighth, so values never have more than 9/8 of the capacity and what
/// was in use.
///
/// Thread-safe. Values are made without a lock held; whoever asks for a key
/// that is being made waits for it, and makes it himself if the other one was
/// stopped or failed.
template <typename Value>
class SharedCache {
 public:
  using Pointer = std::shared_ptr<const Value>;
  using Maker = absl::FunctionRef<absl::StatusOr<Pointer>()>;

  struct Statistics {
    /// Values that were made, and requests that found one.
    int64_t made = 0;
    int64_t shared = 0;
    /// Values and their bytes, in use or not.
    int64_t values = 0;
    int64_t bytes = 0;
  };

  /// @param capacity_bytes of the values that nobody uses.
  explicit SharedCache(int64_t capacity_bytes)
      : capacity_bytes_(capacity_bytes), trim_above_(capacity_bytes) {}

  /// The value of `key`, from `make` if there is none. Failures aren't kept.
  /// CANCELLED once `stop` is requested.
  absl::StatusOr<Pointer> Get(const std::string& key, std::stop_token stop,
                              Maker make) ABSL_LOCKS_EXCLUDED(mutex_);

  /// Drops the least recently used of the values that nobody uses until the
  /// rest fits the capacity. Called when users have let go.
  void Trim() ABSL_LOCKS_EXCLUDED(mutex_);

  Statistics statistics() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    /// Null while it is being made.
    Pointer value;
    int64_t bytes = 0;
    uint64_t last_use = 0;
  };

  /// The value, waiting while another thread makes it; null if it is the
  /// caller's turn to make it.
  absl::StatusOr<Pointer> FindOrClaim(const std::string& key,
                                      std::stop_token stop)
      ABSL_LOCKS_EXCLUDED(mutex_);

  /// Drops the least recently used of the values that nobody uses until the
  /// rest of them have no more than `bytes`.
  void TrimTo(int64_t bytes) ABSL_LOCKS_EXCLUDED(mutex_);

  const int64_t capacity_bytes_;

  mutable Mutex mutex_;
  CondVar changed_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  /// Of all values, and at how many it is time to trim.
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t trim_above_ ABSL_GUARDED_BY(mutex_);
  uint64_t uses_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t made_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t shared_ ABSL_GUARDED_BY(mutex_) = 0;
};

template <typename Value>
auto SharedCache<Value>::FindOrClaim(const std::string& key,
                                     std::stop_token stop)
    -> absl::StatusOr<Pointer> {
  // Taking the lock makes sure that a waiter has either seen the request or is
  // waiting when it is notified.
  std::stop_callback wake(stop, [this] {
    { MutexLock lock(&mutex_); }
    changed_.NotifyAll();
  });
  MutexLock lock(&mutex_);
  changed_.Wait(&mutex_, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (stop.stop_requested()) return true;
    const auto found = entries_.find(key);
    return found == entries_.end() || found->second.value != nullptr;
  });
  if (stop.stop_requested()) return absl::CancelledError("stopped");
  Entry& entry = entries_[key];
  entry.last_use = ++uses_;
  if (entry.value != nullptr) ++shared_;
  return entry.value;
}

template <typename Value>
auto SharedCache<Value>::Get(const std::string& key, std::stop_token stop,
                             Maker make) -> absl::StatusOr<Pointer> {
  absl::StatusOr<Pointer> value = FindOrClaim(key, stop);
  if (!value.ok() || *value != nullptr) return value;
  // Also when `make` throws: whoever waits must get his turn.
  absl::Cleanup give_up = [&] {
    {
      MutexLock lock(&mutex_);
      entries_.erase(key);
    }
    changed_.NotifyAll();
  };
  value = make();
  if (!value.ok()) return value;
  bool is_time_to_trim = false;
  {
    MutexLock lock(&mutex_);
    Entry& entry = entries_[key];
    entry.value = *value;
    entry.bytes = static_cast<int64_t>((*value)->bytes());
    bytes_ += entry.bytes;
    is_time_to_trim = bytes_ > trim_above_;
    ++made_;
  }
  std::move(give_up).Cancel();
  changed_.NotifyAll();
  // Leaves room for what is made until the next time.
  if (is_time_to_trim) TrimTo(capacity_bytes_ - capacity_bytes_ / 8);
  return value;
}

template <typename Value>
void SharedCache<Value>::Trim() {
  TrimTo(capacity_bytes_);
}

template <typename Value>
void SharedCache<Value>::TrimTo(int64_t bytes) {
  // Destroyed after the lock is given back.
  std::vector<Pointer> dropped;
  MutexLock lock(&mutex_);
  std::map<uint64_t, typename std::map<std::string, Entry>::iterator> unused;
  int64_t unused_bytes = 0;
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    const Entry& entry = it->second;
    if (entry.value == nullptr || entry.value.use_count() > 1) continue;
    unused.emplace(entry.last_use, it);
    unused_bytes += entry.bytes;
  }
  for (const auto& [last_use, it] : unused) {
    if (unused_bytes <= bytes) break;
    unused_bytes -= it->second.bytes;
    bytes_ -= it->second.bytes;
    dropped.push_back(std::move(it->second.value));
    entries_.erase(it);
  }
  trim_above_ = bytes_ + std::max(bytes_, capacity_bytes_) / 8;
}

template <typename Value>
auto SharedCache<Value>::statistics() const -> Statistics {
  MutexLock lock(&mutex_);
  Statistics statistics{.made = made_, .shared = shared_, .bytes = bytes_};
  for (const auto& [key, entry] : entries_) {
    if (entry.value != nullptr) ++statistics.values;
  }
  return statistics;
}

}  // namespace admf
