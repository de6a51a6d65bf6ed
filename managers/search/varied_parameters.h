#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "admf/v1/workflow_config.pb.h"
#include "engine/search/search_dimension.h"
#include "google/protobuf/struct.pb.h"
#include "managers/workflow_manager.h"

namespace admf {

/// The dimension that `value`, the text of a range, a list of values or a
/// mapping of `parameter_space`, makes of the parameter `name` of the run.
/// INVALID_ARGUMENT if the run has no such parameter, or the value is none of
/// these or has something that the parameter can't be.
absl::StatusOr<SearchDimension> ReadDimension(
    const std::string& name, const google::protobuf::Value& value,
    const admf::v1::BacktestConfig& run);

/// The same, with everything that is wrong, each at its place in what stands at
/// `field`; nothing if something is.
std::optional<SearchDimension> ReadDimension(
    const std::string& name, const google::protobuf::Value& value,
    const admf::v1::BacktestConfig& run, const std::string& field,
    std::vector<ConfigProblem>* problems);

/// The place of a key (`min`, `when`) of a varied parameter that stands at
/// `field`: that of the whole if it has no such key.
std::string PlaceOfPart(const std::string& field,
                        const google::protobuf::Value& value,
                        std::string_view key);
/// The place of one of its listed values.
std::string PlaceOfChoice(const std::string& field,
                          const google::protobuf::Value& value, size_t index);

/// The place of its `when`, or of one of the values there.
std::string PlaceOfCondition(const std::string& field,
                             const google::protobuf::Value& value,
                             std::optional<size_t> index);

/// The number that the parameter of this name, as a parameter space has it, is
/// in the run; nothing if it isn't set there, or is no number.
std::optional<double> GetVariedNumber(const std::string& name,
                                      const admf::v1::BacktestConfig& run);

/// Puts values into a run: that of each dimension that has one.
/// INVALID_ARGUMENT as SetRunField.
absl::Status ApplyPoint(const std::vector<SearchDimension>& dimensions,
                        const SearchPoint& point,
                        admf::v1::BacktestConfig* run);

}  // namespace admf
