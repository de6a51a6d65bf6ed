#include "engine/metrics/metric_names.h"

#include <array>

namespace admf {

std::span<const std::string_view> MetricNames() {
  static constexpr std::array<std::string_view, 31> kNames = {
      "annual_return",
      "average_holding_bars",
      "average_trade",
      "best_trade",
      "cagr",
      "calmar_ratio",
      "commission_paid",
      "expectancy",
      "expected_shortfall_95",
      "exposure_time",
      "final_equity",
      "kurtosis",
      "max_drawdown",
      "max_drawdown_duration",
      "probabilistic_sharpe_ratio",
      "profit_factor",
      "profit_factor_cash",
      "sharpe_ratio",
      "sharpe_ratio_geometric",
      "skewness",
      "slippage_paid",
      "sortino_ratio",
      "sqn",
      "start_equity",
      "total_return",
      "trade_count",
      "turnover",
      "value_at_risk_95",
      "volatility",
      "win_rate",
      "worst_trade"};
  return kNames;
}

}  // namespace admf
