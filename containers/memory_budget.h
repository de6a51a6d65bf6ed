#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "containers/platform/mutex.h"

namespace admf {

/// The memory that one workflow may use. Whoever is about to allocate something
/// that grows with the input reserves it first, so that a workflow that asks
/// for too much ends with a sentence instead of taking the daemon with it.
///
///   ASSIGN_OR_RETURN(MemoryBudget::Reservation bars,
///                    budget.Reserve(series.bytes(), "bars of GOOG"));
///
/// Thread-safe.
class MemoryBudget {
  struct Account;

 public:
  /// Gives its bytes back when it is destroyed. May outlive the budget.
  /// Not thread-safe; movable.
  class Reservation {
   public:
    Reservation() = default;
    Reservation(Reservation&& other) noexcept;
    Reservation& operator=(Reservation&& other) noexcept;
    ~Reservation() { Release(); }

    /// Gives the bytes back now. Idempotent.
    void Release();
    int64_t bytes() const { return bytes_; }

   private:
    friend class MemoryBudget;
    Reservation(std::shared_ptr<Account> account, int64_t bytes)
        : account_(std::move(account)), bytes_(bytes) {}

    std::shared_ptr<Account> account_;
    int64_t bytes_ = 0;
  };

  /// @param limit_bytes at least 0.
  explicit MemoryBudget(int64_t limit_bytes);

  /// Reserves `bytes` for `what`, such as "bars of GOOG". RESOURCE_EXHAUSTED
  /// with what is needed, used and allowed if the limit would be passed;
  /// nothing is reserved then. INVALID_ARGUMENT for a negative number.
  absl::StatusOr<Reservation> Reserve(int64_t bytes, std::string_view what);

  int64_t limit_bytes() const;
  int64_t used_bytes() const;
  /// The most that was reserved at any moment.
  int64_t peak_bytes() const;

 private:
  // Shared with the reservations.
  struct Account {
    explicit Account(int64_t limit) : limit_bytes(limit) {}

    const int64_t limit_bytes;
    Mutex mutex;
    int64_t used_bytes ABSL_GUARDED_BY(mutex) = 0;
    int64_t peak_bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  const std::shared_ptr<Account> account_;
};

}  // namespace admf
