#pragma once

#include "admf/v1/workflow_config.pb.h"
#include "managers/backtest/config_checker.h"

namespace admf {

/// Fills in the defaults of the account and of the sizes of positions, and
/// checks the rest.
void ResolvePortfolio(v1::PortfolioConfig* portfolio, ConfigChecker& checker);

}  // namespace admf
