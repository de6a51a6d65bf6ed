#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/metrics/equity_clock.h"
#include "managers/search/trial_outcome.h"

namespace admf {

/// The returns of one run.
struct TrialReturns {
  std::vector<double> returns;
  /// Whether the equity was above zero all the time.
  bool solvent = true;
};

/// Runs trials: the computation of a backtest over the same bars, without what
/// only one of them is looked at for.
///
/// Thread-safe; it keeps nothing of a trial.
class TrialEvaluator {
 public:
  virtual ~TrialEvaluator() = default;

  /// When the equity is marked.
  virtual EquityClock clock() const = 0;
  /// Of the bars, as the backtest's data digest.
  virtual std::string DataDigest() const = 0;
  /// Names of TrialOutcome::metrics.
  virtual const std::vector<std::string>& metrics() const = 0;

  /// How many trials are best evaluated together: some, but no more than take
  /// a few milliseconds. At least 1.
  virtual size_t GroupSize() const = 0;

  /// Trials over all bars, in order. Errors as of the backtest.
  virtual absl::StatusOr<std::vector<TrialOutcome>> Evaluate(
      std::span<const admf::v1::BacktestConfig> runs,
      std::stop_token stop) const = 0;

  /// The returns of the periods of a run over all bars. Errors as Evaluate.
  virtual absl::StatusOr<TrialReturns> ReturnsOf(
      const admf::v1::BacktestConfig& run, std::stop_token stop) const = 0;
};

}  // namespace admf
