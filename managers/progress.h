#pragma once

#include <string>

namespace admf {

/// Published on a container's event bus by whoever gets on with the phase that
/// is being executed; the coordinator turns it into an event of the workflow.
struct ProgressMade {
  static constexpr char kEventType[] = "progress_made";
  /// How much of the phase is done, 0 to 1.
  double fraction = 0;
  /// What is being done, for people.
  std::string message;
};

}  // namespace admf
