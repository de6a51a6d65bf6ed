#pragma once

#include <optional>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "admf/v1/workflow.pb.h"
#include "engine/data/bars.h"
#include "engine/data/table.h"
#include "engine/metrics/metric_values.h"
#include "engine/validation/splits.h"

namespace admf {

// What the splits of a validation came to. Each result is a trial whose metrics
// are those of its runs in sample and out of it, with a prefix, and the number
// of trials that it took. Pure functions.

/// The metrics of a split that are kept, in sample and out of it.
inline constexpr const char* kSplitMetrics[] = {"sharpe_ratio", "annual_return",
                                                "total_return", "max_drawdown",
                                                "trade_count"};
inline constexpr char kTrials[] = "trial_count";
inline constexpr char kTrain[] = "in_sample_";
inline constexpr char kTest[] = "out_of_sample_";

/// Keeps kSplitMetrics of a run.
void Keep(const Metrics& metrics, const std::string& prefix,
          admf::v1::Trial* result);
/// NaN if it isn't there.
double MetricOf(const admf::v1::Trial& result, const std::string& name);

/// Sets a metric, or why it is undefined.
void SetOr(const std::string& name, std::optional<double> value,
           const std::string& reason, Metrics* metrics);
void SetOr(const std::string& name, const absl::StatusOr<double>& value,
           Metrics* metrics);

/// The means over the splits, in sample and out of it, and the walk-forward
/// efficiency. Splits without parameters, or with too few returns to define a
/// figure, are left out; one that lost everything leaves it undefined.
void AddMeans(std::span<const admf::v1::Trial> results,
              std::span<const Split> splits, Metrics* metrics);

/// A row for each split.
Table SplitsTable(const BarSeries& bars, std::span<const Split> splits,
                  std::span<const admf::v1::Trial> results);

}  // namespace admf
