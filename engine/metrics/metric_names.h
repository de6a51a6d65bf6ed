#pragma once

#include <span>
#include <string_view>

namespace admf {

/// The names of all metrics of a backtest (ComputeMetrics), sorted.
std::span<const std::string_view> MetricNames();

}  // namespace admf
