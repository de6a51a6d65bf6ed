#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "admf/v1/workflow_config.pb.h"

namespace admf {

// The numbers of a run that are no parameters of its strategy, by their paths
// below `backtest_config`: `risk.stop_loss`, `portfolio.sizing.percent`. They
// can be given and varied as parameters are.

/// Whether the path is that of a number: real or whole.
bool IsRunField(std::string_view path);
bool IsWholeRunField(std::string_view path);

/// All paths, sorted.
const std::vector<std::string>& RunFields();

/// Its value; nothing if it isn't set, or `path` is none.
std::optional<double> GetRunField(std::string_view path,
                                  const admf::v1::BacktestConfig& config);

/// Sets it. INVALID_ARGUMENT if `path` is none, or `value` has a fraction where
/// the field is whole, or is out of the field's type's range.
absl::Status SetRunField(std::string_view path, double value,
                         admf::v1::BacktestConfig* config);

}  // namespace admf
