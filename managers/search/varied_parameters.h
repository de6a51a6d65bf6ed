#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/search/search_dimension.h"
#include "google/protobuf/struct.pb.h"

namespace admf {

/// The dimension that `value`, the text of a range, a list of values or a
/// mapping of `parameter_space`, makes of the parameter `name` of the run.
/// INVALID_ARGUMENT if the run has no such parameter, or the value is none of
/// these or has something that the parameter can't be.
absl::StatusOr<SearchDimension> ReadDimension(
    const std::string& name, const google::protobuf::Value& value,
    const admf::v1::BacktestConfig& run);

/// Puts values into a run: that of each dimension that has one.
/// INVALID_ARGUMENT as SetRunField.
absl::Status ApplyPoint(const std::vector<SearchDimension>& dimensions,
                        const SearchPoint& point,
                        admf::v1::BacktestConfig* run);

/// Whether the parameters of the strategy, and of its members, fit together.
bool IsValidStrategy(const admf::v1::StrategyConfig& strategy);

/// Whether the run can be made: its strategy's parameters fit together, and its
/// numbers are in their ranges.
bool IsValidRun(const admf::v1::BacktestConfig& run);

}  // namespace admf
