#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/data/bars.h"
#include "engine/data/table.h"
#include "engine/metrics/metric_values.h"
#include "engine/validation/segment_run.h"
#include "managers/search/search_plan.h"
#include "managers/search/symbol_trial_evaluator.h"

namespace admf {

/// In columns of tables.
inline constexpr double kUndefinedMetric =
    std::numeric_limits<double>::quiet_NaN();

/// What a validation came to.
struct ValidationFindings {
  Metrics metrics;
  /// Facts as text.
  std::map<std::string, std::string> outputs;
  std::vector<std::string> warnings;
  /// By name, such as `windows`.
  std::vector<std::pair<std::string, Table>> tables;
  /// Trials of all searches; 1 if one fixed set was tested, in however many
  /// splits.
  int64_t trial_count = 0;
  /// The run whose trades, fills and equity are kept, if there is one.
  std::optional<SegmentRun> run;
};

/// What a method works on.
struct ValidationSubject {
  const admf::v1::ValidationConfig& config;
  const admf::v1::BacktestConfig& run;
  /// Null without `optimization_config`. Outlives the method.
  const SearchPlan* plan = nullptr;
  /// Outlives the method.
  const SymbolTrialEvaluator* evaluator = nullptr;
  std::shared_ptr<const BarSeries> bars;
  uint64_t seed = 0;
};

/// One way to test an outcome: many tasks that know nothing of each other, and
/// what they come to together. Results of tasks are bytes, so that they can be
/// kept and a validation goes on where it was.
///
/// Thread-safe: tasks run side by side.
class ValidationMethod {
 public:
  virtual ~ValidationMethod() = default;

  virtual size_t task_count() const = 0;
  /// What tasks are, for people: `windows`.
  virtual std::string task_name() const = 0;
  /// CANCELLED once `stop` is requested; otherwise errors of the run.
  virtual absl::StatusOr<std::string> RunTask(size_t task,
                                              std::stop_token stop) const = 0;
  /// `results` are those of all tasks, in order. DATA_LOSS if they are not;
  /// otherwise as RunTask.
  virtual absl::StatusOr<ValidationFindings> Conclude(
      const std::vector<std::string>& results, std::stop_token stop) const = 0;
};

/// The method that the configuration, which is resolved, asks for.
/// INVALID_ARGUMENT if there are too few bars for it; otherwise errors of the
/// run that is tested, and CANCELLED once `stop` is requested.
absl::StatusOr<std::unique_ptr<ValidationMethod>> CreateValidationMethod(
    const ValidationSubject& subject, std::stop_token stop);

/// Names of the metrics that a method adds to those of a backtest.
std::vector<std::string_view> ValidationMetrics(
    admf::v1::ValidationMethod method);

}  // namespace admf
