#include "coordinator/watch_hub.h"

#include <utility>
#include <vector>

namespace admf {

struct WatchHub::Watch::Callback {
  // Held while the function runs, so that the end of a watch waits for it.
  Mutex mutex;
  absl::AnyInvocable<void(Events)> function ABSL_GUARDED_BY(mutex);
};

WatchHub::Watch::~Watch() {
  {
    MutexLock lock(&hub_->mutex_);
    auto [begin, end] = hub_->watches_.equal_range(workflow_id_);
    for (auto it = begin; it != end; ++it) {
      if (it->second == callback_) {
        hub_->watches_.erase(it);
        break;
      }
    }
  }
  MutexLock lock(&callback_->mutex);
  callback_->function = nullptr;
}

std::unique_ptr<WatchHub::Watch> WatchHub::Add(
    std::string_view workflow_id, absl::AnyInvocable<void(Events)> on_change) {
  auto callback = std::make_shared<Watch::Callback>();
  {
    MutexLock lock(&callback->mutex);
    callback->function = std::move(on_change);
  }
  MutexLock lock(&mutex_);
  watches_.emplace(workflow_id, callback);
  return std::unique_ptr<Watch>(
      new Watch(this, std::string(workflow_id), std::move(callback)));
}

void WatchHub::Notify(std::string_view workflow_id, Events committed) {
  std::vector<std::shared_ptr<Watch::Callback>> callbacks;
  {
    MutexLock lock(&mutex_);
    auto [begin, end] = watches_.equal_range(workflow_id);
    for (auto it = begin; it != end; ++it) callbacks.push_back(it->second);
  }
  for (const auto& callback : callbacks) {
    MutexLock lock(&callback->mutex);
    if (callback->function) callback->function(committed);
  }
}

}  // namespace admf
