#pragma once

#include "admf/v1/workflow_config.pb.h"
#include "managers/backtest/config_checker.h"

namespace admf {

/// Fills in the defaults of execution, portfolio, risk and metrics, and adds
/// what is wrong with them: numbers out of range, numbers that are missing, and
/// numbers that have no meaning with the type that was chosen.
void ResolveRun(admf::v1::BacktestConfig* config, ConfigChecker& checker);

}  // namespace admf
