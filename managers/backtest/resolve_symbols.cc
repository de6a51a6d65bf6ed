#include "managers/backtest/resolve_symbols.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "engine/catalog/nearest_name.h"
#include "google/protobuf/map.h"

namespace admf {
namespace {

using BySymbol = google::protobuf::Map<std::string, double>;

constexpr double kMaxMultiplier = 1e9;
/// What the weights' sum may be too large by: the rounding of a thousand
/// decimals.
constexpr double kRounding = 1e-9;

bool TakesShares(const v1::SizingConfig& sizing) {
  return sizing.type() != v1::SIZING_TYPE_FIXED_UNITS &&
         sizing.type() != v1::SIZING_TYPE_FIXED_CASH;
}

std::string FieldOf(const std::string& map, const std::string& symbol) {
  return absl::StrCat("portfolio.", map, ".", symbol);
}

/// Adds a problem for every name that is none of the symbols.
void CheckNames(const std::vector<std::string>& symbols, const BySymbol& values,
                const std::string& map, ConfigChecker& checker) {
  const std::map<std::string, double> sorted(values.begin(), values.end());
  for (const auto& [name, value] : sorted) {
    if (std::binary_search(symbols.begin(), symbols.end(), name)) continue;
    const std::string nearest = NearestName(name, symbols);
    checker.Add(FieldOf(map, name),
                absl::StrCat("data_config.sources has no symbol ", name,
                             nearest.empty() ? ""
                                             : absl::StrCat("; did you mean ",
                                                            nearest, "?")));
  }
}

/// Checks weights that are given, for several symbols.
void CheckWeights(const std::vector<std::string>& symbols,
                  const BySymbol& weights, ConfigChecker& checker) {
  CheckNames(symbols, weights, "weights", checker);
  double sum = 0;
  for (const std::string& symbol : symbols) {
    const auto weight = weights.find(symbol);
    if (weight == weights.end()) {
      checker.Add(FieldOf("weights", symbol),
                  "is missing; give every symbol of data_config.sources a "
                  "weight, or none of them for equal ones");
      continue;
    }
    checker.CheckBetween(true, weight->second, 0, 1,
                         FieldOf("weights", symbol));
    sum += weight->second;
  }
  if (sum > 1 + kRounding) {
    checker.Add("portfolio.weights",
                absl::StrCat("they are ", sum,
                             " together; parts of the equity are at most 1 "
                             "(positions of more than the equity are up to "
                             "sizing.percent and max_leverage)"));
  }
}

void ResolveWeights(const std::vector<std::string>& symbols,
                    v1::PortfolioConfig* portfolio, ConfigChecker& checker) {
  BySymbol& weights = *portfolio->mutable_weights();
  if (!weights.empty() && !TakesShares(portfolio->sizing())) {
    checker.Add("portfolio.weights",
                "have no meaning with the sizing rules fixed_units and "
                "fixed_cash, which take no share of the equity; leave them out "
                "or choose another rule");
  } else if (!weights.empty() && symbols.size() == 1) {
    checker.Add("portfolio.weights",
                "have no meaning with one symbol; leave them out, or say with "
                "sizing.percent how much of the equity it takes");
  } else if (!weights.empty()) {
    CheckWeights(symbols, weights, checker);
  } else if (symbols.size() > 1 && TakesShares(portfolio->sizing())) {
    for (const std::string& symbol : symbols) {
      weights[symbol] = 1.0 / static_cast<double>(symbols.size());
    }
  }
}

}  // namespace

void ResolveSymbols(const std::vector<std::string>& symbols,
                    v1::PortfolioConfig* portfolio, ConfigChecker& checker) {
  ResolveWeights(symbols, portfolio, checker);
  BySymbol& multipliers = *portfolio->mutable_multipliers();
  CheckNames(symbols, multipliers, "multipliers", checker);
  for (const std::string& symbol : symbols) {
    const auto multiplier = multipliers.find(symbol);
    if (multiplier == multipliers.end()) continue;
    checker.CheckBetween(true, multiplier->second, 0, kMaxMultiplier,
                         FieldOf("multipliers", symbol));
    if (symbols.size() > 1) continue;
    portfolio->set_multiplier(multiplier->second);
    multipliers.clear();
    return;
  }
}

std::vector<SymbolTerms> ToSymbolTerms(const std::vector<std::string>& symbols,
                                       const v1::PortfolioConfig& portfolio) {
  std::vector<SymbolTerms> terms;
  for (const std::string& symbol : symbols) {
    SymbolTerms& own = terms.emplace_back();
    own.symbol = symbol;
    const auto weight = portfolio.weights().find(symbol);
    if (weight != portfolio.weights().end()) own.weight = weight->second;
    const auto multiplier = portfolio.multipliers().find(symbol);
    if (multiplier != portfolio.multipliers().end()) {
      own.multiplier = multiplier->second;
    } else if (portfolio.has_multiplier()) {
      own.multiplier = portfolio.multiplier();
    }
  }
  return terms;
}

}  // namespace admf
