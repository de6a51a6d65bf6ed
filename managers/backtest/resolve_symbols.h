#pragma once

#include <string>
#include <vector>

#include "admf/v1/workflow_config.pb.h"
#include "managers/backtest/config_checker.h"

namespace admf {

/// Fills in the weights of several symbols, and checks what the portfolio says
/// of single symbols. `symbols` are those of the data, in order; `portfolio` is
/// resolved otherwise. Of one symbol, its own multiplier becomes the
/// portfolio's, so that nobody has to know its name.
void ResolveSymbols(const std::vector<std::string>& symbols,
                    v1::PortfolioConfig* portfolio, ConfigChecker& checker);

/// What the account has to do with one of several symbols.
struct SymbolTerms {
  std::string symbol;
  /// As SymbolPlan's.
  double weight = 1;
  double multiplier = 1;
};

/// Those of a resolved configuration, in order of the symbols.
std::vector<SymbolTerms> ToSymbolTerms(const std::vector<std::string>& symbols,
                                       const v1::PortfolioConfig& portfolio);

}  // namespace admf
