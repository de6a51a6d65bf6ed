#include "containers/container_lifecycle_manager.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

absl::Status CheckOptions(const ContainerLifecycleManager::Options& options) {
  CHECK(options.file_system != nullptr);
  if (options.max_containers < 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "max_containers must be at least 1, not ", options.max_containers));
  }
  if (options.max_pooled_per_type < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_pooled_per_type must not be negative: ",
                     options.max_pooled_per_type));
  }
  return absl::OkStatus();
}

absl::Status RemoveLeftovers(FileSystem& file_system,
                             const std::string& scratch_root) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   file_system.ListDirectory(scratch_root));
  for (const std::string& name : names) {
    if (!absl::StartsWith(name, WorkflowScope::kScratchPrefix)) continue;
    RETURN_IF_ERROR(
        file_system.RemoveAll(absl::StrCat(scratch_root, "/", name)));
  }
  return absl::OkStatus();
}

// Brings a container that has been used back to where it can be used again.
absl::Status StopAndReset(UniversalScopedContainer& container) {
  if (container.state() == ContainerState::kRunning) {
    RETURN_IF_ERROR(container.Stop());
  }
  if (container.state() == ContainerState::kStopped) {
    RETURN_IF_ERROR(container.Reset());
  }
  return absl::OkStatus();
}

}  // namespace

ContainerLease::ContainerLease(ContainerLease&& other) noexcept
    : manager_(std::exchange(other.manager_, nullptr)),
      slot_(other.slot_),
      container_(std::move(other.container_)) {}

ContainerLease& ContainerLease::operator=(ContainerLease&& other) noexcept {
  if (this == &other) return *this;
  Release().IgnoreError();
  manager_ = std::exchange(other.manager_, nullptr);
  slot_ = other.slot_;
  container_ = std::move(other.container_);
  return *this;
}

ContainerLease::~ContainerLease() {
  // Who wants to know of errors has called it before; they are counted.
  Release().IgnoreError();
}

absl::Status ContainerLease::Release() {
  ContainerLifecycleManager* const manager = std::exchange(manager_, nullptr);
  if (manager == nullptr) return absl::OkStatus();
  return manager->TakeBack(slot_, std::move(container_), /*reuse=*/true);
}

absl::Status ContainerLease::Dispose() {
  ContainerLifecycleManager* const manager = std::exchange(manager_, nullptr);
  if (manager == nullptr) return absl::OkStatus();
  return manager->TakeBack(slot_, std::move(container_), /*reuse=*/false);
}

absl::StatusOr<std::unique_ptr<ContainerLifecycleManager>>
ContainerLifecycleManager::Create(Options options) {
  RETURN_IF_ERROR(CheckOptions(options));
  FileSystem& file_system = *options.file_system;
  RETURN_IF_ERROR(file_system.CreateDirectories(options.scratch_root));
  ASSIGN_OR_RETURN(options.scratch_root,
                   file_system.Canonical(options.scratch_root));
  RETURN_IF_ERROR(RemoveLeftovers(file_system, options.scratch_root));
  return absl::WrapUnique(new ContainerLifecycleManager(std::move(options)));
}

ContainerLifecycleManager::ContainerLifecycleManager(Options options)
    : options_(std::move(options)) {}

ContainerLifecycleManager::~ContainerLifecycleManager() {
  CHECK(statistics().leased == 0);
  // What can't be removed is removed when the next manager is made.
  DisposePooled().IgnoreError();
}

absl::StatusOr<ContainerLease> ContainerLifecycleManager::CreateAndStart(
    const std::string& type, const std::vector<ComponentSpec>& components,
    WorkflowAssignment assignment) {
  ASSIGN_OR_RETURN(ContainerLease lease, TakeSlot(type));
  if (lease.container_ == nullptr) {
    ASSIGN_OR_RETURN(
        lease.container_,
        UniversalScopedContainer::Create({.type = type,
                                          .components = components,
                                          .file_system = options_.file_system,
                                          .scratch_root = options_.scratch_root,
                                          .services = options_.services}));
    {
      MutexLock lock(&mutex_);
      ++past_.created;
    }
    RETURN_IF_ERROR(lease->Initialize());
  }
  RETURN_IF_ERROR(lease->Start(std::move(assignment)));
  return lease;
}

