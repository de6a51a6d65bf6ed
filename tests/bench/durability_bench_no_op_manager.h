#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "managers/backtest/backtest_manager.h"

namespace admf {

/// Backtests that are checked like any other and whose six phases do nothing,
/// so that what remains is the work of the coordinator. The first phase waits
/// to be stopped if the workflow is named so: it keeps the only place there is,
/// and what is submitted after it stays in the queue.
class NoOpManager final : public BacktestManager {
 public:
  static constexpr char kWaiting[] = "waiting";

  using BacktestManager::BacktestManager;

  std::vector<ComponentSpec> Components() const override { return {}; }

  absl::StatusOr<PhaseOutcome> ExecutePhase(
      admf::v1::WorkflowPhase /*phase*/,
      ExecutionContext& context) const override {
    if (context.config.name() != kWaiting) return PhaseOutcome{};
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock<std::mutex> lock(mutex);
    stopped.wait(lock, context.stop, [] { return false; });
    return absl::CancelledError("stopped");
  }
};

}  // namespace admf
