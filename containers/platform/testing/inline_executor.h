#pragma once

#include "absl/functional/any_invocable.h"
#include "containers/platform/executor.h"

namespace admf {

/// Runs every task at once, on the thread that schedules it. Thread-safe.
class InlineExecutor final : public Executor {
 public:
  void Schedule(absl::AnyInvocable<void()> task) override { task(); }
};

}  // namespace admf