absl::StatusOr<ContainerLease> ContainerLifecycleManager::TakeSlot(
    const std::string& type) {
  std::unique_ptr<UniversalScopedContainer> in_the_way;
  ContainerLease lease;
  {
    MutexLock lock(&mutex_);
    const size_t limit = static_cast<size_t>(options_.max_containers);
    if (slots_.size() >= limit) {
      return absl::ResourceExhaustedError(
          absl::StrCat("all ", limit, " containers are in use"));
    }
    slots_.insert(++last_slot_);
    lease = ContainerLease(this, last_slot_);
    lease.container_ = TakePooled(type);
    if (lease.container_ != nullptr) {
      ++past_.reused;
    } else if (slots_.size() + pool_.size() > limit) {
      in_the_way = std::move(pool_.front());
      pool_.pop_front();
    }
  }
  // The slot stands for it until it is gone. If its scratch folder stays, that
  // is no reason not to go on.
  if (in_the_way != nullptr) DisposeOf(std::move(in_the_way)).IgnoreError();
  return lease;
}

std::unique_ptr<UniversalScopedContainer> ContainerLifecycleManager::TakePooled(
    std::string_view type) {
  const auto found = std::find_if(
      pool_.rbegin(), pool_.rend(),
      [type](const auto& pooled) { return pooled->type() == type; });
  if (found == pool_.rend()) return nullptr;
  std::unique_ptr<UniversalScopedContainer> container = std::move(*found);
  pool_.erase(std::next(found).base());
  return container;
}

bool ContainerLifecycleManager::Pool(
    std::unique_ptr<UniversalScopedContainer>* container) {
  const auto same_type =
      std::count_if(pool_.begin(), pool_.end(), [&](const auto& pooled) {
        return pooled->type() == (*container)->type();
      });
  if (same_type >= options_.max_pooled_per_type) return false;
  pool_.push_back(std::move(*container));
  return true;
}

absl::Status ContainerLifecycleManager::TakeBack(
    uint64_t slot, std::unique_ptr<UniversalScopedContainer> container,
    bool reuse) {
  absl::Status status;
  if (container != nullptr && reuse) {
    status = StopAndReset(*container);
    MutexLock lock(&mutex_);
    if (container->state() == ContainerState::kInitialized &&
        Pool(&container)) {
      slots_.erase(slot);
      return absl::OkStatus();
    }
  }
  if (container != nullptr) status.Update(DisposeOf(std::move(container)));
  MutexLock lock(&mutex_);
  slots_.erase(slot);
  return status;
}

absl::Status ContainerLifecycleManager::DisposeOf(
    std::unique_ptr<UniversalScopedContainer> container) {
  const bool had_failed = container->state() == ContainerState::kFailed;
  absl::Status status = container->Dispose();
  container.reset();
  MutexLock lock(&mutex_);
  ++past_.disposed;
  if (had_failed || !status.ok()) ++past_.failed;
  return status;
}

absl::Status ContainerLifecycleManager::DisposePooled() {
  std::deque<std::unique_ptr<UniversalScopedContainer>> pool;
  {
    MutexLock lock(&mutex_);
    pool.swap(pool_);
  }
  absl::Status first_error;
  for (auto& container : pool) {
    first_error.Update(DisposeOf(std::move(container)));
  }
  return first_error;
}

ContainerLifecycleManager::Statistics ContainerLifecycleManager::statistics()
    const {
  MutexLock lock(&mutex_);
  Statistics statistics = past_;
  statistics.leased = static_cast<int>(slots_.size());
  statistics.pooled = static_cast<int>(pool_.size());
  return statistics;
}

}  // namespace admf
