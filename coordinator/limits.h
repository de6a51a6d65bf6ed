#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace admf {

/// What the coordinator takes on. A value type; see LimitsConfig in
/// proto/admf/v1/server_config.proto.
struct Limits {
  int max_running_workflows = 2;
  int max_queued_workflows = 10'000;
  /// Computation slots: the threads that execute phases.
  int worker_threads = 2;
  int64_t max_memory_per_workflow_mb = 2048;
  absl::Duration max_workflow_time = absl::Hours(24);
  absl::Duration priority_aging = absl::Minutes(10);
  int max_crashes_per_phase = 3;
};

}  // namespace admf
