#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "admf/v1/workflow_config.pb.h"
#include "managers/backtest/config_checker.h"

namespace admf {

/// Fills in the defaults of how orders are filled and what they cost, and
/// checks the rest.
void ResolveExecution(v1::ExecutionConfig* execution, ConfigChecker& checker);

/// The microseconds since midnight of `09:30` or `09:30:00`; nothing for any
/// other text.
std::optional<int64_t> ParseTimeOfDay(std::string_view text);

}  // namespace admf
