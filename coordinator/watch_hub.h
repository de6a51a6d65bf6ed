#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "admf/v1/workflow.pb.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Tells watchers that a workflow has new events, and which. A watcher that is
/// up to date passes them on; one that is behind reads the journal, at its own
/// pace, so that a slow watcher costs no memory and resuming is nothing
/// special.
///
/// Thread-safe. Callbacks run without a lock held. Two commits of one workflow
/// may be told in either order; the events' sequence numbers tell.
class WatchHub {
 public:
  /// Events that were committed together, as the journal has them.
  using Events = std::span<const admf::v1::WorkflowEvent>;

  /// Destroying it ends the watch: afterwards the callback isn't running and
  /// never will (it waits for a running one, so it must not be destroyed by the
  /// callback, nor with a lock held that the callback takes). Must not outlive
  /// the hub.
  class Watch {
   public:
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    friend class WatchHub;
    struct Callback;
    Watch(WatchHub* hub, std::string workflow_id,
          std::shared_ptr<Callback> callback)
        : hub_(hub),
          workflow_id_(std::move(workflow_id)),
          callback_(std::move(callback)) {}

    WatchHub* const hub_;
    const std::string workflow_id_;
    const std::shared_ptr<Callback> callback_;
  };

  /// Calls `on_change` after every commit of events of the workflow.
  std::unique_ptr<Watch> Add(std::string_view workflow_id,
                             absl::AnyInvocable<void(Events)> on_change);

  void Notify(std::string_view workflow_id, Events committed);

 private:
  Mutex mutex_;
  std::multimap<std::string, std::shared_ptr<Watch::Callback>, std::less<>>
      watches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace admf
