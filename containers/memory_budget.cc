#include "containers/memory_budget.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/check.h"

namespace admf {
namespace {

std::string SizeText(int64_t bytes) {
  constexpr int64_t kMebibyte = int64_t{1} << 20;
  if (bytes < kMebibyte) return absl::StrCat(bytes, " bytes");
  return absl::StrFormat("%.1f MiB", static_cast<double>(bytes) / kMebibyte);
}

}  // namespace

MemoryBudget::Reservation::Reservation(Reservation&& other) noexcept
    : account_(std::move(other.account_)),
      bytes_(std::exchange(other.bytes_, 0)) {}

MemoryBudget::Reservation& MemoryBudget::Reservation::operator=(
    Reservation&& other) noexcept {
  if (this == &other) return *this;
  Release();
  account_ = std::move(other.account_);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

void MemoryBudget::Reservation::Release() {
  if (account_ == nullptr) return;
  {
    MutexLock lock(&account_->mutex);
    account_->used_bytes -= bytes_;
  }
  account_.reset();
  bytes_ = 0;
}

MemoryBudget::MemoryBudget(int64_t limit_bytes)
    : account_(std::make_shared<Account>(limit_bytes)) {
  CHECK(limit_bytes >= 0);
}

absl::StatusOr<MemoryBudget::Reservation> MemoryBudget::Reserve(
    int64_t bytes, std::string_view what) {
  if (bytes < 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cannot reserve ", bytes, " bytes for '", std::string(what), "'"));
  }
  {
    MutexLock lock(&account_->mutex);
    const int64_t used = account_->used_bytes;
    // Not used + bytes, which can overflow.
    if (bytes > account_->limit_bytes - used) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "needs ", SizeText(bytes), " for '", std::string(what), "', but ",
          SizeText(used), " of ", SizeText(account_->limit_bytes),
          " are in use; raise infrastructure_config.memory_limit_mb"));
    }
    account_->used_bytes = used + bytes;
    account_->peak_bytes = std::max(account_->peak_bytes, account_->used_bytes);
  }
  return Reservation(account_, bytes);
}

int64_t MemoryBudget::limit_bytes() const { return account_->limit_bytes; }

int64_t MemoryBudget::used_bytes() const {
  MutexLock lock(&account_->mutex);
  return account_->used_bytes;
}

int64_t MemoryBudget::peak_bytes() const {
  MutexLock lock(&account_->mutex);
  return account_->peak_bytes;
}

}  // namespace admf
