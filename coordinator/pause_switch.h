#pragma once

#include <cstdint>
#include <stop_token>

#include "absl/base/thread_annotations.h"
#include "admf/v1/workflow.pb.h"
#include "containers/platform/mutex.h"

namespace admf {

/// Whether a workflow is to rest, as the journal has it; and how a phase that
/// goes on later where it was (PhasePlan::resumable) hears of it.
///
/// Thread-safe.
class PauseSwitch {
 public:
  /// Statuses may come in any order; the newest counts.
  void Update(const admf::v1::WorkflowStatus& status);
  bool on() const;

  /// A stop token for a phase: requested when `outer` is, and when the switch
  /// is on or goes on. One at a time; the switch outlives it.
  class Listener {
   public:
    Listener(PauseSwitch* pause, const std::stop_token& outer);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::stop_token token() const { return stop_.get_token(); }
    /// Whether the switch was on meanwhile.
    bool heard() const;

   private:
    struct RequestStop {
      void operator()() const { stop->request_stop(); }
      std::stop_source* stop;
    };

    PauseSwitch* const pause_;
    std::stop_source stop_;
    const std::stop_callback<RequestStop> on_outer_stop_;
  };

 private:
  mutable Mutex mutex_;
  bool on_ ABSL_GUARDED_BY(mutex_) = false;
  /// Of the status that said so.
  int64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  /// Of the listener, if there is one.
  std::stop_source* stop_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool heard_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace admf
