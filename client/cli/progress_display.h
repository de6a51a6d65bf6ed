#pragma once

#include <condition_variable>
#include <ostream>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "client/cli/annotated_mutex.h"
#include "client/cli/progress_state.h"

namespace admf {

/// A line at the bottom of a terminal that shows how a workflow goes on, and
/// how long it has taken so far even while nothing happens. Thread-safe.
class ProgressDisplay {
 public:
  /// Draws on `terminal`, which nobody else writes to as long as this lives
  /// (PrintAbove does it for them), in lines of `width` columns that begin with
  /// `label`.
  ProgressDisplay(std::ostream& terminal, size_t width,
                  const std::string& label = "");

  /// Wipes the line.
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void Update(const ProgressState& state);

  /// Prints whole lines to `stream`, which may be the same terminal, above the
  /// line.
  void PrintAbove(std::ostream& stream, const std::string& lines);

 private:
  void Draw() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wipe() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void KeepDrawing(const std::stop_token& stop);

  std::ostream& terminal_;
  const std::string label_;
  const size_t width_;
  const absl::Time start_;

  AnnotatedMutex mutex_;
  std::condition_variable_any never_notified_;
  ProgressState state_ ABSL_GUARDED_BY(mutex_);

  // Last: it uses all of the above until it is joined.
  std::jthread ticker_;
};

}  // namespace admf
